#include "storage/turn_log.hpp"

#include <openssl/sha.h>

#include <array>

namespace palpate {
namespace {

constexpr std::string_view conversation_columns =
    "id, name, token_hash, bridge, bridge_key, start_id, dialogue, version, content_hash, locale, "
    "region, plain, created_ms";

std::string sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

/// Fields with their lengths in front, so that no two rows read the same.
class Fields {
 public:
  Fields& add(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
    return *this;
  }
  Fields& add(std::int64_t number) { return add(std::to_string(number)); }
  std::string hash() const { return sha256(bytes_); }

 private:
  std::string bytes_;
};

std::string first_link(const ConversationRecord& r) {
  return Fields()
      .add(r.id)
      .add(r.token_hash)
      .add(r.bridge)
      .add(r.bridge_key)
      .add(r.start_id)
      .add(r.dialogue)
      .add(r.version)
      .add(r.content_hash)
      .add(r.locale)
      .add(r.region)
      .add(std::int64_t{r.plain})
      .add(r.created_ms)
      .hash();
}

std::string next_link(const std::string& before, const TurnRecord& t) {
  return Fields()
      .add(before)
      .add(t.turn)
      .add(t.request_id)
      .add(t.request_hash)
      .add(t.event)
      .add(t.fact)
      .add(t.value)
      .add(t.at_ms)
      .hash();
}

ConversationRecord read_record(const Statement& row) {
  ConversationRecord record;
  record.id = row.text(1);
  record.token_hash = row.text(2);
  record.bridge = row.text(3);
  record.bridge_key = row.text(4);
  record.start_id = row.text(5);
  record.dialogue = row.text(6);
  record.version = row.text(7);
  record.content_hash = row.text(8);
  record.locale = row.text(9);
  record.region = row.text(10);
  record.plain = row.number(11) != 0;
  record.created_ms = row.number(12);
  return record;
}

TurnRecord read_turn(const Statement& row, const std::string& conversation) {
  TurnRecord turn;
  turn.conversation = conversation;
  turn.turn = row.number(0);
  turn.request_id = row.text(1);
  turn.request_hash = row.text(2);
  turn.event = row.text(3);
  turn.fact = row.text(4);
  turn.value = row.text(5);
  turn.at_ms = row.number(6);
  return turn;
}

bool is_taken(int code) {
  return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
}

Error altered(const std::string& conversation) {
  return Error{Errc::corrupt, "conversation " + conversation +
                                  ": a stored turn was altered or is missing; it is not used"};
}

}  // namespace

Result<std::unique_ptr<TurnLog>> TurnLog::open(sqlite3* database) {
  std::unique_ptr<TurnLog> log(new TurnLog(database));
  const std::string select = "SELECT " + std::string(conversation_columns) + " FROM conversations ";
  struct Row {
    Statement* statement;
    std::string sql;
  };
  const std::array<Row, 9> rows{{
      {&log->insert_conversation_,
       "INSERT INTO conversations(name, token_hash, bridge, bridge_key, start_id, dialogue, "
       "version, content_hash, locale, region, plain, created_ms) "
       "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"},
      {&log->insert_turn_,
       "INSERT INTO turns(conversation, turn, request_id, request_hash, event, fact, value, "
       "at_ms, chain) VALUES (?,?,?,?,?,?,?,?,?)"},
      {&log->select_tail_,
       "SELECT c.id, t.turn, t.chain FROM conversations c JOIN turns t ON t.conversation = c.id "
       "WHERE c.name = ? ORDER BY t.turn DESC LIMIT 1"},
      {&log->select_turns_,
       "SELECT turn, request_id, request_hash, event, fact, value, at_ms, chain FROM turns "
       "WHERE conversation = ? ORDER BY turn"},
      {&log->select_by_name_, select + "WHERE name = ?"},
      {&log->select_by_token_, select + "WHERE token_hash = ?"},
      {&log->select_by_bridge_key_,
       select + "WHERE bridge = ? AND bridge_key = ? AND bridge <> '' ORDER BY id DESC LIMIT 1"},
      {&log->select_by_start_,
       select + "WHERE bridge = ? AND bridge_key = ? AND start_id = ? AND bridge <> ''"},
      {&log->touch_probe_,
       "UPDATE meta SET value = CAST(hex(value) = '' AS BLOB) WHERE key = 'probe'"},
  }};
  for (const Row& row : rows) {
    int code = SQLITE_OK;
    *row.statement = Statement(database, row.sql, code);
    if (code != SQLITE_OK) return sqlite_error(code, "the database's tables");
  }
  return log;
}

Result<void> TurnLog::begin() {
  int code = run_sql(database_, "BEGIN IMMEDIATE");
  if (code != SQLITE_OK) return sqlite_error(code, "begin");
  return {};
}

Result<void> TurnLog::commit() {
  int code = run_sql(database_, "COMMIT");
  if (code == SQLITE_OK) return {};
  Error error = sqlite_error(code, "commit");
  rollback();
  if (sqlite3_get_autocommit(database_) == 0) error.code = Errc::unknown_result;
  return error;
}

void TurnLog::rollback() {
  // What was inserted is not there any more, so neither are the ends of chains that it moved.
  tails_.clear();
  if (sqlite3_get_autocommit(database_) == 0) run_sql(database_, "ROLLBACK");
}

Result<void> TurnLog::insert(const TurnRecord& turn,
                             const std::optional<ConversationRecord>& opening) {
  if (opening && (opening->id != turn.conversation || turn.turn != 1)) {
    return Error{Errc::invalid_argument, "a conversation opens with its own first turn"};
  }
  auto tail = opening ? open_conversation(*opening) : tail_of(turn.conversation);
  if (!tail) return tail.error();
  if (turn.turn <= tail->turn) {
    return Error{Errc::already_exists, "this turn is stored already"};
  }
  if (turn.turn > tail->turn + 1) {
    return Error{Errc::invalid_argument, "the turn before this one is not stored"};
  }
  std::string chain = next_link(tail->chain, turn);
  insert_turn_.again()
      .bind(1, tail->row)
      .bind(2, turn.turn)
      .bind(3, turn.request_id)
      .bind(4, turn.request_hash)
      .bind(5, turn.event)
      .bind(6, turn.fact)
      .bind(7, turn.value)
      .bind(8, turn.at_ms)
      .bind_blob(9, chain);
  int code = insert_turn_.step();
  insert_turn_.reset();
  if (is_taken(code)) {
    // Somebody else wrote to the file, so the end of the chain is not where it was.
    tails_.erase(turn.conversation);
    return Error{Errc::already_exists, "this turn is stored already"};
  }
  if (code != SQLITE_DONE) return sqlite_error(code, "storing a turn");
  if (tails_.size() >= max_tails) tails_.clear();
  tails_[turn.conversation] = {tail->row, turn.turn, std::move(chain)};
  return {};
}

Result<TurnLog::Tail> TurnLog::open_conversation(const ConversationRecord& record) {
  insert_conversation_.again()
      .bind(1, record.id)
      .bind(2, record.token_hash)
      .bind(3, record.bridge)
      .bind(4, record.bridge_key)
      .bind(5, record.start_id)
      .bind(6, record.dialogue)
      .bind(7, record.version)
      .bind(8, record.content_hash)
      .bind(9, record.locale)
      .bind(10, record.region)
      .bind(11, std::int64_t{record.plain})
      .bind(12, record.created_ms);
  int code = insert_conversation_.step();
  insert_conversation_.reset();
  if (is_taken(code)) return Error{Errc::already_exists, "this conversation is stored already"};
  if (code != SQLITE_DONE) return sqlite_error(code, "storing a conversation");
  return Tail{sqlite3_last_insert_rowid(database_), 0, first_link(record)};
}

Result<TurnLog::Tail> TurnLog::tail_of(const std::string& conversation) {
  auto known = tails_.find(conversation);
  if (known != tails_.end()) return known->second;
  int code = select_tail_.again().bind(1, conversation).step();
  if (code == SQLITE_DONE) {
    select_tail_.reset();
    return Error{Errc::not_found, "there is no such conversation"};
  }
  if (code != SQLITE_ROW) return sqlite_error(code, "reading the last turn");
  Tail tail{select_tail_.number(0), select_tail_.number(1), select_tail_.text(2)};
  select_tail_.reset();
  return tail;
}

Result<StoredConversation> TurnLog::find(const std::string& id) {
  return load(select_by_name_.again().bind(1, id));
}

Result<StoredConversation> TurnLog::find_by_token(const std::string& token_hash) {
  return load(select_by_token_.again().bind(1, token_hash));
}

Result<StoredConversation> TurnLog::find_by_bridge_key(const std::string& bridge,
                                                       const std::string& bridge_key) {
  return load(select_by_bridge_key_.again().bind(1, bridge).bind(2, bridge_key));
}

Result<StoredConversation> TurnLog::find_by_start(const std::string& bridge,
                                                  const std::string& bridge_key,
                                                  const std::string& start_id) {
  return load(select_by_start_.again().bind(1, bridge).bind(2, bridge_key).bind(3, start_id));
}

Result<StoredConversation> TurnLog::load(Statement& found) {
  int code = found.step();
  if (code == SQLITE_DONE) {
    found.reset();
    return Error{Errc::not_found, "there is no such conversation"};
  }
  if (code != SQLITE_ROW) {
    found.reset();
    return sqlite_error(code, "reading a conversation");
  }
  const std::int64_t row = found.number(0);
  ConversationRecord record = read_record(found);
  found.reset();
  return load_turns(row, std::move(record));
}

Result<StoredConversation> TurnLog::load_turns(std::int64_t row, ConversationRecord record) {
  StoredConversation stored;
  stored.record = std::move(record);
  std::string chain = first_link(stored.record);
  bool whole = true;
  int code = select_turns_.again().bind(1, row).step();
  for (; code == SQLITE_ROW; code = select_turns_.step()) {
    TurnRecord turn = read_turn(select_turns_, stored.record.id);
    chain = next_link(chain, turn);
    whole = whole && chain == select_turns_.text(7) &&
            turn.turn == static_cast<std::int64_t>(stored.turns.size()) + 1;
    stored.turns.push_back(std::move(turn));
  }
  select_turns_.reset();
  if (code != SQLITE_DONE) return sqlite_error(code, "reading turns");
  if (!whole || stored.turns.empty()) return altered(stored.record.id);
  return stored;
}

Result<void> TurnLog::probe() {
  if (auto begun = begin(); !begun) return begun;
  int code = touch_probe_.again().step();
  touch_probe_.reset();
  if (code != SQLITE_DONE) {
    rollback();
    return sqlite_error(code, "trying a commit");
  }
  return commit();
}

}  // namespace palpate
