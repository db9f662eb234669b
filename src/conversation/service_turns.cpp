// What happens in a conversation: a frame becomes an input, a step, a stored turn, and then a
// reply.
#include "base/sha256.hpp"
#include "conversation/digest.hpp"
#include "conversation/service_impl.hpp"

namespace palpate {
namespace {

namespace codes = protocol::error_codes;

/// The turn that the frame is for, or 0 for the current one.
std::int64_t turn_of(const protocol::Request& request) {
  if (const auto* answer = std::get_if<protocol::AnswerFrame>(&request.frame)) return answer->turn;
  if (const auto* say = std::get_if<protocol::SayFrame>(&request.frame)) return say->turn;
  return 0;
}

/// The input that the frame means, or the code of the Failure that answers it.
std::variant<Input, std::string_view> input_of(const protocol::Request& request,
                                               const OpenConversation& conversation, Today today) {
  const Dialog& dialog = conversation.dialog();
  if (const auto* answer = std::get_if<protocol::AnswerFrame>(&request.frame)) {
    if (conversation.state().check) {
      auto happening = read_check(answer->value);
      if (!happening) return codes::not_an_option;
      return Input{AnswerCheck{*happening}};
    }
    auto question = look(dialog, conversation.state()).walk.question;
    if (!question) return codes::ended;
    auto value = read_value(dialog, *question, answer->value);
    if (!value) return codes::not_an_option;
    return Input{GiveAnswer{*value}};
  }
  if (const auto* say = std::get_if<protocol::SayFrame>(&request.frame)) {
    return Input{Say{say->text, today}};
  }
  if (const auto* change = std::get_if<protocol::ChangeFrame>(&request.frame)) {
    auto fact = dialog.find_fact(change->fact);
    if (!fact) return codes::unknown_fact;
    return Input{ChangeAnswer{*fact}};
  }
  if (std::holds_alternative<protocol::BackFrame>(request.frame)) return Input{Back{}};
  if (std::holds_alternative<protocol::RestartFrame>(request.frame)) return Input{Restart{}};
  if (std::holds_alternative<protocol::WhyFrame>(request.frame)) return Input{AskWhy{}};
  return Input{AskHelp{}};
}

bool is_typed(const protocol::Request& request) {
  return std::holds_alternative<protocol::SayFrame>(request.frame);
}

}  // namespace

/// A hash of what the frame means, to tell a retry from a reused id. Typed text goes in as one byte
/// of a keyed hash: it tells most texts apart, and for the sake of privacy no more than that.
/// Whoever has the database has its key too, and must not be able to find out what a patient typed
/// by trying texts.
std::string ConversationService::Impl::meaning_of(const Request& request) const {
  Request meaning = request;
  meaning.id.clear();
  meaning.conversation.clear();
  if (auto* say = std::get_if<protocol::SayFrame>(&meaning.frame)) {
    say->text = hmac_sha256_hex(store_.secret(), say->text).substr(0, 2);
  }
  return sha256_hex(serialize(meaning));
}

void ConversationService::Impl::with_conversation(const SlotPtr& slot, const Request& request,
                                                  std::function<void(const ConversationPtr&)> use) {
  if (ConversationPtr known = cache_.find(slot->conversation)) {
    return acquire(known, slot, request, [use = std::move(use), known] { use(known); });
  }
  auto found = [this, slot, request, use = std::move(use)](Result<StoredConversation> stored) {
    if (!stored) return fail_load(slot, request, stored.error());
    auto opened = adopt(std::move(*stored));
    if (!opened) return fail(slot, request, codes::unknown_dialogue);
    acquire(*opened, slot, request, [use, conversation = *opened] { use(conversation); });
  };
  store_.find(slot->conversation, completion(slot, request, nullptr, std::move(found)));
}

/// The conversation could not be read. One that never can be read again is as if it were not there:
/// the client begins anew, where "try again" would keep it for ever.
void ConversationService::Impl::fail_load(const SlotPtr& slot, const Request& request,
                                          const Error& error) {
  note_failure(slot->conversation, error);
  if (error.code != Errc::corrupt && error.code != Errc::not_found) {
    return fail(slot, request, codes::unavailable);
  }
  slot->conversation.clear();
  slot->token.clear();
  fail(slot, request, codes::unknown_token);
}

/// Answers a frame that this conversation has seen before.
bool ConversationService::Impl::repeat_turn(const SlotPtr& slot, const Request& request,
                                            const ConversationPtr& conversation) {
  const TurnRecord* made = conversation->made_by(request.id);
  if (made == nullptr) return false;
  if (made->request_hash != meaning_of(request)) {
    fail(slot, request, codes::id_reused);
  } else {
    reply(slot, request, conversation->reply_of(made->turn));
  }
  return true;
}

void ConversationService::Impl::take_turn(const SlotPtr& slot, const Request& request,
                                          const ConversationPtr& conversation) {
  if (repeat_turn(slot, request, conversation)) return release(conversation);
  const std::int64_t turn = turn_of(request);
  if (turn != 0 && turn != conversation->turn()) {
    fail(slot, request, codes::stale_turn, conversation->current(Origin::current));
    return release(conversation);
  }
  const std::chrono::milliseconds now(clock_.now_ms());
  const auto today = std::chrono::floor<std::chrono::days>(now);
  auto input = input_of(request, *conversation, std::chrono::sys_days(today));
  if (const auto* code = std::get_if<std::string_view>(&input)) {
    fail(slot, request, *code, conversation->current(Origin::current));
    return release(conversation);
  }
  act(slot, request, conversation, std::get<Input>(input));
}

void ConversationService::Impl::act(const SlotPtr& slot, const Request& request,
                                    const ConversationPtr& conversation, const Input& input) {
  Step step =
      palpate::step(conversation->dialog(), *conversation->audience(conversation->state()).locale,
                    conversation->state(), input);
  if (changes_state(step.event)) {
    return store(slot, request, conversation, std::move(step));
  }
  if (!refuse(slot, request, conversation, step)) {
    protocol::Turn turn = render_turn(conversation->dialog(), conversation->audience(step.state),
                                      step, is_typed(request) ? Origin::typed : Origin::tapped);
    turn.turn = conversation->turn();
    reply(slot, request, std::move(turn));
  }
  release(conversation);
}

/// What a program sent and cannot be done is a Failure; the same thing typed by a person is
/// answered in words.
bool ConversationService::Impl::refuse(const SlotPtr& slot, const Request& request,
                                       const ConversationPtr& conversation, const Step& step) {
  if (is_typed(request)) return false;
  std::string_view code;
  if (step.event == Event::not_an_option) code = codes::not_an_option;
  if (step.event == Event::not_answered) code = codes::not_answered;
  if (step.event == Event::ended || step.event == Event::final) code = codes::ended;
  if (code.empty()) return false;
  fail(slot, request, code, conversation->current(Origin::current));
  return true;
}

void ConversationService::Impl::store(const SlotPtr& slot, const Request& request,
                                      const ConversationPtr& conversation, Step step) {
  if (conversation->turn() >= static_cast<std::int64_t>(limits_.turns_per_conversation)) {
    fail(slot, request, codes::too_many_turns, conversation->current(Origin::current));
    return release(conversation);
  }
  TurnRecord turn =
      record_of(conversation->dialog(), conversation->state(), step, is_typed(request));
  turn.conversation = conversation->record().id;
  turn.turn = conversation->turn() + 1;
  turn.request_id = request.id;
  turn.request_hash = meaning_of(request);
  turn.at_ms = clock_.now_ms();
  auto done = [this, slot, request, conversation, turn,
               step = std::move(step)](const Result<void>& result) {
    stored(slot, request, conversation, turn, step, result);
  };
  store_.append(turn, std::nullopt, completion(slot, request, conversation, std::move(done)));
}

void ConversationService::Impl::stored(const SlotPtr& slot, const Request& request,
                                       const ConversationPtr& conversation, const TurnRecord& turn,
                                       const Step& step, const Result<void>& result) {
  if (result) {
    conversation->advance(turn, step.state);
    note(step.walk.outcome ? "ended" : "answered", turn.conversation, &step.walk);
    protocol::Turn told = render_turn(conversation->dialog(), conversation->audience(step.state),
                                      step, origin_of(turn));
    told.turn = turn.turn;
    reply(slot, request, std::move(told));
    return release(conversation);
  }
  if (result.error().code == Errc::already_exists) {
    return reload(slot, request, conversation, codes::stale_turn);
  }
  note_failure(turn.conversation, result.error());
  if (result.error().code == Errc::unknown_result) {
    return reload(slot, request, conversation, codes::unavailable);
  }
  fail(slot, request, codes::unavailable);
  release(conversation);
}

/// Reads what is stored and answers by it: with the turn that this frame made after all, or with
/// `otherwise`.
void ConversationService::Impl::reload(const SlotPtr& slot, const Request& request,
                                       const ConversationPtr& conversation,
                                       std::string_view otherwise) {
  auto found = [this, slot, request, conversation, otherwise](Result<StoredConversation> stored) {
    if (!stored) {
      cache_.drop(conversation->record().id);
      if (stored.error().code == Errc::corrupt || stored.error().code == Errc::not_found) {
        fail_load(slot, request, stored.error());
      } else {
        note_failure(conversation->record().id, stored.error());
        fail_unsure(slot, request);
      }
      return release(conversation);
    }
    conversation->catch_up(std::move(*stored));
    if (!repeat_turn(slot, request, conversation)) {
      std::optional<protocol::Turn> turn;
      if (otherwise == codes::stale_turn) turn = conversation->current(Origin::current);
      fail(slot, request, otherwise, std::move(turn));
    }
    release(conversation);
  };
  store_.find(conversation->record().id, completion(slot, request, conversation, std::move(found)));
}

}  // namespace palpate
