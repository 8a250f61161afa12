// Numbers in messages: two that differ look different, in every locale.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstdlib>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>

#include "message.hpp"

namespace init = eigeninit;
using init::internal::text;

TEST(ErrorText, IsTheNumberAsAPersonWouldTypeIt) {
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(-2.0), "-2");
  EXPECT_EQ(text(-0.0), "-0");
  EXPECT_EQ(text(1e300), "1e+300");
  EXPECT_EQ(text(65504.0), "65504");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(text(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(text(std::nan("")), "nan");
  EXPECT_EQ(text(-std::nan("")), "nan");
  EXPECT_EQ(text(42), "42");
}

TEST(ErrorText, HasTheDigitsThatTellANumberFromItsNeighbours) {
  EXPECT_EQ(text(1 + 1e-12), "1.000000000001");
  EXPECT_EQ(text(1 - 0x1p-53), "0.9999999999999999");
  EXPECT_EQ(text(std::nextafter(0.3, 1)), "0.30000000000000004");
  EXPECT_EQ(text(std::numeric_limits<double>::denorm_min()), "4.94065646e-324");
  std::mt19937_64 bits(1);
  for (int i = 0; i < 10000; ++i) {
    const auto value = init::internal::bits_as<double>(std::uint64_t(bits()));
    if (std::isfinite(value)) {
      ASSERT_EQ(std::strtod(text(value).c_str(), nullptr), value);
    }
  }
}

TEST(ErrorText, TellsTheBoundsOfADistributionApart) {
  Eigen::VectorXf w(3);
  init::Generator rng(1);
  EXPECT_EQ(message_of([&] {
              init::uniform{1 + 1e-12, 1}(w, rng);
            }),
            "uniform: low 1.000000000001 is above high 1; pass them in order");
}

// setlocale() changes what printf writes: 0,1 in Germany, 0٫1 in Iran.
TEST(ErrorText, HasAPointInEveryLocale) {
  EXPECT_EQ(init::internal::with_point("0,1"), "0.1");
  EXPECT_EQ(init::internal::with_point("-1٫5e-07"), "-1.5e-07");
  EXPECT_EQ(init::internal::with_point("-1e+300"), "-1e+300");
}

TEST(ErrorText, HasAPointWhereTheProgramsLocaleHasAComma) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool is_set = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German"}) {
    is_set = is_set || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  if (!is_set) GTEST_SKIP() << "this system has no locale with a comma";
  const std::string half = text(0.5), longer = text(1 + 1e-12);
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(half, "0.5");
  EXPECT_EQ(longer, "1.000000000001");
}
