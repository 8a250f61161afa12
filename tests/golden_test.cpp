// Stream format 1 is fixed: the golden file's bits come out on every machine.
//
// SPDX-License-Identifier: MIT

#include "golden.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "flush_to_zero.hpp"

namespace init = eigeninit;

namespace {

/// That the golden file's values come out of every instruction set that this processor has.
void expect_golden_values() {
  std::ifstream file(TEST_DATA "/stream_format_1.golden");
  ASSERT_TRUE(file) << "cannot open " TEST_DATA "/stream_format_1.golden";
  std::vector<std::string> expected;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') expected.push_back(line);
  }
  ASSERT_EQ(expected.size(), 66u);
  const init::InstructionSet best = init::instruction_set();
  for (const init::InstructionSet set : init::internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    SCOPED_TRACE(init::name(set));
    init::use_instruction_set(set);
    const std::vector<std::string> actual = golden::lines();
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_EQ(actual[i], expected[i]);
  }
  init::use_instruction_set(best);
}

}  // namespace

TEST(StreamFormat1, HasItsGoldenValues) { expect_golden_values(); }

// None of their floats and doubles is subnormal.
TEST(StreamFormat1, HasItsGoldenValuesWhereSubnormalNumbersAreZero) {
  if (!FlushToZero::is_known) GTEST_SKIP() << "this processor's mode is not known here";
  const FlushToZero mode;
  expect_golden_values();
}
