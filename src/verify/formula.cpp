#include "verify/formula.hpp"

#include <algorithm>

namespace palpate {
namespace {

std::uint64_t hash_of(const std::vector<Literal>& parts) {
  std::uint64_t hash = 0x9E3779B97F4A7C15;
  for (Literal part : parts) {
    hash ^= part.code();
    hash *= 0xBF58476D1CE4E5B9;
    hash ^= hash >> 29U;
  }
  return hash;
}

}  // namespace

Formula::Formula() {
  first_.push_back(0);  // node 0 is `always`
  count_.push_back(0);
}

Literal Formula::variable() {
  first_.push_back(static_cast<std::uint32_t>(parts_.size()));
  count_.push_back(0);
  return {static_cast<std::uint32_t>(first_.size() - 1), false};
}

Literal Formula::all_of(std::vector<Literal> parts) {
  return conjunction(parts);
}

Literal Formula::any_of(std::vector<Literal> parts) {
  for (Literal& part : parts) part = !part;
  return !conjunction(parts);
}

Literal Formula::conjunction(std::vector<Literal>& parts) {
  std::sort(parts.begin(), parts.end(), [](Literal a, Literal b) { return a.code() < b.code(); });
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (!parts.empty() && parts.front() == always) parts.erase(parts.begin());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == never) return never;
    if (i > 0 && parts[i] == !parts[i - 1]) return never;
  }
  if (parts.empty()) return always;
  if (parts.size() == 1) return parts.front();
  std::uint64_t hash = hash_of(parts);
  for (auto [it, end] = known_.equal_range(hash); it != end; ++it) {
    std::span<const Literal> others = this->parts(it->second);
    if (std::equal(parts.begin(), parts.end(), others.begin(), others.end()))
      return {it->second, false};
  }
  auto node = static_cast<std::uint32_t>(first_.size());
  first_.push_back(static_cast<std::uint32_t>(parts_.size()));
  count_.push_back(static_cast<std::uint32_t>(parts.size()));
  parts_.insert(parts_.end(), parts.begin(), parts.end());
  known_.emplace(hash, node);
  return {node, false};
}

Literal Formula::differ(Literal a, Literal b) {
  return either(both(a, !b), both(!a, b));
}

Literal Formula::choose(Literal condition, Literal then, Literal otherwise) {
  if (then == otherwise) return then;
  return either(both(condition, then), both(!condition, otherwise));
}

Literal Formula::at_least(std::size_t count, const std::vector<Literal>& parts) {
  if (count == 0) return always;
  if (count > parts.size()) return never;
  if (count == 1) return any_of(parts);
  if (count == parts.size()) return all_of(parts);
  return at_least(static_cast<std::uint32_t>(count),
                  sum(parts, std::vector<std::uint32_t>(parts.size(), 1)));
}

Number Formula::sum(const std::vector<Literal>& parts, const std::vector<std::uint32_t>& weights,
                    std::uint32_t constant) {
  // Bits of equal weight are added three at a time, from the lowest column up.
  std::vector<std::vector<Literal>> columns(1);
  auto put = [&](std::size_t column, Literal literal) {
    if (literal == never) return;
    if (columns.size() <= column) columns.resize(column + 1);
    columns[column].push_back(literal);
  };
  for (std::size_t bit = 0; bit < 32; ++bit) {
    if ((constant >> bit & 1U) != 0) put(bit, always);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if ((weights[i] >> bit & 1U) != 0) put(bit, parts[i]);
    }
  }
  Number result;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    while (columns[column].size() > 1) {
      std::vector<Literal>& bits = columns[column];
      Literal a = bits[bits.size() - 1];
      Literal b = bits[bits.size() - 2];
      Literal c = bits.size() > 2 ? bits[bits.size() - 3] : never;
      bits.resize(bits.size() - (bits.size() > 2 ? 3 : 2));
      Literal half = differ(a, b);
      bits.insert(bits.begin(), differ(half, c));
      put(column + 1, either(both(a, b), both(half, c)));
    }
    result.push_back(columns[column].empty() ? never : columns[column].front());
  }
  return result;
}

Literal Formula::at_least(std::uint32_t limit, const Number& number) {
  Number below;
  for (std::uint32_t rest = limit - 1; rest != 0 && limit != 0; rest /= 2)
    below.push_back((rest & 1U) != 0 ? always : never);
  return limit == 0 ? always : greater(number, below);
}

Literal Formula::greater(const Number& a, const Number& b) {
  Literal result = never;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    Literal in_a = i < a.size() ? a[i] : never;
    Literal in_b = i < b.size() ? b[i] : never;
    result = either(both(in_a, !in_b), both(!differ(in_a, in_b), result));
  }
  return result;
}

Choice Formula::one_of(std::size_t count) {
  Choice choice;
  Literal reached = always;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    choice.variables.push_back(variable());
    choice.options.push_back(both(reached, !choice.variables.back()));
    reached = both(reached, choice.variables.back());
  }
  if (count > 0) choice.options.push_back(reached);
  return choice;
}

Choice Formula::fixed(std::size_t count, std::size_t option) {
  Choice choice;
  choice.options.assign(count, never);
  choice.options[option] = always;
  return choice;
}

void Simulation::run() {
  words_.resize(formula_->size(), 0);
  for (std::uint32_t node = 1; node < words_.size(); ++node) {
    std::span<const Literal> parts = formula_->parts(node);
    if (parts.empty()) continue;
    std::uint64_t value = ~std::uint64_t{0};
    for (Literal part : parts) value &= word(part);
    words_[node] = value;
  }
}

}  // namespace palpate
