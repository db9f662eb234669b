#include "conversation/open_conversation.hpp"

#include <algorithm>
#include <boost/assert.hpp>
#include <utility>

#include "conversation/replay.hpp"

namespace palpate {

OpenConversation::OpenConversation(std::shared_ptr<const Dialog> dialog, StoredConversation stored,
                                   const std::string& clinic_phone)
    : dialog_(std::move(dialog)) {
  audience_.locale = &dialog_->locale_for(stored.record.locale);
  audience_.region = &dialog_->region_for(stored.record.region);
  audience_.render = stored.record.plain ? protocol::Render::plain : protocol::Render::rich;
  audience_.clinic_phone = clinic_phone;
  take_over(std::move(stored));
}

Audience OpenConversation::audience(const State& state) const {
  Audience audience = audience_;
  if (state.language) audience.locale = &dialog_->locales[*state.language];
  return audience;
}

void OpenConversation::take_over(StoredConversation stored) {
  BOOST_ASSERT(!stored.turns.empty());  // a store keeps no conversation without its first turn
  const std::size_t last = stored.turns.size() - 1;
  State before = state_before(*dialog_, *audience_.locale, stored.turns, last);
  state_ = replay_turn(*dialog_, *audience_.locale, before, stored.turns[last]).state;
  before_last_ = std::move(before);
  stored_ = std::move(stored);
}

const TurnRecord* OpenConversation::made_by(const std::string& request_id) const {
  auto found = std::find_if(stored_.turns.begin(), stored_.turns.end(),
                            [&](const TurnRecord& turn) { return turn.request_id == request_id; });
  return found == stored_.turns.end() ? nullptr : &*found;
}

void OpenConversation::advance(TurnRecord turn, State state) {
  stored_.turns.push_back(std::move(turn));
  before_last_ = std::exchange(state_, std::move(state));
}

void OpenConversation::catch_up(StoredConversation stored) {
  if (stored.turns.size() <= stored_.turns.size()) return;
  take_over(std::move(stored));
}

protocol::Turn OpenConversation::reply_of(std::int64_t number) const {
  const auto index = static_cast<std::size_t>(number - 1);
  const TurnRecord& made = stored_.turns[index];
  const State before = number == turn()
                           ? before_last_
                           : state_before(*dialog_, *audience_.locale, stored_.turns, index);
  const Step step = replay_turn(*dialog_, *audience_.locale, before, made);
  protocol::Turn reply = render_turn(*dialog_, audience(step.state), step, origin_of(made));
  reply.turn = number;
  return reply;
}

protocol::Turn OpenConversation::current(Origin origin) const {
  protocol::Turn turn = render_turn(*dialog_, audience(state_), look(*dialog_, state_), origin);
  turn.turn = this->turn();
  return turn;
}

bool OpenConversation::has_ended() const {
  return look(*dialog_, state_).walk.outcome.has_value() && !state_.changing && !state_.check;
}

std::string OpenConversation::node() const {
  const Walk walk = look(*dialog_, state_).walk;
  return walk.path.empty() ? std::string() : dialog_->nodes[walk.path.back()].id;
}

std::string OpenConversation::disposition() const {
  const Walk walk = look(*dialog_, state_).walk;
  if (!walk.outcome || state_.changing || state_.check) return {};
  return std::string(disposition_names[static_cast<std::size_t>(walk.outcome->disposition)]);
}

}  // namespace palpate
