// Patterns of names, by which rules choose parameters: "blocks.{layer}.*.weight". What their text
// means is in pattern_text.hpp.
//
// A pattern describes a whole name. A star takes as few characters as it can, a number as many
// digits; what stands further left chooses first.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "../../tensor/index.hpp"
#include "pattern_text.hpp"

namespace eigeninit::internal::pattern {
inline namespace EIGENINIT_ABI {

/// The numbers of a name under their names in the pattern, from left to right.
using Captures = std::vector<std::pair<std::string, Index>>;

class Glob {
 public:
  /// Throws std::invalid_argument for a text that breaks the rules.
  explicit Glob(std::string text) : text_(std::move(text)) {
    Reader reader(text_);
    while (!reader.is_at_end()) tokens_.push_back(reader.next());
    names_ = reader.capture_names();
  }

  const std::string& text() const noexcept { return text_; }
  const std::vector<Token>& tokens() const noexcept { return tokens_; }
  const std::vector<std::string>& capture_names() const noexcept { return names_; }

  /// Whether it describes the name. It doesn't where a captured number is beyond an Index.
  bool matches(std::string_view name) const {
    Captures ignored;
    return matches(name, ignored);
  }

  /// The same, with the captured numbers; there are none where it doesn't match. In time of at most
  /// the product of both lengths, since the rests that match are worked out from the end.
  bool matches(std::string_view name, Captures& captures) const {
    captures.clear();
    std::vector<Places> ends;  // for each star and number, the last one first
    Places places;
    places.reserve(name.size() + 1);
    places.push_back(name.size());
    for (std::size_t i = tokens_.size(); i-- > 0 && !places.empty();) {
      if (!names_.empty() && tokens_[i].kind != Token::Kind::one) ends.push_back(places);
      step_back(tokens_[i], name, places);
    }
    if (places.empty() || places.back() != 0) return false;
    return names_.empty() || capture(name, ends, captures);
  }

 private:
  /// Where the rest of the pattern describes the rest of the name, from right to left.
  using Places = std::vector<std::size_t>;

  /// From the places behind a token to those before it.
  static void step_back(const Token& token, std::string_view name, Places& places) {
    switch (token.kind) {
      case Token::Kind::one: step_over_one(token, name, places); break;
      case Token::Kind::star:
        places.resize(places.front() + 1);
        for (std::size_t i = 1; i < places.size(); ++i) places[i] = places[i - 1] - 1;
        break;
      case Token::Kind::number: step_over_number(token, name, places); break;
    }
  }

  static void step_over_one(const Token& token, std::string_view name, Places& places) {
    std::size_t kept = 0;
    for (const std::size_t end : places) {
      if (end > 0 && token.accepts(name[end - 1])) places[kept++] = end - 1;
    }
    places.resize(kept);
  }

  static void step_over_number(const Token& token, std::string_view name, Places& places) {
    Places begins;
    for (const std::size_t end : places) {
      for (std::size_t at = end; at > 0 && token.accepts(name[at - 1]); --at) {
        if (!begins.empty() && at > begins.back()) break;  // from here on an earlier end was first
        begins.push_back(at - 1);
      }
    }
    places.swap(begins);
  }

  /// Walks through a name that matches, and takes the numbers.
  bool capture(std::string_view name, const std::vector<Places>& ends, Captures& captures) const {
    std::size_t at = 0, gaps = ends.size();
    for (const Token& token : tokens_) {
      if (token.kind == Token::Kind::one) {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      at = end_of(token, name, begin, ends[--gaps]);
      if (token.kind == Token::Kind::star) continue;
      Index number = 0;
      const auto result = std::from_chars(name.data() + begin, name.data() + at, number);
      if (result.ec != std::errc()) {
        captures.clear();
        return false;
      }
      captures.emplace_back(names_[captures.size()], number);
    }
    return true;
  }

  /// Where a star or number ends that begins at a place, if it may end at these.
  static std::size_t end_of(const Token& token, std::string_view name, std::size_t begin,
                            const Places& ends) {
    if (token.kind == Token::Kind::star) {
      return *std::find_if(ends.rbegin(), ends.rend(), [=](auto end) { return end >= begin; });
    }
    std::size_t most = begin;
    while (most < name.size() && token.accepts(name[most])) ++most;
    return *std::find_if(ends.begin(), ends.end(), [=](auto end) { return end <= most; });
  }

  std::string text_;
  std::vector<Token> tokens_;
  std::vector<std::string> names_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::pattern
