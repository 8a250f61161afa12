// Complex weights: the stated standard deviation is that of |z|, every direction is as likely as
// every other, and all initializers that are defined in the plane take them.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
namespace internal = eigeninit::internal;
using Eigen::Index;

namespace {

constexpr Index size = 200000;

template <class Scalar, class Initializer>
std::vector<std::complex<double>> draw(const Initializer& initializer) {
  init::Generator rng(5);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> w(size);
  initializer(w, rng);
  std::vector<std::complex<double>> values;
  for (const Scalar z : w) values.push_back(std::complex<double>(z));
  return values;
}

/// |z - center|² / E|z - center|² has the distribution `cdf`, and the direction is uniform and
/// independent of it.
template <class Scalar, class Initializer, class Cdf>
void expect_round(const Initializer& initializer, double center, double std, const Cdf& cdf) {
  const statistics::Budget budget{1e-9, 14 * 3};
  std::vector<double> squares, directions, products;
  for (const std::complex<double>& z : draw<Scalar>(initializer)) {
    const std::complex<double> y = (z - center) / std;
    squares.push_back(std::norm(y));
    directions.push_back(std::arg(y) / (8 * std::atan(1.0)) + 0.5);
    products.push_back((std::norm(y) - 1) * std::cos(std::arg(y)));
  }
  double mean_product = 0, square_product = 0;
  for (const double x : products) {
    mean_product += x / double(size);
    square_product += x * x / double(size);
  }
  EXPECT_LE(std::abs(mean_product),
            statistics::z_limit(budget) * std::sqrt(square_product / double(size)));
  const auto even = [](double x) { return x; };
  std::sort(squares.begin(), squares.end());
  std::sort(directions.begin(), directions.end());
  // Rounding to float moves a value by less than what the limit sees.
  EXPECT_LE(statistics::kolmogorov_distance(squares, cdf, cdf),
            statistics::kolmogorov_limit(budget, std::size_t(size)));
  EXPECT_LE(statistics::kolmogorov_distance(directions, even, even),
            statistics::kolmogorov_limit(budget, std::size_t(size)));
}

double exponential(double square) { return 1 - std::exp(-square); }
double disk(double square) { return std::min(square / 2, 1.0); }
/// An exponential cut at 4, with mean 1: uncut it would have the mean 1 / 0.92537.
double cut(double square) {
  const double uncut_mean = 1 / (1 - 4 / std::expm1(4.0));
  return std::min(std::expm1(-square / uncut_mean) / std::expm1(-4.0), 1.0);
}

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace

template <class Scalar>
struct Complex : testing::Test {};
using BothWidths = testing::Types<std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(Complex, BothWidths);

TYPED_TEST(Complex, DistributionsHaveTheStatedStandardDeviationInEveryDirection) {
  expect_round<TypeParam>(init::normal{0, 0.3}, 0, 0.3, exponential);
  expect_round<TypeParam>(init::normal{2, 0.3}, 2, 0.3, exponential);
  expect_round<TypeParam>(init::uniform::with_std(0.3), 0, 0.3, disk);
  expect_round<TypeParam>(init::uniform{1, 3}, 2, 2 / std::sqrt(12.0), disk);
  expect_round<TypeParam>(init::truncated_normal::with_std(0.3), 0, 0.3, cut);
  expect_round<TypeParam>(init::truncated_normal{1, 0.2, -9, 11}, 1, 0.2, exponential);
}

TYPED_TEST(Complex, TruncationTakesRoundedBoundsAndTheNarrowest) {
  const double mean = 0.1, distance = 0.2;  // mean + distance - mean is not 0.2
  for (const auto& z :
       draw<TypeParam>(init::truncated_normal{mean, 1, mean - distance, mean + distance})) {
    ASSERT_LE(std::abs(z - mean), distance * (1 + 1e-6));
  }
  double farthest = 0;
  for (const auto& z : draw<TypeParam>(init::truncated_normal{0, 1e30, -1e-5, 1e-5})) {
    farthest = std::max(farthest, std::abs(z));
  }
  EXPECT_LE(farthest, 1e-5);
  EXPECT_GT(farthest, 0.8e-5);
}

TYPED_TEST(Complex, TruncationKeepsToTheCircleBetweenItsBounds) {
  for (const double bound : {1e-5, 0.5, 2.0, 6.0}) {
    double farthest = 0;
    for (const auto& z : draw<TypeParam>(init::truncated_normal{0, 1, -bound, bound})) {
      farthest = std::max(farthest, std::abs(z));
    }
    EXPECT_LE(farthest, bound);
    EXPECT_GT(farthest, bound * 0.5);
  }
}

// It was a disk of radius 1.63, and NaN between infinite bounds.
TYPED_TEST(Complex, TruncationWithoutWidthIsTheMean) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const init::truncated_normal& point : {init::truncated_normal{0, 0, -2, 2},
                                              {0, 0, -infinity, infinity},
                                              {0.5, 0, -1.5, 2.5},
                                              {0.5, 0, -infinity, infinity},
                                              {0.5, 1, 0.5, 0.5},
                                              {0.5, 0, 0.5, 0.5},
                                              init::truncated_normal::with_std(0)}) {
    for (const auto& z : draw<TypeParam>(point)) {
      ASSERT_EQ(z, point.mean) << point.std << " " << point.low << " " << point.high;
    }
  }
}

TYPED_TEST(Complex, TruncationTakesInfiniteBounds) {
  const double infinity = std::numeric_limits<double>::infinity();
  expect_round<TypeParam>(init::truncated_normal{0, 0.3, -infinity, infinity}, 0, 0.3, exponential);
}

TYPED_TEST(Complex, SchemesTakeThemWithTheFansOfTheirShape) {
  Matrix<TypeParam> w(400, 500);
  init::Generator rng(1);
  init::kaiming_normal{}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 500 / 2, 1, 0.02);
  init::xavier<init::truncated_normal>{}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 900 / 2, 1, 0.02);
  init::scaled<init::kaiming_uniform>{{}, 3}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 500 / 18, 1, 0.02);
}

TYPED_TEST(Complex, OrthogonalIsUnitary) {
  const double tolerance = double(Eigen::NumTraits<TypeParam>::epsilon()) * 30;
  init::Generator rng(1);
  for (const auto& [rows, cols] : {std::pair(1, 1), std::pair(3, 2), std::pair(40, 130)}) {
    Matrix<TypeParam> q(rows, cols);
    init::orthogonal{}(q, rng);
    const Matrix<TypeParam> product =
        rows >= cols ? Matrix<TypeParam>(q.adjoint() * q) : Matrix<TypeParam>(q * q.adjoint());
    EXPECT_LE(double((product - Matrix<TypeParam>::Identity(product.rows(), product.cols()))
                         .cwiseAbs()
                         .maxCoeff()),
              tolerance);
  }
}

// A 1 × 1 unitary matrix is a phase, and phases are uniform.
TEST(Complex, UnitaryMatricesHaveUniformPhases) {
  init::Generator rng(1);
  std::vector<double> phases;
  for (int i = 0; i < 20000; ++i) {
    Eigen::MatrixXcd q(1, 1);
    init::orthogonal{}(q, rng);
    EXPECT_NEAR(std::abs(q(0, 0)), 1, 1e-15);
    phases.push_back(std::arg(q(0, 0)) / (8 * std::atan(1.0)) + 0.5);
  }
  std::sort(phases.begin(), phases.end());
  const auto even = [](double x) { return x; };
  EXPECT_LE(statistics::kolmogorov_distance(phases, even, even),
            statistics::kolmogorov_limit({1e-9, 1}, phases.size()));
}

TYPED_TEST(Complex, FillsTheSameInEveryStorageAndAsShards) {
  const auto each = [](const auto& initializer) {
    Matrix<TypeParam> by_column(30, 20), part(7, 9);
    Eigen::Matrix<TypeParam, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(30, 20);
    Eigen::Tensor<TypeParam, 2, Eigen::RowMajor> tensor(30, 20);
    init::Generator a(2), b(2), c(2), d(2);
    initializer(by_column, a);
    initializer(by_row, b);
    initializer(tensor, c);
    initializer(init::shard(part, {30, 20}, {11, 5}), d);
    EXPECT_EQ(by_column, by_row);
    EXPECT_EQ(part, by_column.block(11, 5, 7, 9));
    for (Index i = 0; i < 30; ++i) {
      for (Index j = 0; j < 20; ++j) EXPECT_EQ(tensor(i, j), by_column(i, j));
    }
    EXPECT_EQ(a, c);
    EXPECT_EQ(a, d);
  };
  each(init::normal{0.5, 1});
  each(init::uniform{});
  each(init::truncated_normal{});
}

TYPED_TEST(Complex, ConstantsAndStructuresAreReal) {
  using Real = typename TypeParam::value_type;
  Matrix<TypeParam> w(4, 3);
  init::constant{0.25}(w);
  EXPECT_EQ(w, Matrix<TypeParam>::Constant(4, 3, TypeParam(Real(0.25))));
  init::eye{}(w);
  EXPECT_EQ(w, (Matrix<TypeParam>::Identity(4, 3)));
}

TEST(Complex, RefusesWhatHasNoMeaningInThePlane) {
  Eigen::VectorXcf w = Eigen::VectorXcf::Constant(3, 7);
  std::mt19937 engine(1);
  EXPECT_EQ(message_of([&] {
              init::truncated_normal{0, 1, -1, 2}(w, engine);
            }),
            "truncated_normal: complex values are cut at one distance from their mean 0, and the "
            "bounds are -1 and 2; pass bounds of mean − distance and mean + distance");
  EXPECT_EQ(message_of([&] {
              init::truncated_normal{0, 1, -1, std::numeric_limits<double>::infinity()}(w, engine);
            }),
            "truncated_normal: complex values are cut at one distance from their mean 0, and the "
            "bounds are -1 and inf; pass bounds of mean − distance and mean + distance");
  EXPECT_EQ(message_of([&] {
              init::normal{0, -1}(w, engine);
            }),
            "normal: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(w, Eigen::VectorXcf::Constant(3, 7));
  EXPECT_EQ(engine, std::mt19937(1));
}

// What becomes of two real numbers, one after the other and operation by operation: the bits that
// every instruction set's text has to give.
namespace one_by_one {

EIGENINIT_STRICT_BEGIN

double log_ratio(double s) {
  const double square = internal::product(s, s);
  double sum = 0;
  for (int k = 21; k >= 3; k -= 2) sum = internal::product(square, 1.0 / k + sum);
  return 2 * (s + internal::product(s, sum));
}

/// For x > -1.
double log1p(double x) {
  if (x > -0.25 && x < 0.25) return log_ratio(x / (2 + x));
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd;
  const auto bits = internal::bits_as<std::uint64_t>(1 + x);
  const auto exponent = std::int64_t(bits - sqrt_half) >> 52;
  const auto m = internal::bits_as<double>(bits - (std::uint64_t(exponent) << 52));
  return double(exponent) * 0x1.62e42fefp-1 +
         (internal::product(double(exponent), 0x1.473de6af278edp-34) +
          log_ratio((m - 1) / (m + 1)));
}

std::complex<double> turned(double turn) {
  const int quarter = (int(8 * turn) + 1) / 2;
  const double x = internal::product(turn - 0.25 * quarter, 0x1.921fb54442d18p2);
  const double square = internal::product(x, x);
  double cos = 1, sin = 1;
  for (int k = 18; k >= 2; k -= 2) {
    cos = 1 - internal::product(square, cos) / (k * (k - 1));
    sin = 1 - internal::product(square, sin) / (k * (k + 1));
  }
  sin = internal::product(x, sin);
  switch (quarter % 4) {
    case 0: return {cos, sin};
    case 1: return {-sin, cos};
    case 2: return {-cos, -sin};
    default: return {sin, -cos};
  }
}

double radius(const internal::DiskRadius& to, double u) { return to.radius * std::sqrt(u); }
double radius(const internal::TruncatedRadius& to, double u) {
  return to.cut < 1e-9 ? to.distance * internal::disk_in_interval * std::sqrt(u)
                       : to.scale * std::sqrt(-log1p(-internal::product(u, to.share)));
}

template <class Radius, class T>
std::complex<T> value(const internal::ToPolar<Radius>& to, const std::complex<T>& pair) {
  const double distance = radius(to.radius, double(pair.real()));
  const std::complex<double> direction = turned(double(pair.imag()));
  return {T(to.center + internal::product(distance, direction.real())),
          T(internal::product(distance, direction.imag()))};
}
template <class T>
std::complex<T> value(const internal::ToMean& to, const std::complex<T>& pair) {
  if (to.mean == 0) return pair;
  return {pair.real() + T(to.mean), pair.imag() + T(0)};
}

EIGENINIT_STRICT_END

}  // namespace one_by_one

namespace {

template <class T>
using Numbers = std::vector<T>;

template <class Finish, class T>
using FinishKernel = void (*)(const Finish&, std::complex<T>*, std::ptrdiff_t);
template <class Finish, class T>
FinishKernel<Finish, T> finish_of(init::InstructionSet set) {
  switch (set) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe)             \
  EIGENINIT_IF_BUILT(is_built, case init::InstructionSet::set \
                     : return internal::kernel::set::finish;)
#include <eigeninit/kernel/instruction_sets.inl>
#undef EIGENINIT_SET_ENTRY
    default: return internal::kernel::scalar::finish;
  }
}

/// All instruction sets finish `pairs` as they are finished one by one, and write nothing else.
template <class Finish, class T>
void expect_finished(const Finish& to, const Numbers<T>& pairs, std::ptrdiff_t offset) {
  using Bits = internal::rounding::Bits<T>;
  const auto count = pairs.size() / 2;
  Numbers<T> expected(pairs.size() + std::size_t(2 * offset), T(7));
  Numbers<T> start = expected;
  std::copy(pairs.begin(), pairs.end(), start.begin() + offset);
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = one_by_one::value(to, std::complex<T>(pairs[2 * i], pairs[2 * i + 1]));
    expected[std::size_t(offset) + 2 * i] = value.real();
    expected[std::size_t(offset) + 2 * i + 1] = value.imag();
  }
  const internal::AnyFinish any(to);
  for (const init::InstructionSet set : internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    Numbers<T> one = start, other = start;
    finish_of<Finish, T>(set)(to, reinterpret_cast<std::complex<T>*>(one.data() + offset),
                              std::ptrdiff_t(count));
    finish_of<internal::AnyFinish, T>(set)(
        any, reinterpret_cast<std::complex<T>*>(other.data() + offset), std::ptrdiff_t(count));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto bits = internal::bits_as<Bits>(expected[i]);
      ASSERT_EQ(internal::bits_as<Bits>(one[i]), bits)
          << init::name(set) << ": number " << i << " of " << count << " values is " << one[i]
          << ", not " << expected[i];
      ASSERT_EQ(internal::bits_as<Bits>(other[i]), bits) << init::name(set);
    }
  }
}

/// The ends of [0, 1), the eighths where a turn's nearest quarter changes, and what lies beside
/// them.
template <class T>
Numbers<T> notable_numbers() {
  constexpr T unit = std::numeric_limits<T>::epsilon() / 2;
  Numbers<T> numbers;
  for (int eighth = 0; eighth <= 8; ++eighth) {
    for (int i = -3; i <= 3; ++i) {
      const T number = T(eighth) / 8 + T(i) * unit;
      if (number >= 0 && number < 1) numbers.push_back(number);
    }
  }
  for (T small = unit; small < T(0.1); small *= T(1.7)) {
    numbers.push_back(small);
    numbers.push_back(1 - small);
  }
  return numbers;
}

template <class T>
Numbers<T> random_numbers(std::size_t count) {
  std::mt19937_64 words(3);
  constexpr int digits = std::numeric_limits<T>::digits;
  Numbers<T> numbers(count);
  for (T& number : numbers) {
    number = T(words() >> (64 - digits)) * (std::numeric_limits<T>::epsilon() / 2);
  }
  return numbers;
}

/// check(finish) for disks, circles of every size and means.
template <class Check>
void for_each_finish(const Check& check) {
  using internal::ToPolar;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double center : {0.0, 0.3}) {
    check(ToPolar<internal::DiskRadius>{center, {0.7}});
    check(internal::ToMean{center});
    for (const double cut :
         {1e-12, 0.99e-9, 1.01e-9, 1e-5, 0.3, 0.5, 0.6, 1.0, 2.0, 5.0, 6.0, 9.0, 40.0, infinity}) {
      check(ToPolar<internal::TruncatedRadius>{
          center, internal::truncated_radius({center, 0.5, center - cut / 2, center + cut / 2})});
    }
  }
  check(ToPolar<internal::DiskRadius>{0, {1e30}});
  check(ToPolar<internal::DiskRadius>{0, {1e-40}});  // values that a float has no digits for
}

}  // namespace

TYPED_TEST(Complex, AllInstructionSetsMakeAnyNumberOfValuesAtAnyAddress) {
  using T = typename TypeParam::value_type;
  const Numbers<T> numbers = random_numbers<T>(2 * 100);
  for_each_finish([&](const auto& to) {
    for (std::ptrdiff_t count = 0; count <= 100; ++count) {
      const Numbers<T> pairs(numbers.begin(), numbers.begin() + 2 * count);
      expect_finished(to, pairs, 4 + count % 3);
    }
  });
}

TYPED_TEST(Complex, AllInstructionSetsHaveOneResultForEveryPair) {
  using T = typename TypeParam::value_type;
  const Numbers<T> notable = notable_numbers<T>(), random = random_numbers<T>(20000);
  Numbers<T> pairs;
  for (const T first : notable) {
    for (const T second : notable) {
      pairs.push_back(first);
      pairs.push_back(second);
    }
  }
  pairs.insert(pairs.end(), random.begin(), random.end());
  for_each_finish([&](const auto& to) { expect_finished(to, pairs, 3); });
}

TYPED_TEST(Complex, AMeanMakesNoNegativeZero) {
  using T = typename TypeParam::value_type;
  for (const double mean : {0.0, 0.5, -0.5}) {
    Numbers<T> pairs(2 * 41, -T(0));
    for (std::size_t i = 0; i < pairs.size(); i += 3) pairs[i] = T(i) - T(40.25);
    expect_finished(internal::ToMean{mean}, pairs, 1);
  }
}
