// The dialogues that the server offers.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "conversation/service.hpp"

namespace palpate::server {

/// Loads every dialogue of `folders`, each a dialogue's or one that holds several. On failure, the
/// text says everything that is wrong with all of them. With `default_region`, clients that name no
/// region get that one's numbers. With
/// `require_proof`, a dialogue without a passing proof of exactly its files does not load.
std::variant<Dialogs, std::string> load_dialogs(const std::vector<std::string>& folders,
                                                const std::string& default_region,
                                                bool require_proof);

}  // namespace palpate::server
