// How far a name is from what was asked for, so that errors can name the nearest one.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "pattern.hpp"

namespace eigeninit::internal::pattern {
inline namespace EIGENINIT_ABI {

/// The fewest characters of a pattern to insert, delete, replace, or exchange with their neighbour
/// (the optimal string alignment distance), so that it describes the name. A star and a number
/// match what they can; a number is deleted like a character.
inline std::size_t edits(const std::vector<Token>& pattern, std::string_view name) {
  const std::size_t columns = name.size() + 1, too_many = pattern.size() + columns;
  std::vector<std::size_t> row(columns), last(columns), last_but_one(columns);
  std::iota(row.begin(), row.end(), std::size_t(0));
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    last_but_one.swap(last);
    last.swap(row);
    const Token& token = pattern[i];
    const bool is_one = token.kind == Token::Kind::one, is_star = token.kind == Token::Kind::star;
    row[0] = last[0] + (is_star ? 0 : 1);
    std::size_t matched = too_many;
    for (std::size_t j = 1; j < columns; ++j) {
      if (is_star) {
        row[j] = (std::min)(last[j], row[j - 1]);
        continue;
      }
      if (is_one) matched = too_many;
      matched = token.accepts(name[j - 1]) ? (std::min)(matched, last[j - 1]) : too_many;
      row[j] = (std::min)({matched, last[j - 1] + 1, last[j] + 1, row[j - 1] + 1});
      const bool is_exchanged = is_one && i > 0 && j > 1 &&
                                pattern[i - 1].kind == Token::Kind::one &&
                                token.accepts(name[j - 2]) && pattern[i - 1].accepts(name[j - 1]);
      if (is_exchanged) row[j] = (std::min)(row[j], last_but_one[j - 2] + 1);
    }
  }
  return row.back();
}

inline std::size_t distance(const Glob& pattern, std::string_view name) {
  return edits(pattern.tokens(), name);
}

inline std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<Token> characters(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) characters[i].add(a[i], a[i]);
  return edits(characters, b);
}

/// Which of the names is nearest to a Glob or a text, the first of several; npos without names.
template <class Wanted>
std::size_t nearest(const Wanted& wanted, const std::vector<std::string_view>& names) {
  std::size_t best = npos, least = npos;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t found = pattern::distance(wanted, names[i]);
    if (found < least) best = i, least = found;
  }
  return best;
}

/// "; nearest: 'fc1.weight'"; empty without names.
template <class Wanted>
std::string nearest_phrase(const Wanted& wanted, const std::vector<std::string_view>& names) {
  const std::size_t found = nearest(wanted, names);
  return found == npos ? "" : "; nearest: '" + std::string(names[found]) + "'";
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::pattern
