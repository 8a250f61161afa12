// PyTorch's numbers come out, from a golden file that PyTorch 1.13.1 wrote.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include "torch_golden_check.hpp"

namespace init = eigeninit;

TEST(TorchGolden, HasPyTorchsBitsFromEveryInstructionSet) {
  const auto file = torch_golden::read(TEST_DATA "/torch_golden_public.txt");
  ASSERT_EQ(file.gains.size(), 20u);
  ASSERT_EQ(file.fans.size(), 11u);
  ASSERT_EQ(file.streams.size(), 72u);
  const init::InstructionSet before = init::instruction_set();
  for (const auto set : init::internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    SCOPED_TRACE(init::name(set));
    init::use_instruction_set(set);
    const auto outcome = torch_golden::check(file);
    EXPECT_EQ(outcome.streams, 2 * 72);
    EXPECT_EQ(outcome.bitwise + outcome.within_tolerance, 2 * 116);
    for (const std::string& difference : outcome.differences) ADD_FAILURE() << difference;
  }
  init::use_instruction_set(before);
}
