// What the library does where Eigen's index has 32 bits, as on 32-bit machines.
//
// SPDX-License-Identifier: MIT
#define EIGEN_DEFAULT_DENSE_INDEX_TYPE int

#include <gtest/gtest.h>

#include <cstdint>
#include <eigeninit/eigeninit.hpp>

#include "message.hpp"

namespace init = eigeninit;

static_assert(sizeof(init::Index) == 4);

// As an index 2³² is 0, and the library divided by it.
TEST(NarrowIndex, HoldsNoGroupsBeyondItButKnowsThatTheyDoNotDivide) {
  const auto groups = [](std::int64_t count) { return init::Layout::out_in().groups(count); };
  EXPECT_EQ(message_of([&] {
              (void)init::fans({64, 1, 3, 3}, groups(std::int64_t(1) << 32));
            }),
            "fans: 4294967296 groups do not divide 64 outputs; pass a Layout whose groups divide "
            "the output axis");
  EXPECT_EQ(message_of([&] {
              (void)init::fans({3, 1, 3, 3}, groups((std::int64_t(1) << 32) + 3));
            }),
            "fans: 4294967299 groups do not divide 3 outputs; pass a Layout whose groups divide "
            "the output axis");
  EXPECT_EQ(init::fans({0, 5}, groups(std::int64_t(1) << 32)), (init::Fans{5, 0}));
  EXPECT_EQ(init::fans({64, 1, 3, 3}, groups(64)), (init::Fans{9, 9}));
}
