// Characters in the bytes of a text: those of UTF-8 as Unicode's table 3-7 has them, without
// overlong ones and halves of surrogate pairs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../abi/abi.hpp"

namespace eigeninit::internal::utf8 {
inline namespace EIGENINIT_ABI {

/// How many bytes the first character of a text has, 1 to 4; 0 where there is none in UTF-8.
inline std::size_t first_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < length) return 0;
  const unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < least || byte(1) > most) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  return length;
}

/// Whether a byte begins a character: all do but those that continue one.
inline bool begins_character(char byte) { return (byte & 0xc0) != 0x80; }

/// How many characters a text has.
inline std::size_t count(std::string_view text) {
  std::size_t characters = 0;
  for (const char byte : text) characters += std::size_t{begins_character(byte)};
  return characters;
}

/// The first characters of a text, all of them where there are no more.
inline std::string_view first(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (begins_character(text[end]) && characters-- == 0) break;
  }
  return text.substr(0, end);
}

/// The last characters of a text, all of them where there are no more.
inline std::string_view last(std::string_view text, std::size_t characters) {
  std::size_t begin = text.size();
  while (begin > 0 && characters > 0) {
    if (begins_character(text[--begin])) --characters;
  }
  return text.substr(begin);
}

/// Appends a character by its number, which is below 0x110000 and not half of a pair.
inline void append(std::string& text, std::uint32_t character) {
  const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  const auto add_rest = [&](unsigned shift) { add(0x80 | (character >> shift & 0x3f)); };
  if (character < 0x80) return add(character);
  if (character < 0x800) {
    add(0xc0 | character >> 6);
  } else if (character < 0x10000) {
    add(0xe0 | character >> 12);
    add_rest(6);
  } else {
    add(0xf0 | character >> 18);
    add_rest(12);
    add_rest(6);
  }
  add_rest(0);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::utf8
