// The stream below Beast's WebSocket: one flat buffer a write, bytes that came early, frames
// watched, and for bridges many replies in one send. Included by web_socket_session.cpp only.
#pragma once

#include <algorithm>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/role.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "transport/frame_watch.hpp"
#include "transport/shared_state.hpp"

namespace palpate::transport {

/// A completion handler with work to do first; it keeps the inner handler's executor and allocator
/// (see below).
template <class Handler, class Work>
struct Wrapped {
  Handler handler;
  Work work;

  template <class... Results>
  void operator()(boost::system::error_code error, Results... results) {
    work(error, results...);
    std::move(handler)(error, results...);
  }
};

class SocketLayer {
 public:
  using executor_type = boost::asio::io_context::executor_type;

  static constexpr std::size_t bridge_read_bytes = 16 * 1024;
  static constexpr std::size_t cork_bytes = 64 * 1024;  // more is sent even if input is waiting

  /// `is_corked`: replies are gathered until flush(), which a bridge with many conversations gains
  /// from.
  SocketLayer(Socket socket, std::string early, bool is_corked)
      : socket_(std::move(socket)), input_(std::move(early)), is_corked_(is_corked) {}

  executor_type get_executor() noexcept { return socket_.get_executor(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer into) {
          this->read(std::move(handler), into);
        },
        token, boost::asio::mutable_buffer(*boost::asio::buffer_sequence_begin(buffers)));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const auto size = boost::asio::buffer_size(buffers);
    const auto old_size = output_.size();
    output_.resize(old_size + size);
    boost::asio::buffer_copy(boost::asio::buffer(output_.data() + old_size, size), buffers);
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, std::size_t count) { this->write(std::move(handler), count); }, token,
        size);
  }

  /// Waits until the peer has closed its side, so that the close frame is not lost to a reset.
  template <class Handler>
  void tear_down(Handler handler) {
    if (closing_ms_ == 0) closing_ms_ = steady_now_ms();
    if (is_corked_ && (is_sending_ || !output_.empty())) {
      flush();
    } else {
      shut_down();
    }
    boost::asio::post(get_executor(), Drain<Handler>{this, std::move(handler)});
  }

  /// Corked only: sends what is gathered, if no send is under way; `on_flushed` is called after
  /// each send.
  void flush();
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  /// The session that owns this layer, and what it wants to hear.
  std::weak_ptr<void> owner;
  std::function<void()> on_flushed;
  std::function<void()> on_bytes;  // after new bytes went through the watch

  const FrameWatch& watch() const { return watch_; }
  void watch_frames() { is_watching_ = true; }
  bool has_input() const { return !is_reading_ahead_ && !input_.empty(); }
  std::size_t buffered() const { return is_corked_ ? output_.size() + sending_.size() : 0; }
  std::int64_t last_read_ms() const { return last_read_ms_; }
  std::int64_t closing_ms() const { return closing_ms_; }  // 0 until the end has begun

 private:
  template <class Handler>
  struct Drain {
    SocketLayer* layer;
    Handler handler;

    void operator()(boost::system::error_code error = {}, std::size_t = 0) {
      if (error) return std::move(handler)(boost::system::error_code{});
      auto& dust = layer->dust_;
      dust.resize(1024);
      layer->socket_.async_read_some(boost::asio::buffer(dust), std::move(*this));
    }
  };

  template <class Handler>
  void read(Handler handler, boost::asio::mutable_buffer into) {
    if (!input_.empty()) {
      const auto count = take(into);
      boost::asio::post(get_executor(), [handler = std::move(handler), count]() mutable {
        std::move(handler)(boost::system::error_code{}, count);
      });
      return;
    }
    flush();
    if (is_corked_) return read_ahead(std::move(handler), into);
    auto work = [this, into](boost::system::error_code, std::size_t count) {
      see({static_cast<const char*>(into.data()), count});
    };
    socket_.async_read_some(into, Wrapped<Handler, decltype(work)>{std::move(handler), work});
  }

  template <class Handler>
  void read_ahead(Handler handler, boost::asio::mutable_buffer into) {
    input_.resize(bridge_read_bytes);
    is_reading_ahead_ = true;
    auto finish = [this, into, handler = std::move(handler)](boost::system::error_code error,
                                                             std::size_t count) mutable {
      is_reading_ahead_ = false;
      input_.resize(count);
      const auto given = take(into);
      std::move(handler)(error, given);
    };
    socket_.async_read_some(boost::asio::buffer(input_), std::move(finish));
  }

  template <class Handler>
  void write(Handler handler, std::size_t count) {
    if (is_corked_) {
      boost::asio::post(get_executor(), [handler = std::move(handler), count]() mutable {
        std::move(handler)(boost::system::error_code{}, count);
      });
      return;
    }
    auto work = [this](boost::system::error_code, std::size_t) { output_.clear(); };
    boost::asio::async_write(socket_, boost::asio::buffer(output_),
                             Wrapped<Handler, decltype(work)>{std::move(handler), work});
  }

  // Moves input that is already here to `into`.
  std::size_t take(boost::asio::mutable_buffer into) {
    const auto count = std::min(into.size(), input_.size() - input_begin_);
    std::copy_n(input_.data() + input_begin_, count, static_cast<char*>(into.data()));
    input_begin_ += count;
    if (input_begin_ == input_.size()) {
      input_.clear();
      input_begin_ = 0;
    }
    see({static_cast<const char*>(into.data()), count});
    return count;
  }

  void see(std::string_view bytes) {
    last_read_ms_ = steady_now_ms();
    if (!is_watching_ || bytes.empty()) return;
    watch_.see(bytes, last_read_ms_);
    if (on_bytes) on_bytes();
  }

  void shut_down() {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

  Socket socket_;
  std::string input_;  // read but not yet given to Beast, from input_begin_ on
  std::size_t input_begin_ = 0;
  std::string output_;
  std::string sending_;
  std::string dust_;
  FrameWatch watch_;
  std::int64_t last_read_ms_ = steady_now_ms();
  std::int64_t closing_ms_ = 0;
  bool is_corked_ = false;
  bool is_sending_ = false;
  bool is_watching_ = false;
  bool is_reading_ahead_ = false;
};

inline void SocketLayer::flush() {
  if (!is_corked_ || is_sending_ || output_.empty()) return;
  const auto keep = owner.lock();
  if (!keep) return;
  is_sending_ = true;
  std::swap(output_, sending_);
  auto sent = [this, keep](boost::system::error_code error, std::size_t) {
    is_sending_ = false;
    sending_.clear();
    if (error) return close();
    if (closing_ms_ != 0 && output_.empty()) return shut_down();
    if (on_flushed) on_flushed();
  };
  boost::asio::async_write(socket_, boost::asio::buffer(sending_), std::move(sent));
}

// Found by Beast through argument-dependent look-up.
template <class Handler>
void async_teardown(boost::beast::role_type, SocketLayer& layer, Handler&& handler) {
  layer.tear_down(std::forward<Handler>(handler));
}
inline void beast_close_socket(SocketLayer& layer) {
  layer.close();
}

}  // namespace palpate::transport

namespace boost::asio {

template <template <class, class> class Associator, class Handler, class Work, class Default>
struct associator<Associator, palpate::transport::Wrapped<Handler, Work>, Default> {
  using type = typename Associator<Handler, Default>::type;
  static type get(const palpate::transport::Wrapped<Handler, Work>& wrapped,
                  const Default& fallback = Default()) noexcept {
    return Associator<Handler, Default>::get(wrapped.handler, fallback);
  }
};

}  // namespace boost::asio
