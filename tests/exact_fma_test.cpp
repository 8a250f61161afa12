// The emulated fused multiply-add against the C library's, which glibc rounds correctly, on the
// kinds of arguments that break such code; and the normal tables' polynomials against its steps.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/kernel/dispatch.hpp>
#include <eigeninit/numeric/exact_fma.hpp>
#include <limits>
#include <random>
#include <vector>

namespace init = eigeninit;
namespace kernel = init::internal::kernel;
using init::internal::bits_as;

namespace {

template <class T>
using BitsOf = typename init::internal::Format<T>::Bits;

template <class T>
void expect_same_as_library(T a, T b, T c) {
  const T expected = std::fma(a, b, c);
  for (const T actual :
       {init::internal::exact_fma(a, b, c), init::internal::emulated_fma(a, b, c)}) {
    ASSERT_EQ(bits_as<BitsOf<T>>(actual), bits_as<BitsOf<T>>(expected))
        << std::hexfloat << a << " * " << b << " + " << c << " = " << expected << ", not "
        << actual;
  }
}

/// Arguments whose exponents lie within `spread` of 1, or anywhere where it is 0.
template <class T>
struct RandomFinite {
  std::mt19937_64 engine{1};

  T operator()(int spread) {
    using F = init::internal::Format<T>;
    auto bits = BitsOf<T>(engine());
    if (spread > 0) {
      const auto exponent = BitsOf<T>(F::bias - spread + int(engine() % unsigned(2 * spread + 1)));
      bits = (bits & ~F::infinity) | exponent << F::fraction_bits;
    } else if ((bits & F::infinity) == F::infinity) {
      bits &= ~F::infinity;
    }
    return bits_as<T>(bits);
  }
};

/// Tails of an octave: its ends, its middle, fractions of few bits, and any.
template <class T>
std::vector<T> tails_of_octave(int octave, std::mt19937_64& engine) {
  using F = init::internal::Format<T>;
  std::vector<BitsOf<T>> fractions;
  for (int i = 0; i < 5; ++i) {
    fractions.push_back(BitsOf<T>(i));
    fractions.push_back(F::fraction_mask - BitsOf<T>(i));
    fractions.push_back(F::fraction_mask / 2 - 2 + BitsOf<T>(i));
  }
  for (int i = 0; i < 385; ++i) {
    const BitsOf<T> any = BitsOf<T>(engine()) & F::fraction_mask;
    const int cleared = i < 193 ? 0 : int(engine() % F::fraction_bits);
    fractions.push_back(any >> cleared << cleared);
  }
  std::vector<T> tails;
  for (const BitsOf<T> fraction : fractions) {
    tails.push_back(bits_as<T>(BitsOf<T>(F::bias - 1 + octave) << F::fraction_bits | fraction));
  }
  return tails;
}

/// The tails' polynomials, `together` side by side.
template <std::size_t together, class T>
std::vector<T> quantiles(const std::vector<T>& tails) {
  std::vector<T> values;
  for (std::size_t i = 0; i < tails.size(); i += together) {
    T some[together], z[together];
    for (std::size_t j = 0; j < together; ++j) some[j] = tails[(std::min)(i + j, tails.size() - 1)];
    kernel::scalar::lower_normal_quantile<kernel::scalar::Conversion<T>>(some, z);
    values.insert(values.end(), z, z + (std::min)(together, tails.size() - i));
  }
  return values;
}

}  // namespace

template <class T>
struct ExactFma : testing::Test {};
using BothTypes = testing::Types<float, double>;
TYPED_TEST_SUITE(ExactFma, BothTypes);

TYPED_TEST(ExactFma, AgreesOnRandomArguments) {
  RandomFinite<TypeParam> next;
  for (const int spread : {0, 2, 20, 60}) {
    for (int i = 0; i < 200000; ++i) {
      expect_same_as_library(next(spread), next(spread), next(spread));
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(ExactFma, AgreesWhereTheSumCancels) {
  RandomFinite<TypeParam> next;
  for (int i = 0; i < 200000; ++i) {
    const TypeParam a = next(10), b = next(10);
    const TypeParam product = a * b;
    expect_same_as_library(a, b, -product);
    expect_same_as_library(a, b, std::nextafter(-product, TypeParam(0)));
    if (this->HasFatalFailure()) return;
  }
}

TYPED_TEST(ExactFma, AgreesHalfWayBetweenNumbers) {
  using T = TypeParam;
  constexpr int digits = std::numeric_limits<T>::digits;
  RandomFinite<T> next;
  for (int i = 0; i < 200000; ++i) {
    // c plus or minus half its last place, exactly or a little beside it.
    const T c = next(5);
    const T half_place = std::ldexp(T(1), std::ilogb(c) - digits);
    for (const T beside :
         {T(1), 1 + std::numeric_limits<T>::epsilon(), 1 - std::numeric_limits<T>::epsilon() / 2}) {
      expect_same_as_library(beside, half_place, c);
      expect_same_as_library(beside, -half_place, c);
    }
    if (this->HasFatalFailure()) return;
  }
}

TYPED_TEST(ExactFma, AgreesWithoutAnAddend) {
  RandomFinite<TypeParam> next;
  for (const int spread : {0, 2, 60}) {
    for (int i = 0; i < 200000; ++i) {
      const TypeParam a = next(spread), b = next(spread);
      for (const TypeParam zero : {TypeParam(0), -TypeParam(0)}) {
        expect_same_as_library(a, b, zero);
        expect_same_as_library(a, zero, zero);
        expect_same_as_library(a, zero, b);
      }
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(ExactFma, AgreesWhereTheProductIsExact) {
  RandomFinite<TypeParam> next;
  for (const int spread : {0, 2, 20}) {
    for (int i = 0; i < 200000; ++i) {
      const TypeParam power = std::ldexp(TypeParam(1), int(next.engine() % 60) - 30);
      expect_same_as_library(next(spread), power, next(spread));
      expect_same_as_library(power, -next(2), std::ldexp(TypeParam(3), int(next.engine() % 8)));
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(ExactFma, AgreesOnTheEdgesOfTheFormat) {
  using T = TypeParam;
  using limits = std::numeric_limits<T>;
  std::vector<T> edges = {0,
                          1,
                          1 + limits::epsilon(),
                          1 - limits::epsilon() / 2,
                          2,
                          limits::min(),
                          std::nextafter(limits::min(), T(0)),
                          limits::min() / 2,
                          limits::denorm_min(),
                          3 * limits::denorm_min(),
                          limits::max(),
                          limits::max() / 2,
                          std::sqrt(limits::min()),
                          std::sqrt(limits::max())};
  for (std::size_t i = edges.size(); i-- > 0;) edges.push_back(-edges[i]);
  for (const T a : edges) {
    for (const T b : edges) {
      for (const T c : edges) expect_same_as_library(a, b, c);
    }
  }
}

TYPED_TEST(ExactFma, StepsOfTheNormalPolynomialsAreFused) {
  using T = TypeParam;
  const auto& table = kernel::scalar::Conversion<T>::table;
  std::mt19937_64 engine{1};
  for (int octave = 0; octave < int(std::size(table[0])); ++octave) {
    const std::vector<T> tails = tails_of_octave<T>(octave, engine);
    std::vector<T> expected;
    for (const T tail : tails) {
      const T t = std::ldexp(tail, 1 - octave) - T(1.5);
      T z = table[std::size(table) - 1][octave];
      for (std::size_t k = std::size(table) - 1; k-- > 0;) {
        z = init::internal::exact_fma(z, t, table[k][octave]);
      }
      expected.push_back(z);
    }
    ASSERT_EQ(quantiles<8>(tails), expected) << "octave " << octave;
    ASSERT_EQ(quantiles<4>(tails), expected) << "octave " << octave;
    ASSERT_EQ(quantiles<3>(tails), expected) << "octave " << octave;
    ASSERT_EQ(quantiles<1>(tails), expected) << "octave " << octave;
  }
}

// What kernel/polynomials_scalar.inl takes for granted: z' has 22 bits, c' 24, and t' is a multiple
// of 2⁻²² of at most ½, so that c' + z' · t' is exact where its last place is at most 53 bits below
// its first.
TEST(NormalPolynomials, LeadingPartsAddUpExactly) {
  const auto& table = kernel::normal_table_f64;
  constexpr int degree = int(std::size(table)) - 1;
  for (std::size_t octave = 0; octave < std::size(table[0]); ++octave) {
    // The sizes that z can have: all of t's range at once, which is wider than what it takes.
    double least = std::fabs(table[degree][octave]), largest = least;
    for (int k = degree; k-- > 0;) {
      ASSERT_GT(least, 0) << "row " << k + 1 << ", octave " << octave;
      const double c = std::fabs(table[k][octave]);
      const int last_place = (std::min)(std::ilogb(least) - 21 - 22, std::ilogb(c) - 23);
      EXPECT_LE(double(float(c)) + largest / 2, std::ldexp(1.0, last_place + 53))
          << "row " << k << ", octave " << octave;
      least = c - largest / 2 * (1 + 1e-12);
      largest = c + largest / 2 * (1 + 1e-12);
    }
  }
}
