// The emulated fused multiply-add against the C library's, which glibc rounds correctly, on the
// kinds of arguments that break such code.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/numeric/exact_fma.hpp>
#include <limits>
#include <random>
#include <vector>

namespace init = eigeninit;
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
