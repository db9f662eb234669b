// Inside of ConversationService. Three files: service.cpp (connections and order), service_open.cpp
// (start, resume), service_turns.cpp (what happens in a conversation).
#pragma once

#include <boost/core/demangle.hpp>
#include <typeinfo>
#include <unordered_map>

#include "conversation/bridge_slots.hpp"
#include "conversation/cache.hpp"
#include "conversation/replay.hpp"
#include "conversation/service.hpp"

namespace palpate {

using ConversationPtr = std::shared_ptr<OpenConversation>;

class ConversationService::Impl {
 public:
  Impl(Dialogs dialogs, ConversationStore& store, Clock& clock, Random& random, Wire& wire,
       ServiceLimits limits, std::string clinic_phone, ServiceLog log);

  void connected(ConnectionId connection, const std::string& bridge);
  bool receive(ConnectionId connection, std::string_view frame);
  void disconnected(ConnectionId connection);
  std::size_t turns_in_flight() const { return in_flight_; }

 private:
  struct Connection {
    std::string bridge;
    SlotPtr single;
    BridgeSlots by_key;  // bridge connections
  };
  using Request = protocol::Request;

  // service.cpp
  SlotPtr slot_for(Connection& connection, ConnectionId id, const Request& request);
  void pump(const SlotPtr& slot);
  void handle(const SlotPtr& slot, const Request& request);
  void reply(const SlotPtr& slot, const Request& request, protocol::Turn turn);
  void fail(const SlotPtr& slot, const Request& request, std::string_view code,
            std::optional<protocol::Turn> turn = std::nullopt);
  void fail_unsure(const SlotPtr& slot, const Request& request);
  void finish(const SlotPtr& slot, std::string frame);
  void close(const SlotPtr& slot);
  void settle(const SlotPtr& slot);
  void give_up(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
               std::uint64_t serial, std::string_view why);
  void acquire(const ConversationPtr& conversation, const SlotPtr& slot, const Request& request,
               std::function<void()> use);
  void release(const ConversationPtr& conversation);
  void note(std::string_view event, const std::string& conversation, const Walk* walk = nullptr,
            std::string detail = {}, std::string why = {});
  void note_failure(const std::string& conversation, const Error& error);

  /// `call`, which carries out `request` and may have `conversation` while it does. Whatever it
  /// throws, the request is answered and the conversation goes to the next one.
  template <class F>
  void guard(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
             const F& call) {
    const std::uint64_t serial = slot->serial;
    try {
      call();
    } catch (const std::exception& error) {
      // The type alone: what() could hold what a patient wrote.
      give_up(slot, request, conversation, serial, boost::core::demangle(typeid(error).name()));
    } catch (...) {
      give_up(slot, request, conversation, serial, "not a std::exception");
    }
  }

  /// `call` as a completion for the store: guarded, and nothing at all when the service is gone by
  /// then.
  template <class F>
  auto completion(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
                  F call) {
    return [this, alive = std::weak_ptr<char>(alive_), slot, request, conversation,
            call = std::move(call)](auto&& result) {
      if (alive.expired()) return;
      this->guard(slot, request, conversation,
                  [&] { call(std::forward<decltype(result)>(result)); });
    };
  }

  // service_open.cpp
  void start(const SlotPtr& slot, const Request& request);
  void start_bridge(const SlotPtr& slot, const Request& request);
  void begin_under_key(const SlotPtr& slot, const Request& request);
  void repeat_bridge_start(const SlotPtr& slot, const Request& request, StoredConversation stored);
  bool repeat_start(const SlotPtr& slot, const Request& request,
                    const ConversationPtr& conversation);
  void begin(const SlotPtr& slot, const Request& request);
  void began(const SlotPtr& slot, const Request& request, StoredConversation stored,
             const std::string& token, const Result<void>& stored_it);
  void supersede(const SlotPtr& slot);
  void resume(const SlotPtr& slot, const Request& request);
  void resumed(const SlotPtr& slot, const Request& request, Result<StoredConversation> found);
  Result<ConversationPtr> adopt(StoredConversation stored);
  std::string bridge_key_of(const Slot& slot) const;
  std::string random_bytes(std::size_t count);

  // service_turns.cpp
  void with_conversation(const SlotPtr& slot, const Request& request,
                         std::function<void(const ConversationPtr&)> use);
  void fail_load(const SlotPtr& slot, const Request& request, const Error& error);
  void take_turn(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation);
  bool repeat_turn(const SlotPtr& slot, const Request& request,
                   const ConversationPtr& conversation);
  void act(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
           const Input& input);
  bool refuse(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
              const Step& step);
  void store(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
             Step step);
  void stored(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
              const TurnRecord& turn, const Step& step, const Result<void>& result);
  void reload(const SlotPtr& slot, const Request& request, const ConversationPtr& conversation,
              std::string_view otherwise);
  std::string meaning_of(const Request& request) const;

  Dialogs dialogs_;
  ConversationStore& store_;
  Clock& clock_;
  Random& random_;
  Wire& wire_;
  ServiceLimits limits_;
  std::string clinic_phone_;
  ServiceLog log_;

  std::unordered_map<ConnectionId, Connection> connections_;
  ConversationCache cache_;
  std::size_t in_flight_ = 0;
  std::uint64_t last_serial_ = 0;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace palpate
