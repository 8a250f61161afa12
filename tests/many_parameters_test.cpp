// A model of very many small parameters: what a plan costs beside its elements.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <string>

namespace init = eigeninit;
using init::Index;

// Below a second on a usual machine that has nothing else to do. Three here, for those of CI.
TEST(ManyParameters, TakeNoTime) {
  const Index count = 100000;
  Eigen::MatrixXf memory(16, count);
  init::Parameters net;
  for (Index i = 0; i < count; ++i) {
    net.add("layers." + std::to_string(i) + ".weight", memory.col(i));
  }
  init::Rules rules;
  rules.on("layers.{layer}.weight", init::normal{0, 0.02});
  const auto begin = std::chrono::steady_clock::now();
  const init::Report report = rules.plan(net).apply(init::Generator(42));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("100,000 parameters: %.3f s\n", seconds.count());
  EXPECT_LT(seconds.count(), 3);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.rows().size(), std::size_t(count));
}
