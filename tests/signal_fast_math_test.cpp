// Signals that are not finite, in a program that is compiled by -ffast-math: there compilers leave
// out comparisons with NaN, and what does not look at the bits takes it for a number.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstdlib>
#include <eigeninit/signal/measure_signal.hpp>

namespace init = eigeninit;

namespace {

/// "nan" or "inf", which no compiler sees.
double read(const char* text) { return std::strtod(text, nullptr); }

}  // namespace

TEST(SignalWithFastMath, LeavesWhatIsNotFiniteOut) {
  const Eigen::Vector4d x(1, read("inf"), 3, read("nan"));
  const auto values =
      init::measure_signal([&](init::Recorder& record) { record("x", x); })["x"].forward;
  EXPECT_EQ(values.not_finite, 2u);
  EXPECT_DOUBLE_EQ(values.mean, 2);
  EXPECT_DOUBLE_EQ(values.std, 1);
  EXPECT_EQ(values.dead, 0);
}

TEST(SignalWithFastMath, HasNoFaultButThatItIsNotFinite) {
  const Eigen::Vector2d x(-1, 1), broken(read("nan"), read("nan"));
  const init::Signal signal = init::measure_signal([&](init::Recorder& record) {
    record("0", x);
    record("1", broken);
    record("2", x);
  });
  EXPECT_EQ(signal["1"].fault, "not finite");
  EXPECT_EQ(signal["2"].fault, "");
  EXPECT_FALSE(signal["1"].factor);
  EXPECT_FALSE(signal["2"].factor);
}
