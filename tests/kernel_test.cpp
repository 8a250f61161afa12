// The kernels by themselves: any run of a fill equals that part of the whole, and the facts that a set
// provides agree with their definitions.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/kernel/dispatch.hpp>
#include <random>
#include <vector>

namespace init = eigeninit;
namespace kernel = eigeninit::kernel;
using init::bits_as;

namespace {

constexpr kernel::Position start{{0x01234567, 0x89abcdef}, 5, 0};

template <class Scalar>
std::uint64_t bits_of(Scalar value) {
  if constexpr (sizeof(Scalar) == 2) {
    return bits_as<std::uint16_t>(value);
  } else if constexpr (sizeof(Scalar) == 4) {
    return bits_as<std::uint32_t>(value);
  } else {
    return bits_as<std::uint64_t>(value);
  }
}

}  // namespace

template <class Scalar>
struct Kernel : testing::Test {
  /// `count` elements from `first` on, as bits, with guards that must stay as they are.
  template <class Distribution>
  static std::vector<std::uint64_t> run(const Distribution& to, std::uint64_t first, std::size_t count) {
    const auto guard = Scalar(77);
    std::vector<Scalar> out(count + 2, guard);
    kernel::Position at = start;
    at.element = first;
    kernel::fill_run(to, at, out.data() + 1, std::ptrdiff_t(count));
    EXPECT_EQ(bits_of(out.front()), bits_of(guard));
    EXPECT_EQ(bits_of(out.back()), bits_of(guard));
    std::vector<std::uint64_t> bits;
    for (std::size_t i = 1; i <= count; ++i) bits.push_back(bits_of(out[i]));
    return bits;
  }

  template <class Distribution>
  static void expect_runs_equal_the_whole(const Distribution& to) {
    const std::size_t size = 67;
    const auto whole = run(to, 0, size);
    for (std::size_t first = 0; first <= 17; ++first) {
      for (std::size_t count = 0; first + count <= size; ++count) {
        const std::vector<std::uint64_t> part(whole.begin() + std::ptrdiff_t(first),
                                              whole.begin() + std::ptrdiff_t(first + count));
        ASSERT_EQ(run(to, first, count), part) << "from " << first << ", " << count << " elements";
      }
    }
  }
};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Kernel, AllScalars);

TYPED_TEST(Kernel, MakesAnyPartOfAUniformFillAlone) {
  this->expect_runs_equal_the_whole(kernel::Uniform<TypeParam>{-1, 3, 1.5, 1, -1});
}

TYPED_TEST(Kernel, MakesAnyPartOfANormalFillAlone) {
  this->expect_runs_equal_the_whole(kernel::Normal<TypeParam>{0.5, 2});
}

TYPED_TEST(Kernel, ReachesElementsBeyond32Bits) {
  const kernel::Uniform<TypeParam> to{0, 1, 1, 1, 0};
  const std::uint64_t far = (std::uint64_t(1) << 40) + 3;
  const auto ahead = this->run(to, far - 2, 9);
  EXPECT_EQ(this->run(to, far, 7), std::vector<std::uint64_t>(ahead.begin() + 2, ahead.end()));
  EXPECT_NE(this->run(to, far, 7), this->run(to, far & 0xffffffff, 7));
}

TEST(PhiloxBatch, IsPhilox) {
  const std::uint64_t block = 0xfffffffeu;  // carries into the second counter word
  for (std::uint64_t b = block; b < block + 4; ++b) {
    kernel::scalar::Lanes64 x[4];
    kernel::scalar::philox_batch(x, start, b);
    kernel::scalar::Words words[4];
    kernel::scalar::in_order(x, words);
    const auto expected = init::philox({init::low_word(b), init::high_word(b), 5, 0},
                                       {start.key[0], start.key[1]});
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(words[i], expected[i]);
  }
}

TEST(ScalarFma, RoundsOnce) {
  std::mt19937_64 engine(2);
  const auto any_float = [&] {
    // Exponents around 1 on most draws, so that the sum often cancels or lies half way between floats.
    const auto word = std::uint32_t(engine());
    const auto exponent = std::uint32_t(engine() % 8 == 0 ? 1 + engine() % 253 : 117 + engine() % 20);
    return bits_as<float>((word & 0x807fffff) | exponent << 23);
  };
  for (int i = 0; i < 2000000; ++i) {
    const float a = any_float(), b = any_float();
    const float c = i % 4 == 0 ? -std::fma(a, b, any_float() * 0x1p-30f) : any_float();
    if (!std::isfinite(c)) continue;
    ASSERT_EQ(bits_of(kernel::scalar::fma(a, b, c)), bits_of(std::fma(a, b, c)))
        << std::hexfloat << a << " " << b << " " << c;
  }
  // 1 + 2⁻²⁴ ± 2⁻⁶⁰ lies next to a tie that double can't tell from the tie itself.
  const float tiny = 0x1p-30f;
  for (const float sign : {1.f, -1.f}) {
    const float a = 0x1p-24f * (1 + sign * 0x1p-23f);
    EXPECT_EQ(kernel::scalar::fma(a, 1.f, 1.f), std::fma(a, 1.f, 1.f));
    EXPECT_EQ(kernel::scalar::fma(tiny, sign * tiny, 1 + 0x1p-23f),
              std::fma(tiny, sign * tiny, 1 + 0x1p-23f));
  }
}

TEST(ScalarStore, RoundsHalfAndBfloat16ToNearestEven) {
  std::mt19937 engine(3);
  for (int i = 0; i < 3000000; ++i) {
    const auto word = std::uint32_t(engine());
    const auto value = bits_as<float>(word);
    if (!std::isfinite(value)) continue;
    Eigen::bfloat16 brain;
    kernel::scalar::store(&brain, value);
    ASSERT_EQ(bits_of(brain), bits_of(Eigen::bfloat16(value))) << std::hexfloat << value;
    // Halves within their range, ties included.
    const auto in_range = bits_as<float>((word & 0x807fffff) | std::uint32_t(100 + engine() % 42) << 23);
    for (const float near : {in_range, bits_as<float>(bits_as<std::uint32_t>(in_range) & ~0xfffu)}) {
      Eigen::half half;
      kernel::scalar::store(&half, near);
      ASSERT_EQ(bits_of(half), bits_of(Eigen::half(near))) << std::hexfloat << near;
    }
  }
}
