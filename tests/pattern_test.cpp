// Patterns of names: what they match, what they capture, how they are refused; and which name is
// nearest to a wrong one.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <eigeninit/model/pattern/nearest.hpp>
#include <eigeninit/model/pattern/pattern.hpp>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "message.hpp"

namespace pattern = eigeninit::internal::pattern;
using eigeninit::Index;
using pattern::Captures;
using pattern::Glob;

namespace {

bool matches(const char* text, std::string_view name) { return Glob(text).matches(name); }

/// What the pattern captures; {{"", 0}}, which no pattern does, where it doesn't match.
Captures captures_of(const char* text, std::string_view name) {
  Captures captures{{"of another name", 7}};
  if (Glob(text).matches(name, captures)) return captures;
  EXPECT_EQ(captures, Captures());
  return {{"", 0}};
}
const Captures none{{"", 0}};

std::string fault_of(const char* text) {
  return message_of([&] { (void)Glob(text); });
}

/// The rules as they are written, by trying everything: of letters, '?', '*' and '#', a number.
bool tries(std::string_view text, std::string_view name, std::vector<Index>& numbers) {
  if (text.empty()) return name.empty();
  if (text[0] == '*') {
    for (std::size_t n = 0; n <= name.size(); ++n) {
      if (tries(text.substr(1), name.substr(n), numbers)) return true;
    }
    return false;
  }
  if (text[0] != '#') {
    return !name.empty() && (text[0] == '?' || text[0] == name[0]) &&
           tries(text.substr(1), name.substr(1), numbers);
  }
  const std::size_t digits = (std::min)(name.find_first_not_of("0123456789"), name.size());
  for (std::size_t n = digits; n > 0; --n) {
    numbers.push_back(Index(std::stol(std::string(name.substr(0, n)))));
    if (tries(text.substr(1), name.substr(n), numbers)) return true;
    numbers.pop_back();
  }
  return false;
}

std::string random_text(std::mt19937& bits, std::string_view alphabet, std::size_t most) {
  std::string text(bits() % (most + 1), ' ');
  for (char& c : text) c = alphabet[bits() % alphabet.size()];
  return text;
}

/// Of a text for tries(): its numbers are called a, b, ….
Glob glob_of(const std::string& text) {
  std::string with_names;
  char name = 'a';
  for (const char c : text) {
    if (c == '#') {
      with_names += std::string{'{', name++, '}'};
    } else {
      with_names += c;
    }
  }
  return Glob(with_names);
}

}  // namespace

TEST(Glob, IsAboutTheWholeName) {
  EXPECT_TRUE(matches("fc1.weight", "fc1.weight"));
  EXPECT_FALSE(matches("fc1.weight", "fc1.weight_g"));
  EXPECT_FALSE(matches("fc1.weight", "net.fc1.weight"));
  EXPECT_FALSE(matches("fc1.weight", "fc1_weight"));
  EXPECT_FALSE(matches("fc1.weight", ""));
}

TEST(Glob, StarMatchesAnyRunOfCharactersWithDots) {
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("*", "blocks.0.attn.weight"));
  EXPECT_TRUE(matches("*.weight", "blocks.0.attn.weight"));
  EXPECT_TRUE(matches("*.weight", ".weight"));
  EXPECT_TRUE(matches("blocks.*.weight", "blocks.0.attn.weight"));
  EXPECT_TRUE(matches("a**b", "ab"));
  EXPECT_FALSE(matches("*.weight", "weight"));
  EXPECT_FALSE(matches("blocks.*.weight", "blocks.weight"));
  EXPECT_FALSE(matches("*.bias", "blocks.0.attn.weight"));
}

TEST(Glob, QuestionMarkMatchesOneCharacter) {
  EXPECT_TRUE(matches("fc?.bias", "fc1.bias"));
  EXPECT_TRUE(matches("fc?bias", "fc.bias"));
  EXPECT_FALSE(matches("fc?.bias", "fc.bias"));
  EXPECT_FALSE(matches("fc?.bias", "fc10.bias"));
}

TEST(Glob, SetMatchesOneOfItsCharacters) {
  EXPECT_TRUE(matches("[qkv].weight", "k.weight"));
  EXPECT_FALSE(matches("[qkv].weight", "o.weight"));
  EXPECT_FALSE(matches("[qkv].weight", "qk.weight"));
  EXPECT_TRUE(matches("fc[1-37].bias", "fc2.bias"));
  EXPECT_TRUE(matches("fc[1-37].bias", "fc7.bias"));
  EXPECT_FALSE(matches("fc[1-37].bias", "fc5.bias"));
  EXPECT_FALSE(matches("fc[1-37].bias", "fc-.bias"));
  EXPECT_TRUE(matches("[!qk]", "v"));
  EXPECT_TRUE(matches("[!qk]", "!"));
  EXPECT_FALSE(matches("[!qk]", "q"));
  EXPECT_FALSE(matches("[!qk]", ""));
}

TEST(Glob, SetHasAHyphenAtItsEnds) {
  for (const char* text : {"[-a]", "[a-]", "[!b-z]", "[a\\-c]"}) {
    EXPECT_TRUE(matches(text, "-")) << text;
    EXPECT_TRUE(matches(text, "a")) << text;
    EXPECT_FALSE(matches(text, "b")) << text;
  }
}

TEST(Glob, BackslashQuotesWhatFollows) {
  EXPECT_TRUE(matches("a\\*", "a*"));
  EXPECT_FALSE(matches("a\\*", "ab"));
  EXPECT_TRUE(matches("\\{n\\}\\?\\[\\\\", "{n}?[\\"));
  EXPECT_TRUE(matches("\\a", "a"));
  EXPECT_TRUE(matches("[\\]\\!]", "]"));
  EXPECT_TRUE(matches("[\\!a]", "!"));
  EXPECT_TRUE(matches("[\\[-\\]]", "\\"));
}

TEST(Glob, EverythingElseIsItself) {
  EXPECT_TRUE(matches("a]b}c!d^e-f/g:h", "a]b}c!d^e-f/g:h"));
  EXPECT_TRUE(matches("größe.*", "größe.weight"));
  EXPECT_FALSE(matches("größe", "grösse"));
  EXPECT_TRUE(Glob(std::string("a\0b", 3)).matches(std::string_view("a\0b", 3)));
}

TEST(Glob, CapturesNumbers) {
  EXPECT_EQ(captures_of("blocks.{layer}.*", "blocks.12.attn.weight"), (Captures{{"layer", 12}}));
  EXPECT_EQ(captures_of("b.{layer}.e.{expert}", "b.3.e.007"),
            (Captures{{"layer", 3}, {"expert", 7}}));
  EXPECT_EQ(captures_of("{_a1}", "0"), (Captures{{"_a1", 0}}));
  EXPECT_EQ(captures_of("blocks.{layer}.*", "blocks.x.attn.weight"), none);
  EXPECT_EQ(captures_of("blocks.{layer}.*", "blocks..attn.weight"), none);
  EXPECT_EQ(captures_of("blocks.{layer}.*", "blocks.-1.attn.weight"), none);
  EXPECT_EQ(captures_of("blocks.*", "blocks.12"), Captures());
  EXPECT_EQ(Glob("{b}.*.{a}").capture_names(), (std::vector<std::string>{"b", "a"}));
}

TEST(Glob, CapturesAsManyDigitsAsTheRestLeaves) {
  EXPECT_EQ(captures_of("layer{n}*", "layer12"), (Captures{{"n", 12}}));
  EXPECT_EQ(captures_of("*{n}", "layer12"), (Captures{{"n", 12}}));
  EXPECT_EQ(captures_of("*{n}*", "layer12.fc3"), (Captures{{"n", 12}}));
  EXPECT_EQ(captures_of("*.{n}.*", "a.12.b.3.c"), (Captures{{"n", 12}}));
  EXPECT_EQ(captures_of("{n}2", "112"), (Captures{{"n", 11}}));
  EXPECT_EQ(captures_of("{n}?", "112"), (Captures{{"n", 11}}));
  EXPECT_EQ(captures_of("{a}{b}", "123"), (Captures{{"a", 12}, {"b", 3}}));
  EXPECT_EQ(captures_of("{a}*{b}", "123"), (Captures{{"a", 12}, {"b", 3}}));
  EXPECT_EQ(captures_of("{a}*{b}*", "12.34"), (Captures{{"a", 12}, {"b", 34}}));
  EXPECT_EQ(captures_of("{a}*1", "11"), (Captures{{"a", 1}}));
  EXPECT_EQ(captures_of("{a}{b}", "1"), none);
}

TEST(Glob, DoesNotMatchANumberBeyondAnIndex) {
  const Index most = (std::numeric_limits<Index>::max)();
  const std::string name = "layer" + std::to_string(most);
  EXPECT_EQ(captures_of("layer{n}*", name), (Captures{{"n", most}}));
  EXPECT_EQ(captures_of("layer{n}*", name + "0"), none);
  EXPECT_EQ(captures_of("layer{n}", "layer9223372036854775808"), none);
  EXPECT_FALSE(matches("layer{n}", "layer9223372036854775808"));
  EXPECT_TRUE(matches("layer*", "layer9223372036854775808"));
  EXPECT_EQ(captures_of("{n}", std::string(100, '0') + "5"), (Captures{{"n", 5}}));
}

TEST(Glob, DoesWhatTryingEverythingDoes) {
  std::mt19937 bits(1);
  int matched = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = random_text(bits, "a1?**##", 6);
    if (text.empty()) text = "*";
    const std::string name = random_text(bits, "a112", 8);
    std::vector<Index> expected, numbers;
    const bool is_match = tries(text, name, expected);
    Captures captures;
    ASSERT_EQ(glob_of(text).matches(name, captures), is_match) << text << ' ' << name;
    ASSERT_EQ(glob_of(text).matches(name), is_match) << text << ' ' << name;
    for (const auto& capture : captures) numbers.push_back(capture.second);
    ASSERT_EQ(numbers, expected) << text << ' ' << name;
    matched += is_match;
  }
  EXPECT_GT(matched, 2000);
}

// Trying everything would take longer than the universe is old.
TEST(Glob, TakesNoLongerWhereStarsFail) {
  EXPECT_FALSE(matches("a*a*a*a*a*a*a*a*a*a*b", std::string(1000, 'a')));
  EXPECT_FALSE(matches("*{a}*{b}*{c}*{d}*{e}*{f}*{g}*{h}*x", std::string(1000, '1')));
  EXPECT_FALSE(matches("{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}x", std::string(1000, '1')));
}

TEST(Glob, SaysWhatIsWrongWithAPattern) {
  EXPECT_EQ(fault_of(""), "pattern \"\": position 1: there is nothing; pass * for every name");
  EXPECT_EQ(fault_of("fc[12.weight"),
            "pattern \"fc[12.weight\": position 3: the [ is not closed; add a ], or write \\[ for "
            "itself");
  EXPECT_EQ(fault_of("fc["),
            "pattern \"fc[\": position 3: the [ is not closed; add a ], or write \\[ for itself");
  EXPECT_EQ(fault_of("*[]"),
            "pattern \"*[]\": position 2: the set is empty; fill it, or write \\[ for a [");
  EXPECT_EQ(fault_of("[!]"),
            "pattern \"[!]\": position 1: the set is empty; fill it, or write \\[ for a [");
  EXPECT_EQ(fault_of("[az-a]"),
            "pattern \"[az-a]\": position 3: the range ends before it begins; exchange its ends");
  EXPECT_EQ(fault_of("[ö]"),
            "pattern \"[ö]\": position 2: a set holds ASCII only; match the rest by *");
  EXPECT_EQ(fault_of("blocks.{layer.*"),
            "pattern \"blocks.{layer.*\": position 8: the { is not closed; add a }, or write \\{ "
            "for itself");
  for (const std::string name : {"", "2x", "a-b", "*", " a", "ä"}) {
    EXPECT_EQ(fault_of(("*{" + name + "}").c_str()),
              "pattern \"*{" + name + "}\": position 2: {" + name +
                  "} is no name of a number; take letters, digits and _, the first not a digit");
  }
  EXPECT_EQ(fault_of("{n}.{n}"),
            "pattern \"{n}.{n}\": position 5: there is another {n}; give each number a name of its "
            "own");
  for (const std::string text : {"ab\\", "[a\\"}) {
    EXPECT_EQ(
        fault_of(text.c_str()),
        "pattern \"" + text + "\": position 3: the \\ has nothing to quote; write \\\\ for itself");
  }
}

TEST(Distance, CountsEdits) {
  const auto distance = [](std::string_view a, std::string_view b) {
    EXPECT_EQ(pattern::distance(a, b), pattern::distance(b, a));
    return pattern::distance(a, b);
  };
  EXPECT_EQ(distance("", ""), 0u);
  EXPECT_EQ(distance("weight", "weight"), 0u);
  EXPECT_EQ(distance("", "abc"), 3u);
  EXPECT_EQ(distance("kitten", "sitting"), 3u);
  EXPECT_EQ(distance("wieght", "weight"), 1u);
  EXPECT_EQ(distance("ca", "abc"), 3u);  // 2 where what was exchanged may be edited again
  EXPECT_EQ(distance("*?[", "*?["), 0u);
  EXPECT_EQ(distance("größe", "grösse"), 2u);
}

TEST(Distance, TakesGapsOfAPatternForFree) {
  const auto distance = [](const char* text, std::string_view name) {
    return pattern::distance(Glob(text), name);
  };
  EXPECT_EQ(distance("*", ""), 0u);
  EXPECT_EQ(distance("*.wieght", "fc1.weight"), 1u);
  EXPECT_EQ(distance("*.wieght", "b"), 7u);
  EXPECT_EQ(distance("block.{layer}.*.bias", "blocks.12.attn.bias"), 1u);
  EXPECT_EQ(distance("fc{n}", "fc"), 1u);
  EXPECT_EQ(distance("fc{n}", "fc1x2"), 2u);
  EXPECT_EQ(distance("fc{n}", "fcx12"), 1u);
  EXPECT_EQ(distance("fc[0-9].bias", "fc7.biad"), 1u);
  EXPECT_EQ(distance("[ab]c", "ca"), 1u);
  EXPECT_EQ(distance("abc", ""), 3u);
}

TEST(Distance, IsNothingWhereThePatternMatchesAndOneAfterAnEdit) {
  std::mt19937 bits(1);
  int matched = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = random_text(bits, "ab1?*#", 6);
    if (text.empty()) text = "*";
    std::string name = random_text(bits, "ab1", 6);
    const bool is_match = glob_of(text).matches(name);
    ASSERT_EQ(pattern::distance(glob_of(text), name) == 0, is_match) << text << ' ' << name;
    const bool has_number = text.find('#') != std::string::npos;  // an edit may cut it in two
    if (!is_match || has_number || name.empty()) continue;
    ++matched;
    const std::size_t at = bits() % name.size();
    switch (bits() % 4) {
      case 0: name[at] = 'x'; break;
      case 1: name.erase(at, 1); break;
      case 2: name.insert(at, "x"); break;
      default: std::swap(name[at], name[at == 0 ? 0 : at - 1]);
    }
    ASSERT_LE(pattern::distance(glob_of(text), name), 1u) << text << ' ' << name;
  }
  EXPECT_GT(matched, 2000);
}

TEST(Nearest, IsTheNameWithTheFewestEdits) {
  const std::vector<std::string_view> names{"b", "fc1.weight", "fc1.bias", "fc2.weight"};
  EXPECT_EQ(pattern::nearest(Glob("*.wieght"), names), 1u);
  EXPECT_EQ(pattern::nearest(Glob("*2.wight"), names), 3u);
  EXPECT_EQ(pattern::nearest("fc1.bais", names), 2u);
  EXPECT_EQ(pattern::nearest(std::string("fc3.weight"), names), 1u);
  EXPECT_EQ(pattern::nearest("fc3.weight", {}), pattern::npos);
}
