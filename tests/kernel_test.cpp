// The kernels by themselves: every instruction set that this processor has gives the scalar set's
// bits, any part of a fill equals that part of the whole, and the scalar set's primitives agree
// with their definitions.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/kernel/dispatch.hpp>
#include <random>
#include <string>
#include <vector>

namespace init = eigeninit;
namespace internal = eigeninit::internal;
using init::InstructionSet;
using init::internal::bits_as;

namespace {

constexpr internal::kernel::Position start{{0x01234567, 0x89abcdef}, 5, 0};

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

/// All of a patch's memory as bits, guards around it included.
template <class Scalar, class Distribution>
std::vector<std::uint64_t> fill(InstructionSet set, const Distribution& to, std::uint64_t first,
                                const internal::Patch& patch) {
  constexpr std::size_t guards = 3;  // and an odd address for the first element
  const auto reach =
      std::size_t(patch.row_offsets[patch.rows - 1] + patch.column_offsets[patch.columns - 1] + 1);
  std::vector<Scalar> memory((patch.rows * patch.columns == 0 ? 0 : reach) + 2 * guards,
                             Scalar(77));
  internal::kernel::Position at = start;
  at.element = first;
  internal::kernel::kernel_of<Distribution, Scalar>(set)(to, at, patch, memory.data() + guards);
  std::vector<std::uint64_t> bits;
  for (const Scalar value : memory) bits.push_back(bits_of(value));
  return bits;
}

internal::Patch run_of(std::ptrdiff_t size) { return {size, 1, {1}, {1}, {1}}; }

std::vector<InstructionSet> supported_sets() {
  std::vector<InstructionSet> sets;
  for (const InstructionSet set : init::internal::instruction_sets) {
    if (init::is_supported(set)) sets.push_back(set);
  }
  return sets;
}

template <class Scalar>
struct Cases {
  static constexpr internal::kernel::Uniform<Scalar> uniform{
      -1, 3, 1.5, std::numeric_limits<internal::kernel::Compute<Scalar>>::epsilon() / 2, -1};
  static constexpr internal::kernel::Normal<Scalar> normal{0.5, 2};
  inline static const auto truncated =
      internal::parameters<Scalar>(init::TruncatedNormal{0.5, 2, -0.7, 4});
  inline static const auto rare =
      internal::parameters<Scalar>(init::TruncatedNormal{0.5, 2, 30, 31});
};

}  // namespace

template <class Scalar>
struct Kernel : testing::Test {
  /// Calls check(set, distribution) for every set that this processor has and every distribution.
  template <class Check>
  static void for_each_kernel(const Check& check) {
    for (const InstructionSet set : supported_sets()) {
      SCOPED_TRACE(init::name(set));
      check(set, Cases<Scalar>::uniform);
      check(set, Cases<Scalar>::normal);
      check(set, Cases<Scalar>::truncated);
      check(set, Cases<Scalar>::rare);
    }
  }
};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Kernel, AllScalars);

TYPED_TEST(Kernel, OfEverySetIsItsOwn) {
  const auto sets = supported_sets();
  for (const InstructionSet a : sets) {
    for (const InstructionSet b : sets) {
      using Uniform = internal::kernel::Uniform<TypeParam>;
      const bool same = internal::kernel::kernel_of<Uniform, TypeParam>(a) ==
                        internal::kernel::kernel_of<Uniform, TypeParam>(b);
      EXPECT_EQ(same, a == b) << init::name(a) << " " << init::name(b);
    }
  }
}

TYPED_TEST(Kernel, OfEverySetGivesTheScalarSetsBits) {
  this->for_each_kernel([](InstructionSet set, const auto& to) {
    for (std::uint64_t first = 0; first <= 9; ++first) {
      for (std::ptrdiff_t size = 0; size <= 4 * 32 + 1; ++size) {
        ASSERT_EQ(fill<TypeParam>(set, to, first, run_of(size)),
                  fill<TypeParam>(InstructionSet::scalar, to, first, run_of(size)))
            << size << " elements from " << first;
      }
    }
    // Enough elements for every octave of the float table's branch-free part and most of the rest.
    ASSERT_EQ(fill<TypeParam>(set, to, 1, run_of(200001)),
              fill<TypeParam>(InstructionSet::scalar, to, 1, run_of(200001)));
  });
}

TYPED_TEST(Kernel, MakesAnyPartOfAFillAlone) {
  this->for_each_kernel([](InstructionSet set, const auto& to) {
    const std::ptrdiff_t size = 67;
    const auto whole = fill<TypeParam>(set, to, 0, run_of(size));
    for (std::ptrdiff_t first = 0; first < size; ++first) {
      const auto part = fill<TypeParam>(set, to, std::uint64_t(first), run_of(size - first));
      ASSERT_TRUE(std::equal(part.begin() + 3, part.end() - 3, whole.begin() + 3 + first)) << first;
    }
  });
}

TYPED_TEST(Kernel, FillsPatchesOfEveryArrangementAlike) {
  this->for_each_kernel([](InstructionSet set, const auto& to) {
    for (const std::ptrdiff_t rows : {1, 3, 4, 8, 65}) {
      for (const std::ptrdiff_t columns : {1, 2, 15, 16, 17, 40}) {
        for (const std::uint64_t step :
             {std::uint64_t(rows), std::uint64_t(rows) + 4, std::uint64_t(101)}) {
          for (const std::uint64_t first : {0u, 4u, 5u}) {
            const auto by_column =
                fill<TypeParam>(set, to, first, {rows, columns, {1}, {rows + 1}, {step}});
            const auto by_row =
                fill<TypeParam>(set, to, first, {rows, columns, {columns + 2}, {1}, {step}});
            const auto apart =
                fill<TypeParam>(set, to, first, {rows, columns, {2 * columns + 1}, {2}, {step}});
            for (std::ptrdiff_t c = 0; c < columns; ++c) {
              const auto run = fill<TypeParam>(InstructionSet::scalar, to,
                                               first + std::uint64_t(c) * step, run_of(rows));
              for (std::ptrdiff_t r = 0; r < rows; ++r) {
                const auto expected = run[std::size_t(3 + r)];
                ASSERT_EQ(by_column[std::size_t(3 + r + c * (rows + 1))], expected);
                ASSERT_EQ(by_row[std::size_t(3 + r * (columns + 2) + c)], expected);
                ASSERT_EQ(apart[std::size_t(3 + r * (2 * columns + 1) + 2 * c)], expected);
              }
            }
            const auto guard = bits_of(TypeParam(77));
            const auto untouched = std::count(by_row.begin(), by_row.end(), guard);
            ASSERT_EQ(untouched, 6 + 2 * (rows - 1)) << rows << " x " << columns;
          }
        }
      }
    }
  });
}

TYPED_TEST(Kernel, ReachesElementsBeyond32Bits) {
  this->for_each_kernel([](InstructionSet set, const auto& to) {
    const std::uint64_t far = (std::uint64_t(1) << 40) + 3;
    EXPECT_EQ(fill<TypeParam>(set, to, far, run_of(50)),
              fill<TypeParam>(InstructionSet::scalar, to, far, run_of(50)));
    EXPECT_NE(fill<TypeParam>(set, to, far, run_of(7)),
              fill<TypeParam>(set, to, far & 0xffffffff, run_of(7)));
    // Block numbers that carry from the first counter word into the second.
    const std::uint64_t edge = (std::uint64_t(4) << 32) - 20;
    EXPECT_EQ(fill<TypeParam>(set, to, edge, run_of(50)),
              fill<TypeParam>(InstructionSet::scalar, to, edge, run_of(50)));
    const auto across = fill<TypeParam>(set, to, edge, run_of(50));
    for (std::uint64_t i = 0; i < 50; ++i) {
      ASSERT_EQ(across[std::size_t(3 + i)], fill<TypeParam>(set, to, edge + i, run_of(1))[3]) << i;
    }
  });
}

TEST(PhiloxBatch, IsPhilox) {
  for (std::uint64_t block = 0xfffffffeu; block < 0x100000002u; ++block) {
    const internal::kernel::scalar::Schedule schedule(start, block);
    std::uint32_t words[4 * internal::kernel::scalar::blocks_per_batch];
    internal::kernel::scalar::write_words(schedule, block, 1, words);
    const auto expected =
        init::philox({init::internal::low_word(block), init::internal::high_word(block), 5, 0},
                     {start.key[0], start.key[1]});
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(words[i], expected[i]);
  }
}

TEST(ScalarStore, RoundsHalfAndBfloat16ToNearestEven) {
  std::mt19937 engine(3);
  for (int i = 0; i < 3000000; ++i) {
    const auto word = std::uint32_t(engine());
    const auto value = bits_as<float>(word);
    if (!std::isfinite(value)) continue;
    Eigen::bfloat16 brain;
    internal::kernel::scalar::store(&brain, value);
    ASSERT_EQ(bits_of(brain), bits_of(Eigen::bfloat16(value))) << std::hexfloat << value;
    // Halves within their range, ties included.
    const auto in_range =
        bits_as<float>((word & 0x807fffff) | std::uint32_t(100 + engine() % 42) << 23);
    for (const float near :
         {in_range, bits_as<float>(bits_as<std::uint32_t>(in_range) & ~0xfffu)}) {
      Eigen::half half;
      internal::kernel::scalar::store(&half, near);
      ASSERT_EQ(bits_of(half), bits_of(Eigen::half(near))) << std::hexfloat << near;
    }
  }
}
