// Characters of UTF-8, as Unicode's table 3-7 has them.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstdint>
#include <eigeninit/text/utf8.hpp>
#include <string>
#include <string_view>

namespace utf8 = eigeninit::internal::utf8;

TEST(Utf8, KnowsTheLengthOfACharacter) {
  EXPECT_EQ(utf8::first_length("ab"), 1u);
  EXPECT_EQ(utf8::first_length(std::string_view("\0", 1)), 1u);
  EXPECT_EQ(utf8::first_length("\x7f"), 1u);
  EXPECT_EQ(utf8::first_length("\xc2\x80z"), 2u);
  EXPECT_EQ(utf8::first_length("\xdf\xbf"), 2u);
  EXPECT_EQ(utf8::first_length("\xe0\xa0\x80"), 3u);
  EXPECT_EQ(utf8::first_length("\xed\x9f\xbf"), 3u);
  EXPECT_EQ(utf8::first_length("\xee\x80\x80"), 3u);
  EXPECT_EQ(utf8::first_length("\xef\xbf\xbf"), 3u);
  EXPECT_EQ(utf8::first_length("\xf0\x90\x80\x80"), 4u);
  EXPECT_EQ(utf8::first_length("\xf4\x8f\xbf\xbf"), 4u);
}

TEST(Utf8, RefusesWhatIsNone) {
  for (const char* text :
       {"", "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2z", "\xdf\xc0", "\xe0\x9f\xbf",
        "\xe1\x80", "\xe1\x80z", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
        "\xf1\x80\x80\xc0", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_EQ(utf8::first_length(text), 0u) << text;
  }
}

TEST(Utf8, CountsAndCutsCharacters) {
  const std::string_view text = "aß…𝛼z";
  EXPECT_EQ(utf8::count(text), 5u);
  EXPECT_EQ(utf8::count(""), 0u);
  EXPECT_EQ(utf8::first(text, 0), "");
  EXPECT_EQ(utf8::first(text, 3), "aß…");
  EXPECT_EQ(utf8::first(text, 5), text);
  EXPECT_EQ(utf8::first(text, 9), text);
  EXPECT_EQ(utf8::last(text, 0), "");
  EXPECT_EQ(utf8::last(text, 3), "…𝛼z");
  EXPECT_EQ(utf8::last(text, 5), text);
  EXPECT_EQ(utf8::last(text, 9), text);
}

TEST(Utf8, AppendsEveryCharacterAsOne) {
  for (std::uint32_t character = 0; character < 0x110000; ++character) {
    if (character >= 0xd800 && character < 0xe000) continue;
    std::string text;
    utf8::append(text, character);
    ASSERT_EQ(utf8::first_length(text), text.size()) << character;
  }
  std::string text;
  for (const char32_t character : U"aß…𝛼z") {
    if (character != 0) utf8::append(text, std::uint32_t(character));
  }
  EXPECT_EQ(text, "aß…𝛼z");
}
