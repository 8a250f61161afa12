// What elements are: every instruction set that this processor has counts, bounds and hashes them
// alike, in any order and division, and their mean and spread are those of a plain sum.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/kernel/measure.hpp>
#include <limits>
#include <random>
#include <type_traits>
#include <utility>
#include <vector>

namespace init = eigeninit;
namespace kernel = eigeninit::internal::kernel;
using init::internal::bits_as;
using kernel::Measured;

namespace {

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
template <class Scalar>
Scalar from_bits(std::uint64_t bits) {
  if constexpr (sizeof(Scalar) == 2) {
    return bits_as<Scalar>(std::uint16_t(bits));
  } else if constexpr (sizeof(Scalar) == 4) {
    return bits_as<Scalar>(std::uint32_t(bits));
  } else {
    return bits_as<Scalar>(bits);
  }
}

/// The documented formula.
std::uint64_t term(std::uint64_t number, std::uint64_t word) {
  const std::uint64_t y = (number + 1) * 0x9e3779b97f4a7c15 + word * 0xbb67ae85;
  const std::uint64_t high = y / 0x100000000, low = y % 0x100000000;
  return high * (high ^ low) + word * 0x100000000;
}
template <class Scalar>
std::uint64_t element_term(std::uint64_t element, Scalar value) {
  const std::uint64_t bits = bits_of(value);
  if (sizeof(Scalar) == 2) return term(element, bits * 0x10000);
  if (sizeof(Scalar) == 4) return term(element, bits);
  return term(2 * element, bits % 0x100000000) + term(2 * element + 1, bits / 0x100000000);
}

/// What should be found.
template <class Scalar>
Measured expected(const std::vector<Scalar>& values, std::uint64_t element = 0,
                  std::uint64_t step = 1, double origin = 0) {
  Measured result;
  long double sum = 0, squares = 0;
  for (const Scalar value : values) {
    const auto x = static_cast<double>(value);
    result.hash += element_term(element, value);
    element += step;
    ++result.count;
    if (init::internal::is_finite(x)) {
      const long double distance = static_cast<long double>(x) - static_cast<long double>(origin);
      sum += distance;
      squares += distance * distance;
      result.low = std::min(result.low, x);
      result.high = std::max(result.high, x);
    } else {
      ++result.not_finite;
      if (bits_of(value) == bits_of(kernel::poison<Scalar>())) ++result.poisoned;
    }
  }
  result.sum = static_cast<double>(sum);
  result.squares = static_cast<double>(squares);
  return result;
}

void expect_equal(const Measured& found, const Measured& wanted) {
  EXPECT_EQ(found.hash, wanted.hash);
  EXPECT_EQ(found.count, wanted.count);
  EXPECT_EQ(found.not_finite, wanted.not_finite);
  EXPECT_EQ(found.poisoned, wanted.poisoned);
  EXPECT_EQ(found.low, wanted.low);
  EXPECT_EQ(found.high, wanted.high);
  const double n = std::max(1.0, static_cast<double>(wanted.count));
  EXPECT_NEAR(found.sum, wanted.sum, 2e-6 * std::sqrt(wanted.squares * n));
  EXPECT_NEAR(found.squares, wanted.squares, 2e-6 * wanted.squares);
}

template <class Scalar>
std::vector<Scalar> normals(std::size_t count, double mean = 0.25, double std = 1) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> values(static_cast<Eigen::Index>(count));
  init::Generator rng(7);
  init::normal{mean, std}(values, rng);
  return {values.data(), values.data() + values.size()};
}

template <class Scalar>
Measured measured(const std::vector<Scalar>& values, std::uint64_t element = 0,
                  std::uint64_t step = 1, double origin = 0) {
  Measured result;
  kernel::measure(values.data(), std::ptrdiff_t(values.size()), 1, element, step, origin, result);
  return result;
}

template <class Scalar>
std::uint64_t hash(const std::vector<Scalar>& values) {
  return measured(values).hash;
}

}  // namespace

template <class Scalar>
struct Measure : testing::Test {
  ~Measure() override { init::use_instruction_set(chosen); }

  /// Calls check() under every set that this processor has.
  template <class Check>
  static void under_each_set(const Check& check) {
    for (const init::InstructionSet set : init::internal::instruction_sets) {
      if (!init::is_supported(set)) continue;
      SCOPED_TRACE(init::name(set));
      init::use_instruction_set(set);
      check();
    }
  }

  init::InstructionSet chosen = init::instruction_set();
};
using Scalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Measure, Scalars);

TYPED_TEST(Measure, FindsEveryLineFromEveryStart) {
  const auto values = normals<TypeParam>(140);  // four vectors of the longest and one element
  this->under_each_set([&] {
    for (std::size_t start = 0; start < 4; ++start) {
      for (std::size_t size = 0; size <= 130; ++size) {
        const std::uint64_t element = start == 0 ? 0 : std::uint64_t(1) << (20 * start);
        const std::uint64_t step = start == 1 ? 77 : start == 2 ? 0x300000001 : 1;
        const std::vector<TypeParam> line(values.begin() + std::ptrdiff_t(start),
                                          values.begin() + std::ptrdiff_t(start + size));
        Measured found;
        kernel::measure(values.data() + start, std::ptrdiff_t(size), 1, element, step, 0.3, found);
        expect_equal(found, expected(line, element, step, 0.3));
        if (this->HasFailure()) FAIL() << "start " << start << ", size " << size;
      }
    }
  });
}

TYPED_TEST(Measure, FollowsStrides) {
  const auto values = normals<TypeParam>(4000);
  this->under_each_set([&] {
    for (const std::ptrdiff_t stride : {-3, -1, 2, 3}) {
      for (const std::ptrdiff_t size : {0, 1, 33, 511, 512, 513, 1300}) {
        const TypeParam* const line = values.data() + (stride < 0 ? 3999 : 0);
        std::vector<TypeParam> seen;
        for (std::ptrdiff_t i = 0; i < size; ++i) seen.push_back(line[i * stride]);
        Measured found;
        kernel::measure(line, size, stride, 5, 9, 0, found);
        expect_equal(found, expected(seen, 5, 9));
      }
    }
  });
}

TYPED_TEST(Measure, IsExactEnoughOverManyStretches) {
  const auto values = normals<TypeParam>(3000000, 0.01, 0.02);
  for (const double origin : {0.0, 0.01}) {
    const Measured wanted = expected(values, 0, 1, origin);
    this->under_each_set([&] {
      const Measured found = measured(values, 0, 1, origin);
      EXPECT_EQ(found.hash, wanted.hash);
      EXPECT_NEAR(found.sum, wanted.sum, 1e-5 * std::sqrt(wanted.squares));  // std √n
      EXPECT_NEAR(found.squares, wanted.squares, 1e-6 * wanted.squares);
    });
  }
}

TYPED_TEST(Measure, IsTheSameInBothStorageOrders) {
  constexpr std::ptrdiff_t rows = 37, columns = 150;
  const auto by_columns = normals<TypeParam>(rows * columns);
  std::vector<TypeParam> by_rows(by_columns.size());
  for (std::size_t i = 0; i < by_rows.size(); ++i) {
    by_rows[i % rows * columns + i / rows] = by_columns[i];
  }
  this->under_each_set([&] {
    Measured found;
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      kernel::measure(by_rows.data() + r * columns, columns, 1, std::uint64_t(r), rows, 0, found);
    }
    expect_equal(found, expected(by_columns));
  });
}

TYPED_TEST(Measure, OfPartsIsThatOfTheWhole) {
  const auto values = normals<TypeParam>(9000);
  this->under_each_set([&] {
    Measured found;
    for (std::size_t first = 0, size = 1; first < values.size(); first += size, size *= 3) {
      size = std::min(size, values.size() - first);
      Measured part;
      kernel::measure(values.data() + first, std::ptrdiff_t(size), 1, first, 1, 0.0, part);
      found.add(part);
    }
    expect_equal(found, expected(values));
  });
}

TYPED_TEST(Measure, CountsWhatIsNotFiniteAndLeavesItOut) {
  const auto infinity = TypeParam(std::numeric_limits<float>::infinity());
  const TypeParam odd_ones[] = {infinity, -infinity, kernel::poison<TypeParam>(),
                                std::numeric_limits<TypeParam>::quiet_NaN()};
  const auto values = normals<TypeParam>(9000);
  this->under_each_set([&] {
    for (const std::size_t place : {0u, 1u, 31u, 700u, 8192u, 8999u}) {
      for (const TypeParam odd_one : odd_ones) {
        auto spoilt = values;
        spoilt[place] = odd_one;
        spoilt[place / 2 + 40] = infinity;
        const Measured found = measured(spoilt, 3, 2, 0.25);
        expect_equal(found, expected(spoilt, 3, 2, 0.25));
        EXPECT_EQ(found.not_finite, 2u);
      }
    }
    const Measured poisoned = measured(std::vector<TypeParam>(3000, kernel::poison<TypeParam>()));
    EXPECT_EQ(poisoned.count, 3000u);
    EXPECT_EQ(poisoned.not_finite, 3000u);
    EXPECT_EQ(poisoned.poisoned, 3000u);
    EXPECT_EQ(poisoned.low, std::numeric_limits<double>::infinity());
    EXPECT_EQ(poisoned.sum, 0);
  });
}

TYPED_TEST(Measure, OfAConstantHasNoSpreadAboutIt) {
  this->under_each_set([&] {
    for (const double value : {0.0, 1.0, 0.1, -3e-5, 300.0}) {
      const std::vector<TypeParam> values(5000, TypeParam(value));
      const auto constant = static_cast<double>(values[0]);
      const Measured found = measured(values, 0, 1, constant);
      EXPECT_EQ(found.sum, 0);
      EXPECT_EQ(found.squares, 0);
      EXPECT_EQ(found.low, constant);
      EXPECT_EQ(found.high, constant);
      const volatile double near = constant * (1 + 1e-12);  // no float
      const double distance = constant - near;
      const Measured about = measured(values, 0, 1, near);
      EXPECT_NEAR(about.sum, 5000 * distance, 1e-9 * std::abs(5000 * distance));
      EXPECT_NEAR(about.squares, 5000 * distance * distance, 5e-6 * distance * distance);
    }
  });
}

TYPED_TEST(Measure, KnowsZerosOfBothSigns) {
  this->under_each_set([&] {
    const std::vector<TypeParam> positive(70, TypeParam(0.0f)), negative(70, TypeParam(-0.0f));
    EXPECT_NE(hash(positive), hash(negative));
    EXPECT_FALSE(std::signbit(measured(negative).low));
    EXPECT_FALSE(std::signbit(measured(negative).high));
  });
}

TYPED_TEST(Measure, HashesDifferWhereOneBitDoes) {
  auto values = normals<TypeParam>(70);
  values[3] = TypeParam(0.0f);
  std::vector<std::uint64_t> hashes{hash(values)};
  for (TypeParam& value : values) {
    const TypeParam before = value;
    for (std::size_t bit = 0; bit < 8 * sizeof(TypeParam); ++bit) {
      value = from_bits<TypeParam>(bits_of(before) ^ std::uint64_t(1) << bit);
      hashes.push_back(hash(values));
    }
    value = before;
  }
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

// What a sum of terms that are linear in the place would not see: two values that change places in
// two rows, and runs that change places with the same values in another order.
TYPED_TEST(Measure, HashesDifferWhereValuesChangePlaces) {
  const std::uint64_t one = bits_of(TypeParam(1.0f)), least = 1;
  const std::uint64_t sign = std::uint64_t(1) << (8 * sizeof(TypeParam) - 1);
  const std::pair<std::uint64_t, std::uint64_t> pairs[] = {
      {0, one}, {one, one ^ sign}, {0, least}, {0, sign}, {one, one + least}};
  for (const auto& [a, b] : pairs) {
    for (const std::uint64_t step : {1u, 16u, 1000u, 65536u, 1u << 20}) {
      std::vector<std::uint64_t> hashes{0};  // of all ways to write two values into 16 places
      for (std::uint64_t i = 0; i < 16; ++i) {
        Measured found[2];
        const TypeParam values[] = {from_bits<TypeParam>(a), from_bits<TypeParam>(b)};
        for (int k = 0; k < 2; ++k) kernel::measure(values + k, 1, 1, i * step, 1, 0, found[k]);
        for (std::size_t k = 0, size = hashes.size(); k < size; ++k) {
          hashes.push_back(hashes[k] + found[1].hash - found[0].hash);
        }
      }
      std::sort(hashes.begin(), hashes.end());
      EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end()) << a << ' ' << b;
    }
  }
}

TYPED_TEST(Measure, HashesOfManySmallTensorsDiffer) {
  std::mt19937_64 engine(11);
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 300000; ++i) {
    std::vector<TypeParam> values(3);
    for (TypeParam& value : values) value = from_bits<TypeParam>(engine());
    if (sizeof(TypeParam) == 2) values.push_back(from_bits<TypeParam>(engine()));
    hashes.push_back(hash(values));
  }
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TYPED_TEST(Measure, PoisonIsNoOtherScalarsConverted) {
  const auto is_poison = [](auto value) {
    return bits_of(value) == bits_of(kernel::poison<decltype(value)>());
  };
  EXPECT_FALSE(init::internal::is_finite(static_cast<double>(kernel::poison<TypeParam>())));
  EXPECT_TRUE(is_poison(kernel::poison<TypeParam>()));
  EXPECT_FALSE(is_poison(std::numeric_limits<TypeParam>::quiet_NaN()));
  const auto value = kernel::poison<TypeParam>();
  const auto single = static_cast<float>(value);
  if constexpr (!std::is_same_v<TypeParam, float>) {
    EXPECT_FALSE(is_poison(single));
  }
  if constexpr (!std::is_same_v<TypeParam, double>) {
    EXPECT_FALSE(is_poison(static_cast<double>(value)));
  }
  if constexpr (!std::is_same_v<TypeParam, Eigen::half>) {
    EXPECT_FALSE(is_poison(Eigen::half(single)));
  }
  if constexpr (!std::is_same_v<TypeParam, Eigen::bfloat16>) {
    EXPECT_FALSE(is_poison(Eigen::bfloat16(single)));
    // A conversion that only cuts bits off.
    EXPECT_FALSE(is_poison(from_bits<Eigen::bfloat16>(bits_of(single) >> 16)));
  }
}

TEST(MeasureOfFloats, KeepsSquaresThatNoFloatHolds) {
  for (const float size : {1e-30f, 3e30f}) {
    std::vector<float> values = normals<float>(5000);
    for (float& value : values) value *= size;
    expect_equal(measured(values), expected(values));
  }
}

TEST(Hash, HasKnownAnswers) {
  const std::vector<float> f{1, -0.5f, 0, -0.0f, 3, std::numeric_limits<float>::infinity()};
  const std::vector<double> d(f.begin(), f.end());
  std::vector<Eigen::half> h;
  std::vector<Eigen::bfloat16> b;
  for (const float value : f) {
    h.push_back(Eigen::half(value));
    b.push_back(Eigen::bfloat16(value));
  }
  EXPECT_EQ(hash(f), 0xb241fb481d5e72fa);
  EXPECT_EQ(hash(d), 0x81cd7ec5787cea40);
  EXPECT_EQ(hash(h), 0xabab91fbd3c91b7);
  EXPECT_EQ(hash(b), 0xb241fb481d5e72fa);  // of the same values
  EXPECT_EQ(hash(std::vector<float>{0.1f, -2.0f / 3}), 0x4bfbc6a9d19f2df6);
  EXPECT_EQ(hash(std::vector<double>{0.1, -2.0 / 3}), 0x4a960e1bc5fa9d61);
  EXPECT_EQ(hash(std::vector<float>{}), 0u);
}
