// Stream format 1 is fixed: the golden file's bits come out on every machine.
//
// SPDX-License-Identifier: MIT

#include "golden.hpp"

#include <gtest/gtest.h>

#include <fstream>

TEST(StreamFormat1, HasItsGoldenValues) {
  std::ifstream file(TEST_DATA "/stream_format_1.golden");
  ASSERT_TRUE(file) << "cannot open " TEST_DATA "/stream_format_1.golden";
  std::vector<std::string> expected;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') expected.push_back(line);
  }
  const std::vector<std::string> actual = golden::lines();
  ASSERT_EQ(actual.size(), expected.size());
  ASSERT_EQ(actual.size(), 66u);
  for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_EQ(actual[i], expected[i]);
}
