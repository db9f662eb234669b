// How a conversation comes to a connection: started anew, or resumed by its token or the bridge's
// key.
#include <algorithm>

#include "base/sha256.hpp"
#include "conversation/digest.hpp"
#include "conversation/service_impl.hpp"

namespace palpate {
namespace {

namespace codes = protocol::error_codes;

constexpr std::size_t conversation_id_bytes = 16;
constexpr std::size_t token_bytes = 32;

}  // namespace

std::string ConversationService::Impl::random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  random_.fill(reinterpret_cast<std::uint8_t*>(bytes.data()), count);
  return bytes;
}

std::string ConversationService::Impl::bridge_key_of(const Slot& slot) const {
  std::string named = slot.bridge;
  named += '\0';  // no name holds it, so that no two pairs read the same
  named += slot.key;
  return hmac_sha256_hex(store_.secret(), named);
}

void ConversationService::Impl::start(const SlotPtr& slot, const Request& request) {
  if (!slot->bridge.empty()) return start_bridge(slot, request);
  if (slot->conversation.empty()) return begin(slot, request);
  with_conversation(slot, request, [this, slot, request](const ConversationPtr& conversation) {
    if (!repeat_start(slot, request, conversation)) fail(slot, request, codes::already_started);
    release(conversation);
  });
}

/// A bridge may begin a new conversation under a key at any time; the same `start` again is only a
/// retry.
void ConversationService::Impl::start_bridge(const SlotPtr& slot, const Request& request) {
  auto found = [this, slot, request](Result<StoredConversation> stored) {
    if (stored) return repeat_bridge_start(slot, request, std::move(*stored));
    const Errc code = stored.error().code;
    if (code == Errc::not_found) return begin_under_key(slot, request);
    note_failure(slot->conversation, stored.error());
    // What this id began cannot be read any more; another id begins anew.
    fail(slot, request, code == Errc::corrupt ? codes::id_reused : codes::unavailable);
  };
  store_.find_by_start(slot->bridge, bridge_key_of(*slot), request.id,
                       completion(slot, request, nullptr, std::move(found)));
}

/// Begins a conversation unless the newest one under the key has used the frame's id for another
/// frame.
void ConversationService::Impl::begin_under_key(const SlotPtr& slot, const Request& request) {
  auto found = [this, slot, request](const Result<StoredConversation>& newest) {
    if (newest) {
      const auto& turns = newest->turns;
      const bool is_used = std::any_of(turns.begin(), turns.end(), [&](const TurnRecord& turn) {
        return turn.request_id == request.id;
      });
      return is_used ? fail(slot, request, codes::id_reused) : begin(slot, request);
    }
    if (newest.error().code == Errc::not_found) return begin(slot, request);
    note_failure(slot->conversation, newest.error());
    if (newest.error().code == Errc::corrupt) return begin(slot, request);
    fail(slot, request, codes::unavailable);
  };
  store_.find_by_bridge_key(slot->bridge, bridge_key_of(*slot),
                            completion(slot, request, nullptr, std::move(found)));
}

/// Answers a `start` that has begun `stored` before. The connection goes on with it only if it is
/// still the newest under its key: a late retry must not bring an old conversation back.
void ConversationService::Impl::repeat_bridge_start(const SlotPtr& slot, const Request& request,
                                                    StoredConversation stored) {
  auto known = adopt(std::move(stored));
  if (!known) return fail(slot, request, codes::unknown_dialogue);
  auto found = [this, slot, request,
                conversation = *known](const Result<StoredConversation>& newest) {
    if (!newest && newest.error().code != Errc::corrupt) {
      note_failure(conversation->record().id, newest.error());
      return fail(slot, request, codes::unavailable);
    }
    if (newest && newest->record.id == conversation->record().id) {
      slot->conversation = newest->record.id;
    }
    acquire(conversation, slot, request, [this, slot, request, conversation] {
      if (!repeat_start(slot, request, conversation)) fail(slot, request, codes::id_reused);
      release(conversation);
    });
  };
  store_.find_by_bridge_key(slot->bridge, bridge_key_of(*slot),
                            completion(slot, request, nullptr, std::move(found)));
}

/// Answers `request` if it is the `start` that made `conversation`, or one that reuses its id.
bool ConversationService::Impl::repeat_start(const SlotPtr& slot, const Request& request,
                                             const ConversationPtr& conversation) {
  const TurnRecord* made = conversation->made_by(request.id);
  if (made == nullptr) return false;
  if (made->turn != 1 || made->request_hash != meaning_of(request)) {
    fail(slot, request, codes::id_reused);
    return true;
  }
  protocol::Turn turn = conversation->reply_of(1);
  turn.token = slot->token;
  reply(slot, request, std::move(turn));
  return true;
}

void ConversationService::Impl::begin(const SlotPtr& slot, const Request& request) {
  const auto& frame = std::get<protocol::StartFrame>(request.frame);
  auto dialog = std::find_if(dialogs_.begin(), dialogs_.end(), [&](const auto& offered) {
    return frame.dialogue.empty() || offered->id == frame.dialogue;
  });
  if (dialog == dialogs_.end()) return fail(slot, request, codes::unknown_dialogue);
  if (!store_.is_healthy()) return fail(slot, request, codes::unavailable);
  const std::string token = base64url(random_bytes(token_bytes));
  StoredConversation opening;
  ConversationRecord& record = opening.record;
  record.id = hex(random_bytes(conversation_id_bytes));
  record.token_hash = sha256_hex(token);
  record.bridge = slot->bridge;
  if (!slot->bridge.empty()) record.bridge_key = bridge_key_of(*slot);
  record.start_id = request.id;
  record.dialogue = (*dialog)->id;
  record.version = (*dialog)->version;
  record.content_hash = (*dialog)->content_hash;
  record.locale = (*dialog)->locale_for(frame.locale).id;
  record.region = (*dialog)->region_for(frame.region).id;
  record.plain = frame.render == protocol::Render::plain;
  record.created_ms = clock_.now_ms();
  TurnRecord turn;
  turn.conversation = record.id;
  turn.turn = 1;
  turn.request_id = request.id;
  turn.request_hash = meaning_of(request);
  turn.event = turn_events::start;
  turn.at_ms = record.created_ms;
  opening.turns.push_back(turn);
  auto done = [this, slot, request, opening, token](const Result<void>& stored_it) {
    if (stored_it || stored_it.error().code != Errc::unknown_result) {
      return began(slot, request, opening, token, stored_it);
    }
    // The row may be there or not. What can be read back is there.
    auto found = [this, slot, request, opening, token,
                  stored_it](const Result<StoredConversation>& read) {
      if (read) return began(slot, request, opening, token, {});
      note_failure(opening.record.id, stored_it.error());
      if (read.error().code == Errc::not_found) return fail(slot, request, codes::unavailable);
      note_failure(opening.record.id, read.error());
      fail_unsure(slot, request);
    };
    store_.find(opening.record.id, completion(slot, request, nullptr, std::move(found)));
  };
  store_.append(std::move(turn), record, completion(slot, request, nullptr, std::move(done)));
}

void ConversationService::Impl::began(const SlotPtr& slot, const Request& request,
                                      StoredConversation stored, const std::string& token,
                                      const Result<void>& stored_it) {
  const std::string id = stored.record.id;
  if (!stored_it) {
    if (stored_it.error().code == Errc::already_exists && !slot->bridge.empty()) {
      // The same `start` came over two connections, and the other one was first.
      auto found = [this, slot, request](Result<StoredConversation> first) {
        if (first) return repeat_bridge_start(slot, request, std::move(*first));
        note_failure(slot->conversation, first.error());
        fail(slot, request, codes::unavailable);
      };
      return store_.find_by_start(slot->bridge, bridge_key_of(*slot), request.id,
                                  completion(slot, request, nullptr, std::move(found)));
    }
    note_failure(id, stored_it.error());
    return fail(slot, request, codes::unavailable);
  }
  auto conversation = adopt(std::move(stored));
  if (!conversation) return fail(slot, request, codes::unavailable);
  slot->conversation = id;
  supersede(slot);
  // A bridge resumes by its key; a secret that nobody needs is not handed out.
  if (slot->bridge.empty()) slot->token = token;
  protocol::Turn turn = (*conversation)->reply_of(1);
  turn.token = slot->token;
  const Walk walk = look((*conversation)->dialog(), (*conversation)->state()).walk;
  note("started", id, &walk);
  reply(slot, request, std::move(turn));
}

/// `slot` has begun a conversation under its bridge's key. The bridge's other connections must not
/// go on with the old one: they are told not_started, and resume.
void ConversationService::Impl::supersede(const SlotPtr& slot) {
  if (slot->bridge.empty()) return;
  for (auto& [id, connection] : connections_) {
    if (connection.bridge != slot->bridge) continue;
    SlotPtr other = connection.by_key.find(slot->key);
    if (!other || other == slot) continue;
    other->conversation.clear();
    settle(other);
  }
}

void ConversationService::Impl::resume(const SlotPtr& slot, const Request& request) {
  const auto& frame = std::get<protocol::ResumeFrame>(request.frame);
  auto found =
      completion(slot, request, nullptr, [this, slot, request](Result<StoredConversation> stored) {
        resumed(slot, request, std::move(stored));
      });
  if (!slot->bridge.empty()) {
    if (!frame.token.empty()) return fail(slot, request, codes::unknown_token);
    return store_.find_by_bridge_key(slot->bridge, bridge_key_of(*slot), std::move(found));
  }
  if (frame.token.empty()) return fail(slot, request, codes::unknown_token);
  store_.find_by_token(sha256_hex(frame.token), std::move(found));
}

void ConversationService::Impl::resumed(const SlotPtr& slot, const Request& request,
                                        Result<StoredConversation> found) {
  if (!found || found->record.bridge != slot->bridge) {
    if (found || found.error().code == Errc::not_found) {
      return fail(slot, request, codes::unknown_token);
    }
    note_failure(slot->conversation, found.error());
    // What is damaged cannot be resumed ever; the client shall begin anew and not try for ever.
    const bool is_lost = found.error().code == Errc::corrupt;
    return fail(slot, request, is_lost ? codes::unknown_token : codes::unavailable);
  }
  // A single connection carries one conversation; resuming that one again is harmless.
  if (slot->bridge.empty() && !slot->conversation.empty() &&
      slot->conversation != found->record.id) {
    return fail(slot, request, codes::already_started);
  }
  auto adopted = adopt(std::move(*found));
  if (!adopted) return fail(slot, request, codes::unknown_dialogue);
  // Set before it has its turn, so that supersede() can take it away again.
  slot->conversation = (*adopted)->record().id;
  acquire(*adopted, slot, request, [this, slot, request, conversation = *adopted] {
    if (slot->conversation != conversation->record().id) {
      resume(slot, request);
      return release(conversation);
    }
    const Walk walk = look(conversation->dialog(), conversation->state()).walk;
    note("resumed", slot->conversation, &walk);
    reply(slot, request, conversation->current(Origin::resumed));
    release(conversation);
  });
}

/// The conversation in memory, brought up to what is stored. Fails with not_found when its dialogue
/// is not offered.
Result<ConversationPtr> ConversationService::Impl::adopt(StoredConversation stored) {
  if (ConversationPtr known = cache_.find(stored.record.id)) {
    if (!known->busy) known->catch_up(std::move(stored));
    return known;
  }
  for (const auto& dialog : dialogs_) {
    if (dialog->id != stored.record.dialogue) continue;
    auto opened = std::make_shared<OpenConversation>(dialog, std::move(stored), clinic_phone_);
    cache_.put(opened);
    return opened;
  }
  return Error{Errc::not_found, "the dialogue of a stored conversation is not offered any more"};
}

}  // namespace palpate
