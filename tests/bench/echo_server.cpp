// The anchor of the benchmark: a WebSocket server as Beast's examples write one, without JSON,
// dialogue or store. A message begins with six digits: how many bytes to reply with.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <iostream>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_bytes = 1 << 20;
constexpr std::size_t size_digits = 6;

asio::awaitable<void> serve(asio::ip::tcp::socket socket) {
  socket.set_option(asio::ip::tcp::no_delay(true));
  beast::websocket::stream<beast::tcp_stream> stream(std::move(socket));
  if (auto [error] = co_await stream.async_accept(as_result); error) co_return;
  stream.text(true);
  beast::flat_buffer buffer;
  const std::string reply(most_bytes, 'x');
  while (true) {
    auto [read_error, count] = co_await stream.async_read(buffer, as_result);
    if (read_error || count < size_digits) co_return;
    const auto* begin = static_cast<const char*>(buffer.data().data());
    std::size_t size = 0;
    std::from_chars(begin, begin + size_digits, size);
    buffer.clear();
    const auto bytes = asio::buffer(reply.data(), std::min(size, most_bytes));
    auto [write_error, written] = co_await stream.async_write(bytes, as_result);
    if (write_error) co_return;
  }
}

asio::awaitable<void> listen(asio::ip::tcp::acceptor& acceptor) {
  while (true) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (error) co_return;
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main() {
  asio::io_context context{1};
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  acceptor.listen(2048);
  std::cout << "Palpate is ready: http://127.0.0.1:" << acceptor.local_endpoint().port() << "/"
            << std::endl;
  asio::co_spawn(context, listen(acceptor), asio::detached);
  context.run();
}
