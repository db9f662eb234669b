// Bytes choose inputs to the shipped dialogue; whatever they are, the conversation stands and keeps
// its bounds.
#include <cstdlib>

#include "engine/step.hpp"
#include "support/dialog_files.hpp"

namespace {

/// Reads the input byte by byte; zeros when it is used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ >= size_; }
  std::uint8_t next() { return at_ < size_ ? data_[at_++] : 0; }
  std::uint64_t next64() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8U | next();
    return value;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

void require(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate;
  static const Dialog dialog = test::back_pain_dialog();
  const Locale& locale = dialog.locales.front();
  Bytes bytes(data, size);
  Step now = start(dialog);
  for (int turn = 0; turn < 100 && !bytes.empty(); ++turn) {
    Input input = AskHelp{};
    switch (bytes.next() % 8) {
      case 0:
      case 1:
      case 2:
        input = GiveAnswer{{std::uint64_t{1} << (bytes.next() % 64), false}};
        break;
      case 3:
        input = GiveAnswer{{bytes.next64(), (bytes.next() & 1U) != 0}};
        break;
      case 4: {
        std::string text;
        for (std::uint8_t length = bytes.next() % 40; length > 0; --length)
          text += static_cast<char>(bytes.next());
        input = Say{text};
        break;
      }
      case 5:
        input = Back{};
        break;
      case 6:
        input = ChangeAnswer{static_cast<FactIndex>(bytes.next() % dialog.facts.size())};
        break;
      default:
        input = Say{"none"};
        break;
    }
    Step next = step(dialog, locale, now.state, input);
    require(next.walk.question.has_value() != next.walk.outcome.has_value());
    require(next.walk.asked.size() <= static_cast<std::size_t>(dialog.max_questions));
    require(changes_state(next.event) || next.state == now.state);
    require(look(dialog, next.state).walk == next.walk);
    now = std::move(next);
  }
  return 0;
}
