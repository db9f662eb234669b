#include "conversation/service.hpp"

#include <algorithm>

#include "conversation/service_impl.hpp"

namespace palpate {
namespace {

namespace codes = protocol::error_codes;

std::string message_for(std::string_view code) {
  struct Row {
    std::string_view code, message;
  };
  constexpr Row rows[] = {
      {codes::missing_conversation, "A bridge names its \"conversation\" in every frame."},
      {codes::unexpected_conversation, "Only a bridge may name a \"conversation\"."},
      {codes::unknown_dialogue, "This server does not offer that dialogue."},
      {codes::not_started, "Send \"start\" or \"resume\" first."},
      {codes::already_started, "This connection already carries a conversation."},
      {codes::unknown_token, "There is no such conversation. Send \"start\" to begin one."},
      {codes::stale_turn, "The conversation has moved on. This is the current turn."},
      {codes::not_an_option, "The question does not have that answer. This is the question."},
      {codes::unknown_fact, "The dialogue has no such question."},
      {codes::not_answered, "That question has not been answered."},
      {codes::ended, "The conversation has ended. Send \"restart\" to begin again."},
      {codes::id_reused, "This id was already used for another frame."},
      {codes::slow_down, "Too many frames are waiting. Wait for their replies."},
      {codes::too_many_turns, "The conversation is too long. Send \"start\" on a new connection."},
      {codes::too_many_conversations, "Too many conversations are open on this connection."},
      {codes::unavailable, "This could not be saved now. Nothing was changed; try again."},
  };
  for (const Row& row : rows) {
    if (row.code == code) return std::string(row.message);
  }
  return {};
}

std::string failure_frame(const protocol::Request& request, std::string_view code,
                          std::optional<protocol::Turn> turn = std::nullopt,
                          std::string message = {}) {
  protocol::Failure failure;
  failure.reply_to = request.id;
  failure.conversation = request.conversation;
  failure.code = code;
  failure.message = message.empty() ? message_for(code) : std::move(message);
  failure.turn = std::move(turn);
  return serialize(failure);
}

bool opens(const protocol::Request& request) {
  return std::holds_alternative<protocol::StartFrame>(request.frame) ||
         std::holds_alternative<protocol::ResumeFrame>(request.frame);
}

}  // namespace

ConversationService::Impl::Impl(Dialogs dialogs, ConversationStore& store, Clock& clock,
                                Random& random, Wire& wire, ServiceLimits limits,
                                std::string clinic_phone, ServiceLog log)
    : dialogs_(std::move(dialogs)),
      store_(store),
      clock_(clock),
      random_(random),
      wire_(wire),
      limits_(limits),
      clinic_phone_(std::move(clinic_phone)),
      log_(std::move(log)),
      cache_(limits.conversations_in_memory) {}

void ConversationService::Impl::connected(ConnectionId connection, const std::string& bridge) {
  connections_[connection].bridge = bridge;
}

void ConversationService::Impl::disconnected(ConnectionId id) {
  auto found = connections_.find(id);
  if (found == connections_.end()) return;
  auto leave = [this](const SlotPtr& slot) {
    if (!slot) return;
    slot->gone = true;
    in_flight_ -= slot->waiting.size();
    slot->waiting.clear();
  };
  leave(found->second.single);
  found->second.by_key.for_each(leave);
  connections_.erase(found);
}

bool ConversationService::Impl::receive(ConnectionId id, std::string_view frame) {
  auto found = connections_.find(id);
  if (found == connections_.end()) return true;
  auto parsed = protocol::parse_request(frame);
  if (const auto* failure = std::get_if<protocol::Failure>(&parsed)) {
    wire_.deliver(id, serialize(*failure));
    return failure->code != codes::bad_json && failure->code != codes::bad_frame;
  }
  auto& request = std::get<Request>(parsed);
  Connection& connection = found->second;
  if (connection.bridge.empty() != request.conversation.empty()) {
    const auto code =
        connection.bridge.empty() ? codes::unexpected_conversation : codes::missing_conversation;
    wire_.deliver(id, failure_frame(request, code));
    return true;
  }
  SlotPtr slot = slot_for(connection, id, request);
  if (!slot) {
    wire_.deliver(id, failure_frame(request, opens(request) ? codes::too_many_conversations
                                                            : codes::not_started));
    return true;
  }
  if (slot->waiting.size() >= limits_.waiting_frames) {
    wire_.deliver(id, failure_frame(request, codes::slow_down));
    return true;
  }
  slot->used_ms = clock_.steady_ms();
  connection.by_key.use(*slot);
  slot->waiting.push_back(std::move(request));
  ++in_flight_;
  pump(slot);
  return true;
}

SlotPtr ConversationService::Impl::slot_for(Connection& connection, ConnectionId id,
                                            const Request& request) {
  const bool is_bridge = !connection.bridge.empty();
  if (SlotPtr known =
          is_bridge ? connection.by_key.find(request.conversation) : connection.single) {
    return known;
  }
  if (is_bridge && (!opens(request) ||
                    !connection.by_key.make_room(limits_.conversations_per_bridge,
                                                 clock_.steady_ms(), limits_.bridge_idle_ms))) {
    return nullptr;
  }
  auto slot = std::make_shared<Slot>();
  slot->connection = id;
  slot->bridge = connection.bridge;
  slot->key = request.conversation;
  if (is_bridge) {
    connection.by_key.add(slot);
  } else {
    connection.single = slot;
  }
  return slot;
}

void ConversationService::Impl::pump(const SlotPtr& slot) {
  if (slot->busy || slot->waiting.empty()) return;
  slot->busy = true;
  slot->serial = ++last_serial_;
  const Request request = std::move(slot->waiting.front());
  slot->waiting.pop_front();
  guard(slot, request, nullptr, [&] { handle(slot, request); });
}

void ConversationService::Impl::handle(const SlotPtr& slot, const Request& request) {
  if (std::holds_alternative<protocol::StartFrame>(request.frame)) return start(slot, request);
  if (std::holds_alternative<protocol::ResumeFrame>(request.frame)) return resume(slot, request);
  if (slot->conversation.empty()) return fail(slot, request, codes::not_started);
  with_conversation(slot, request, [this, slot, request](const ConversationPtr& conversation) {
    if (slot->conversation != conversation->record().id) {
      // While this frame waited, its bridge began another conversation on another connection.
      fail(slot, request, codes::not_started);
      return release(conversation);
    }
    take_turn(slot, request, conversation);
  });
}

void ConversationService::Impl::reply(const SlotPtr& slot, const Request& request,
                                      protocol::Turn turn) {
  slot->ended = turn.result.has_value();
  turn.reply_to = request.id;
  turn.conversation = slot->key;
  finish(slot, serialize(turn));
}

void ConversationService::Impl::fail(const SlotPtr& slot, const Request& request,
                                     std::string_view code, std::optional<protocol::Turn> turn) {
  if (turn) turn->conversation = slot->key;
  finish(slot, failure_frame(request, code, std::move(turn)));
}

/// For when "nothing was changed" could be false.
void ConversationService::Impl::fail_unsure(const SlotPtr& slot, const Request& request) {
  finish(slot, failure_frame(request, codes::unavailable, std::nullopt,
                             "It is not known whether this was saved. Send it again with the same "
                             "\"id\"."));
}

void ConversationService::Impl::finish(const SlotPtr& slot, std::string frame) {
  if (!slot->gone) wire_.deliver(slot->connection, std::move(frame));
  close(slot);
}

void ConversationService::Impl::close(const SlotPtr& slot) {
  slot->busy = false;
  --in_flight_;
  settle(slot);
  pump(slot);
}

void ConversationService::Impl::settle(const SlotPtr& slot) {
  auto connection = connections_.find(slot->connection);
  if (!slot->gone && connection != connections_.end()) connection->second.by_key.settle(*slot);
}

/// After an exception. The conversation in memory may be half of what it should be, so it is loaded
/// again; the request may be stored or not.
void ConversationService::Impl::give_up(const SlotPtr& slot, const Request& request,
                                        const ConversationPtr& conversation, std::uint64_t serial,
                                        std::string_view why) {
  const bool holds = conversation && conversation->holder == serial;
  if (holds) cache_.drop(conversation->record().id);
  auto is_open = [&] { return slot->busy && slot->serial == serial; };
  try {
    note("failed", slot->conversation, nullptr, "exception", std::string(why));
  } catch (...) {
    // The log is what failed, perhaps; the request must be answered all the same.
    (void)why;
  }
  try {
    if (is_open()) fail_unsure(slot, request);
  } catch (...) {
    if (is_open()) close(slot);
  }
  if (holds) release(conversation);
}

void ConversationService::Impl::acquire(const ConversationPtr& conversation, const SlotPtr& slot,
                                        const Request& request, std::function<void()> use) {
  auto carry_out = [this, conversation, slot, request, use = std::move(use)] {
    conversation->holder = slot->serial;
    guard(slot, request, conversation, use);
  };
  if (!conversation->busy) {
    conversation->busy = true;
    return carry_out();
  }
  if (conversation->waiting.size() >= limits_.waiting_frames) {
    return fail(slot, request, codes::slow_down);
  }
  conversation->waiting.push_back(std::move(carry_out));
}

void ConversationService::Impl::release(const ConversationPtr& conversation) {
  conversation->holder = 0;
  if (conversation->waiting.empty()) {
    conversation->busy = false;
    return;
  }
  auto next = std::move(conversation->waiting.front());
  conversation->waiting.pop_front();
  next();
}

void ConversationService::Impl::note(std::string_view event, const std::string& conversation,
                                     const Walk* walk, std::string detail, std::string why) {
  if (!log_) return;
  ServiceEvent told{event, conversation, {}, {}, std::move(detail), std::move(why)};
  if (walk != nullptr && !walk->path.empty()) {
    const ConversationPtr open = cache_.find(conversation);
    if (open) told.node = open->dialog().nodes[walk->path.back()].id;
    if (walk->outcome) {
      told.disposition = disposition_names[static_cast<std::size_t>(walk->outcome->disposition)];
    }
  }
  log_(told);
}

void ConversationService::Impl::note_failure(const std::string& conversation, const Error& error) {
  note("store_failed", conversation, nullptr, std::string(name(error.code)), error.message);
}

ConversationService::ConversationService(Dialogs dialogs, ConversationStore& store, Clock& clock,
                                         Random& random, Wire& wire, ServiceLimits limits,
                                         std::string clinic_phone, ServiceLog log)
    : impl_(std::make_unique<Impl>(std::move(dialogs), store, clock, random, wire, limits,
                                   std::move(clinic_phone), std::move(log))) {}

ConversationService::~ConversationService() = default;

void ConversationService::connected(ConnectionId connection, const std::string& bridge) {
  impl_->connected(connection, bridge);
}

bool ConversationService::receive(ConnectionId connection, std::string_view frame) {
  return impl_->receive(connection, frame);
}

void ConversationService::disconnected(ConnectionId connection) {
  impl_->disconnected(connection);
}

std::size_t ConversationService::turns_in_flight() const {
  return impl_->turns_in_flight();
}

}  // namespace palpate
