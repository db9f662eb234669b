// The rooms and arrows of src/README.md, held against every #include under src/.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path source_root = fs::path(PALPATE_SOURCE_DIR) / "src";

struct Include {
  std::string path;
  bool is_ours = false;  // quotes; brackets are for others
};

struct SourceFile {
  std::string name;  // below src/
  std::string room;
  std::vector<Include> includes;
  std::size_t lines = 0;
  bool has_pragma_once = false;
  bool asks_a_clock = false;
};

SourceFile read_source(const fs::path& path) {
  SourceFile file;
  file.name = fs::relative(path, source_root).generic_string();
  file.room = file.name.substr(0, file.name.find('/'));
  std::ifstream stream(path);
  std::string line;
  while (std::getline(stream, line)) {
    ++file.lines;
    if (line == "#pragma once") file.has_pragma_once = true;
    for (const char* clock : {"_clock", "::now(", "gettimeofday", "std::time("}) {
      if (line.find(clock) != std::string::npos) file.asks_a_clock = true;
    }
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("\"<");
    const std::size_t close = line.find_last_of("\">");
    if (open == std::string::npos || close <= open) continue;
    file.includes.push_back({line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return file;
}

const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> found;
    for (const auto& entry : fs::recursive_directory_iterator(source_root)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".hpp" || extension == ".cpp") found.push_back(read_source(entry.path()));
    }
    std::sort(found.begin(), found.end(), [](const SourceFile& left, const SourceFile& right) {
      return left.name < right.name;
    });
    return found;
  }();
  return files;
}

using Rooms = std::set<std::string>;
using Arrows = std::map<std::string, Rooms>;  // to every room that can be reached

std::string trim(std::string text) {
  const std::size_t note = text.find('(');
  if (note != std::string::npos) text.resize(note);
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(trim(text.substr(start, end - start)));
    if (end == std::string::npos) return parts;
    start = end + separator.size();
  }
}

/// The arrows drawn in the first code block of src/README.md: "a, b -> c -> d", with notes in
/// brackets.
Arrows drawn_arrows() {
  std::ifstream stream(source_root / "README.md");
  Arrows arrows;
  std::string line;
  bool in_block = false;
  while (std::getline(stream, line)) {
    if (line.starts_with("```")) {
      if (in_block) break;
      in_block = true;
      continue;
    }
    if (!in_block) continue;
    const std::vector<std::string> steps = split(line, "->");
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
      for (const std::string& from : split(steps[i], ",")) {
        for (const std::string& to : split(steps[i + 1], ",")) arrows[from].insert(to);
      }
    }
  }
  return arrows;
}

void reach(const Arrows& arrows, const std::string& from, Rooms& reached) {
  const auto found = arrows.find(from);
  if (found == arrows.end()) return;
  for (const std::string& to : found->second) {
    if (reached.insert(to).second) reach(arrows, to, reached);
  }
}

/// Rooms that `room` may include. Arrows may be followed further; the apps compose everything.
Rooms allowed_rooms(const Arrows& arrows, const std::string& room) {
  Rooms allowed{room};
  reach(arrows, room, allowed);
  if (room == "apps") {
    for (const auto& file : sources()) allowed.insert(file.room);
  }
  return allowed;
}

/// Every include for which `is_forbidden(file, include)`, a line each: empty is as it should be.
template <class Predicate>
std::string violations(Predicate is_forbidden) {
  std::ostringstream list;
  for (const SourceFile& file : sources()) {
    for (const Include& include : file.includes) {
      if (is_forbidden(file, include)) {
        list << "src/" << file.name << " includes " << include.path << "\n";
      }
    }
  }
  return list.str();
}

/// Includes that begin with one of `prefixes` outside `rooms`.
std::string used_outside(const Rooms& rooms, const std::vector<std::string>& prefixes) {
  return violations([&](const SourceFile& file, const Include& include) {
    return !rooms.contains(file.room) &&
           std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const auto& prefix) { return include.path.starts_with(prefix); });
  });
}

TEST(Architecture, EveryIncludeFollowsAnArrowOfTheTable) {
  const Arrows arrows = drawn_arrows();
  ASSERT_TRUE(arrows.contains("engine")) << "src/README.md has no code block with the arrows";
  EXPECT_EQ(violations([&](const SourceFile& file, const Include& include) {
              if (!include.is_ours) return false;
              const std::string room = include.path.substr(0, include.path.find('/'));
              return !allowed_rooms(arrows, file.room).contains(room);
            }),
            "");
}

TEST(Architecture, TheTableIsReadAsItIsDrawn) {
  const Arrows arrows = drawn_arrows();
  EXPECT_EQ(allowed_rooms(arrows, "engine"), (Rooms{"engine", "understand", "dialog", "base"}));
  EXPECT_EQ(allowed_rooms(arrows, "protocol"), (Rooms{"protocol", "base"}));
  EXPECT_EQ(allowed_rooms(arrows, "base"), (Rooms{"base"}));
}

TEST(Architecture, StorageAndTransportSeeConversationsAndNotWhatTheyAreMadeOf) {
  EXPECT_EQ(violations([](const SourceFile& file, const Include& include) {
              if (file.room != "storage" && file.room != "transport") return false;
              return include.path.starts_with("engine/") ||
                     include.path.starts_with("understand/") || include.path.starts_with("dialog/");
            }),
            "");
}

TEST(Architecture, TheTableNamesEveryRoom) {
  const Arrows arrows = drawn_arrows();
  Rooms drawn;
  for (const auto& [from, targets] : arrows) {
    drawn.insert(from);
    drawn.insert(targets.begin(), targets.end());
  }
  Rooms unknown;
  for (const SourceFile& file : sources()) {
    if (!drawn.contains(file.room) && file.room != "web") unknown.insert(file.room);
  }
  EXPECT_EQ(unknown, Rooms{});
}

TEST(Architecture, NoArrowLeadsBack) {
  const Arrows arrows = drawn_arrows();
  for (const auto& [room, targets] : arrows) {
    Rooms reached;
    reach(arrows, room, reached);
    EXPECT_FALSE(reached.contains(room)) << room << " reaches itself";
  }
}

TEST(Architecture, TheEngineReachesNothingThatCouldMakeItImpure) {
  for (const std::string room : {"base", "dialog", "understand", "engine"}) {
    const Rooms allowed = allowed_rooms(drawn_arrows(), room);
    for (const std::string outer : {"conversation", "protocol", "storage", "transport", "apps"}) {
      EXPECT_FALSE(allowed.contains(outer)) << room << " -> " << outer;
    }
  }
  EXPECT_EQ(violations([](const SourceFile& file, const Include& include) {
              const std::set<std::string> impure{"random",     "thread",   "mutex",  "atomic",
                                                 "fstream",    "iostream", "cstdio", "ctime",
                                                 "filesystem", "unistd.h"};
              return (file.room == "engine" || file.room == "understand") &&
                     impure.contains(include.path);
            }),
            "");
}

TEST(Architecture, TheEngineAsksNoClock) {
  for (const SourceFile& file : sources()) {
    const bool pure = file.room == "engine" || file.room == "understand" || file.room == "dialog";
    EXPECT_FALSE(pure && file.asks_a_clock) << file.name;
  }
}

TEST(Architecture, SocketsAreOnlyInTransportAndApps) {
  EXPECT_EQ(used_outside({"transport", "apps"},
                         {"boost/asio", "boost/beast", "sys/socket.h", "netinet/"}),
            "");
}

TEST(Architecture, BeastIsInNoHeader) {
  EXPECT_EQ(violations([](const SourceFile& file, const Include& include) {
              return file.name.ends_with(".hpp") &&
                     include.path.starts_with("boost/beast/websocket");
            }),
            "");
}

TEST(Architecture, LoggingIsOnlyInTransportAndApps) {
  EXPECT_EQ(used_outside({"transport", "apps"}, {"spdlog/"}), "");
}

TEST(Architecture, SqlIsOnlyInStorage) {
  EXPECT_EQ(used_outside({"storage"}, {"sqlite3"}), "");
}

TEST(Architecture, UnicodeTablesAreOnlyInBase) {
  EXPECT_EQ(used_outside({"base"}, {"unicode/"}), "");
}

TEST(Architecture, JsonIsOnlyWhereTextIsReadOrWritten) {
  EXPECT_EQ(used_outside({"base", "dialog", "protocol", "conversation", "apps"}, {"boost/json"}),
            "");
}

TEST(Architecture, EveryHeaderHasPragmaOnce) {
  std::string without;
  for (const SourceFile& file : sources()) {
    if (file.name.ends_with(".hpp") && !file.has_pragma_once) without += file.name + "\n";
  }
  EXPECT_EQ(without, "");
}

TEST(Architecture, OurFilesAreIncludedInQuotesFromTheSourceRoot) {
  EXPECT_EQ(violations([](const SourceFile&, const Include& include) {
              const bool exists = fs::exists(source_root / include.path);
              return include.is_ours ? !exists : exists;
            }),
            "");
}

TEST(Architecture, NoFileHasGrownOverFourHundredLines) {
  // One subject that would not read better in two files.
  const std::map<std::string, std::size_t> exceptions{{"dialog/read_conditions.cpp", 440}};
  std::string too_long;
  for (const SourceFile& file : sources()) {
    const auto exception = exceptions.find(file.name);
    if (file.lines > (exception == exceptions.end() ? 400 : exception->second)) {
      too_long += file.name + ": " + std::to_string(file.lines) + " lines\n";
    }
  }
  EXPECT_EQ(too_long, "");
}

}  // namespace
