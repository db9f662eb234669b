// The result of a conversation, laid out to be read. Pure.
#pragma once

#include <string>
#include <string_view>

#include "apps/chat/screen.hpp"

namespace palpate::chat {

class ResultCard {
 public:
  /// Both must outlive the card.
  ResultCard(const Screen& screen, const protocol::Result& result)
      : screen_(screen), result_(result) {}

  [[nodiscard]] std::string text() const;

 private:
  std::string heading(std::string_view title) const;
  std::string suggestion() const;
  std::string left_out() const;
  std::string notes(std::string_view kind, std::string_view title) const;
  std::string for_therapist() const;
  std::string reasons() const;
  std::string sources() const;
  std::string footer() const;

  const Screen& screen_;
  const protocol::Result& result_;
};

}  // namespace palpate::chat
