// What the words of a message mean, in order. Inside the room only.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "dialog/signs.hpp"
#include "understand/typed_message.hpp"

namespace palpate {

/// A meaning at the tokens `begin` to `end`, both included.
struct Found {
  const Meaning* meaning = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t length() const { return end - begin + 1; }
  bool covers(const Found& other) const { return begin <= other.begin && end >= other.end; }
};

class Meant {
 public:
  explicit Meant(const TypedMessage& message);

  const TypedMessage& message() const { return message_; }
  const std::vector<Token>& tokens() const { return message_.text().tokens; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(tokens().size()); }
  const std::vector<Found>& all() const { return all_; }  // by their first token

  bool has(MeaningKind kind) const { return first(kind) != nullptr; }
  const Found* first(MeaningKind kind) const;
  /// The longest that begins at `token`, or that ends there.
  const Found* at(MeaningKind kind, std::uint32_t token) const;
  const Found* ending_at(MeaningKind kind, std::uint32_t token) const;

  bool is_filler(std::uint32_t token) const { return message_.meanings().filler[token]; }
  /// Changes nothing beside an answer.
  bool is_around(std::uint32_t token) const { return around_[token]; }
  const std::vector<bool>& around() const { return around_; }
  bool comma_between(std::uint32_t before, std::uint32_t after) const;
  /// What stands between a token and the next one, as typed.
  std::string_view gap_after(std::uint32_t token) const;

  /// "not 54": a denial stands just before.
  bool is_denied_at(std::uint32_t token) const;
  /// Not said as a fact: denied, asked, supposed, taken back; or, where that counts, of others.
  bool is_put_aside(std::uint32_t token, bool of_others) const;
  bool is_past(std::uint32_t token) const;
  bool is_retracted(std::uint32_t token) const { return retracted_[token]; }
  bool is_denial(std::uint32_t token) const { return denials_[token]; }
  bool is_end(std::uint32_t token) const { return ends_[token]; }  // "but"
  /// Something is denied or taken back.
  bool denies() const { return denies_; }
  /// Some sentence asks something.
  bool asks() const { return asks_; }

 private:
  void note_retractions();
  void note_denied_parts();
  void note_questions();
  bool begins_sentence(std::uint32_t token) const;
  bool is_contrasted(std::uint32_t token) const;

  const TypedMessage& message_;
  std::vector<Found> all_;
  std::vector<std::uint32_t> first_at_;  // of all_, by token; one more than there are
  std::vector<bool> around_;
  std::vector<bool> retracted_;
  std::vector<bool> denials_;  // by token: a denial ends here
  std::vector<bool> nots_;     // by token: one that denies what follows, no list
  std::vector<bool> ends_;     // by token: "but"
  bool asks_ = false;
  bool denies_ = false;
};

/// Marks the tokens of `found`.
void cover(const Found& found, std::vector<bool>& covered);

/// One of `kinds`, at every question, is said, and nothing else; but what is around, where that may
/// be.
[[nodiscard]] bool says_only(const Meant& meant, std::initializer_list<MeaningKind> kinds,
                             bool with_around);

/// Those of `found` that lie in no longer one of them.
void keep_longest(std::vector<Found>& found);

}  // namespace palpate
