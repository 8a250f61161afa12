// Philox against published answers: Random123's vectors and the value that the C++26 standard
// requires of std::philox4x32.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/kernel/philox.hpp>
#include <fstream>
#include <sstream>
#include <string>

namespace init = eigeninit;

TEST(Philox, GivesRandom123sPublishedWords) {
  std::ifstream file(TEST_DATA "/philox4x32.kat");
  ASSERT_TRUE(file) << "cannot open " TEST_DATA "/philox4x32.kat";
  int vectors = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    words >> std::hex;
    init::PhiloxCounter counter{}, expected{};
    init::PhiloxKey key{};
    for (auto& word : counter) words >> word;
    for (auto& word : key) words >> word;
    for (auto& word : expected) words >> word;
    ASSERT_TRUE(words) << line;
    EXPECT_EQ(init::philox(counter, key), expected) << line;
    ++vectors;
  }
  EXPECT_EQ(vectors, 3);
}

// [rand.predef]: "The 10000th consecutive invocation of a default-constructed object of type
// philox4x32 produces the value 1955073260." Its seed, 20111115, is the key's low word, and its
// counter starts at 0.
TEST(Philox, GivesTheTenThousandthWordOfCpp26) {
  constexpr std::uint32_t i = 9999;
  EXPECT_EQ(init::philox({i / 4, 0, 0, 0}, {20111115, 0})[i % 4], 1955073260u);
}

TEST(Philox, WorksAtCompileTime) {
  static_assert(init::philox({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5);
  static_assert(init::philox({0, 0, 0, 0}, {0, 0})[3] == 0x9b00dbd8);
}
