// Every initializer in one table, and one suite for all of them: each row says which distribution a
// weight of that shape must come from, and is held to it in every scalar and every storage.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <tuple>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <variant>
#include <vector>

#include "oracle.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
using init::Activation;
using init::FanMode;
using init::Fans;
using init::Generator;
using init::Index;
using init::Layout;
using statistics::Sample;

namespace {

/// What it takes to judge values of a scalar type when they are looked at in double.
struct Format {
  const char* name;
  int digits;        // of the significand
  int min_exponent;  // as in std::numeric_limits
  int word_bits;     // of the random word behind a value

  /// From x to its neighbour away from zero.
  double spacing(double x) const {
    return std::ldexp(1, std::max(std::ilogb(x), min_exponent - 1) - digits + 1);
  }

  /// The real numbers that round to x lie between these.
  std::pair<double, double> cell(double x) const {
    const double size = std::abs(x);
    const double outer = size + spacing(size) / 2;
    const double inner = size - spacing(std::nextafter(size, 0)) / 2;
    return x < 0 ? std::pair(-outer, -inner) : std::pair(inner, outer);
  }
};

template <class Scalar>
constexpr Format format(const char* name) {
  using Limits = std::numeric_limits<Scalar>;
  return {name, Limits::digits, Limits::min_exponent, std::is_same_v<Scalar, double> ? 64 : 32};
}

constexpr std::array<Format, 4> formats = {format<float>("float"), format<double>("double"),
                                           format<Eigen::half>("half"),
                                           format<Eigen::bfloat16>("bfloat16")};

/// Where a value is worked out before it is rounded to the scalar.
const Format& compute_format(const Format& scalar) {
  return scalar.word_bits == 64 ? formats[1] : formats[0];
}

/// What a fill left behind: the elements in column-major order, and whether the memory around them
/// is as it was.
struct Filled {
  Sample values;
  bool surroundings_kept = true;
};

constexpr float untouched = -77;

template <class Matrix>
Sample matrix_values(const Matrix& w) {
  Sample values;
  for (Index c = 0; c < w.cols(); ++c) {
    for (Index r = 0; r < w.rows(); ++r) values.push_back(double(w(r, c)));
  }
  return values;
}

template <class Scalar, int order>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;

template <class Scalar, int order, class Initialize>
Filled fill_matrix(const std::array<Index, 2>& shape, const Initialize& initialize,
                   Generator& rng) {
  Matrix<Scalar, order> w(shape[0], shape[1]);
  initialize(w, rng);
  return {matrix_values(w)};
}

template <class Scalar, int order, class Initialize>
Filled fill_block(const std::array<Index, 2>& shape, const Initialize& initialize, Generator& rng) {
  Matrix<Scalar, order> whole(shape[0] + 3, shape[1] + 5);
  whole.setConstant(Scalar(untouched));
  auto block = whole.block(2, 1, shape[0], shape[1]);
  initialize(block, rng);
  Filled filled = {matrix_values(block)};
  block.setConstant(Scalar(untouched));
  filled.surroundings_kept = (whole.array() == Scalar(untouched)).all();
  return filled;
}

template <class Scalar, int order, class Initialize, std::size_t rank>
Filled fill_tensor(const std::array<Index, rank>& shape, const Initialize& initialize,
                   Generator& rng) {
  Eigen::Tensor<Scalar, int(rank), order> w(shape);
  initialize(w, rng);
  Filled filled;
  std::array<Index, rank> index{};
  for (Index e = 0; e < w.size(); ++e) {
    filled.values.push_back(double(w(index)));
    for (std::size_t k = 0; k < rank && ++index[k] == shape[k]; ++k) index[k] = 0;
  }
  return filled;
}

/// Enough elements for statistics, or just more than matters to how memory is crossed.
enum class Size { large, small };

template <std::size_t rank>
struct Weight {
  std::array<Index, rank> large;
  std::array<Index, rank> small;
};

/// A kind of object that holds a weight, and a row's fill of a new one.
struct Storage {
  const char* name;
  std::function<Filled(Size, Generator&)> fill;
};

template <class Scalar, class Initialize, std::size_t rank>
std::vector<Storage> storages(const Weight<rank>& weight, const Initialize& initialize) {
  const auto storage = [&](const char* name, auto fill) {
    return Storage{name, [=](Size size, Generator& rng) {
                     return fill(size == Size::large ? weight.large : weight.small, initialize,
                                 rng);
                   }};
  };
  constexpr int columns = Eigen::ColMajor, rows = Eigen::RowMajor;
  std::vector<Storage> result = {
      storage("column-major tensor", &fill_tensor<Scalar, columns, Initialize, rank>),
      storage("row-major tensor", &fill_tensor<Scalar, rows, Initialize, rank>)};
  if constexpr (rank == 2) {
    result.push_back(storage("column-major matrix", &fill_matrix<Scalar, columns, Initialize>));
    result.push_back(storage("row-major matrix", &fill_matrix<Scalar, rows, Initialize>));
    result.push_back(storage("column-major block", &fill_block<Scalar, columns, Initialize>));
    result.push_back(storage("row-major block", &fill_block<Scalar, rows, Initialize>));
  }
  return result;
}

using Expected = std::variant<oracle::Constant, oracle::Uniform, oracle::Normal, oracle::Truncated>;

struct Row {
  std::string name;
  std::array<std::vector<Storage>, formats.size()> storages;  // for each scalar
  Expected expected;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

template <class Initialize, std::size_t rank>
Row row(const char* name, const Initialize& initialize, const Weight<rank>& weight,
        const Expected& expected) {
  return {
      name,
      {storages<float>(weight, initialize), storages<double>(weight, initialize),
       storages<Eigen::half>(weight, initialize), storages<Eigen::bfloat16>(weight, initialize)},
      expected};
}

/// The same initializer with fans that do not follow from the shape.
template <class Initialize>
auto given(Fans fans, const Initialize& initialize) {
  return [=](auto& w, Generator& rng) { initialize(w, fans, rng); };
}

oracle::Normal normal(double std) { return {0, std}; }
oracle::Truncated truncated(double std) {
  const double parent = std / 0.87962566103423978;
  return {0, parent, -2 * parent, 2 * parent};
}
oracle::Uniform uniform(double std) { return {-std::sqrt(3.0) * std, std::sqrt(3.0) * std}; }

// More than half a million elements, so that widths 1 % apart are ten standard errors apart, and
// axes that are neither equal nor multiples of a vector's lanes.
constexpr Weight<2> dense = {{509, 1031}, {67, 41}};
constexpr Weight<4> conv = {{126, 65, 8, 9}, {33, 7, 3, 4}};        // out, in, height, width
constexpr Weight<4> keras_conv = {{8, 9, 65, 126}, {4, 3, 7, 33}};  // height, width, in, out
constexpr Weight<4> experts = {{7, 128, 66, 9}, {3, 35, 5, 2}};     // batch, out, in, width

const std::vector<Row>& rows() {
  using std::sqrt;
  static const std::vector<Row> table = {
      row("constant", init::constant{0.1}, dense, oracle::Constant{0.1}),
      row("constant_of_a_convolution", init::constant{-3}, conv, oracle::Constant{-3}),
      row("zeros", init::zeros{}, dense, oracle::Constant{0}),
      row("ones", init::ones{}, dense, oracle::Constant{1}),

      row("uniform", init::uniform{}, dense, oracle::Uniform{0, 1}),
      row("uniform_off_centre", init::uniform{-0.25, 0.8}, conv, oracle::Uniform{-0.25, 0.8}),
      row("normal", init::normal{}, dense, oracle::Normal{0, 1}),
      row("normal_off_centre", init::normal{0.25, 0.07}, conv, oracle::Normal{0.25, 0.07}),

      row("truncated_normal", init::truncated_normal{}, dense, oracle::Truncated{0, 1, -2, 2}),
      row("truncated_normal_off_centre", init::truncated_normal{0.25, 0.07, 0.2, 0.5}, conv,
          oracle::Truncated{0.25, 0.07, 0.2, 0.5}),
      row("truncated_normal_beyond_its_words", init::truncated_normal::in_sigmas(0.07, -100, 100),
          dense, oracle::Truncated{0, 0.07, -7, 7}),

      row("xavier_uniform", init::xavier_uniform{}, dense, uniform(sqrt(2.0 / (1031 + 509)))),
      row("xavier_normal", init::xavier_normal{}, dense, normal(sqrt(2.0 / (1031 + 509)))),
      row("xavier_truncated_normal", init::xavier<init::truncated_normal>{}, dense,
          truncated(sqrt(2.0 / (1031 + 509)))),
      row("xavier_uniform_with_gain", init::xavier_uniform{5.0 / 3}, dense,
          uniform(5.0 / 3 * sqrt(2.0 / 1540))),
      row("xavier_uniform_of_a_convolution", init::xavier_uniform{}, conv,
          uniform(sqrt(2.0 / ((65 + 126) * 72)))),
      row("xavier_normal_in_groups", init::xavier_normal{1, Layout::out_in().groups(3)}, conv,
          normal(sqrt(2.0 / ((65 + 42) * 72)))),
      row("xavier_uniform_in_out_in_groups", init::xavier_uniform{1, Layout::in_out().groups(3)},
          conv, uniform(sqrt(2.0 / ((42 + 65) * 72)))),
      row("xavier_normal_spatial_in_out", init::xavier_normal{1, Layout::spatial_in_out()},
          keras_conv, normal(sqrt(2.0 / ((65 + 126) * 72)))),
      row("xavier_uniform_of_given_fans", given({300, 50}, init::xavier_uniform{}), dense,
          uniform(sqrt(2.0 / 350))),

      row("kaiming_uniform", init::kaiming_uniform{}, dense, uniform(sqrt(2.0 / 1031))),
      row("kaiming_normal", init::kaiming_normal{}, dense, normal(sqrt(2.0 / 1031))),
      row("kaiming_normal_by_fan_out", init::kaiming_normal{Activation::relu(), FanMode::fan_out},
          dense, normal(sqrt(2.0 / 509))),
      row("kaiming_uniform_by_fan_avg", init::kaiming_uniform{Activation::relu(), FanMode::fan_avg},
          dense, uniform(sqrt(2.0 / 770))),
      row("kaiming_uniform_by_fan_geo_avg",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_geo_avg}, dense,
          uniform(sqrt(2.0 / sqrt(1031.0 * 509)))),
      row("kaiming_uniform_linear", init::kaiming_uniform{Activation::linear()}, dense,
          uniform(sqrt(1.0 / 1031))),
      row("kaiming_uniform_sigmoid", init::kaiming_uniform{Activation::sigmoid()}, dense,
          uniform(sqrt(1.0 / 1031))),
      row("kaiming_uniform_tanh", init::kaiming_uniform{Activation::tanh()}, dense,
          uniform(5 / sqrt(9.0 * 1031))),
      row("kaiming_uniform_leaky_relu", init::kaiming_uniform{Activation::leaky_relu(0.5)}, dense,
          uniform(sqrt(1.6 / 1031))),
      row("kaiming_uniform_selu", init::kaiming_uniform{Activation::selu()}, dense,
          uniform(3 / sqrt(16.0 * 1031))),
      row("kaiming_normal_of_a_convolution", init::kaiming_normal{}, conv,
          normal(sqrt(2.0 / (65 * 72)))),
      row("kaiming_uniform_of_a_convolution_by_fan_out",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_out}, conv,
          uniform(sqrt(2.0 / (126 * 72)))),
      row("kaiming_normal_in_groups_by_fan_out",
          init::kaiming_normal{Activation::relu(), FanMode::fan_out, Layout::out_in().groups(3)},
          conv, normal(sqrt(2.0 / (42 * 72)))),
      row("kaiming_uniform_in_out",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_in, Layout::in_out()}, dense,
          uniform(sqrt(2.0 / 509))),
      row("kaiming_uniform_in_out_in_groups",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_in, Layout::in_out().groups(3)},
          conv, uniform(sqrt(2.0 / (42 * 72)))),
      row("kaiming_uniform_spatial_in_out",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_in, Layout::spatial_in_out()},
          keras_conv, uniform(sqrt(2.0 / (65 * 72)))),
      row("kaiming_uniform_of_a_stack",
          init::kaiming_uniform{Activation::relu(), FanMode::fan_out, Layout::axes({1}, {2}, {0})},
          experts, uniform(sqrt(2.0 / (128 * 9)))),
      row("kaiming_normal_of_given_fans", given({300, 50}, init::kaiming_normal{}), dense,
          normal(sqrt(2.0 / 300))),

      row("variance_scaling_uniform", init::variance_scaling<init::uniform>{}, dense,
          uniform(sqrt(1.0 / 1031))),
      row("variance_scaling_normal_by_fan_geo_avg",
          init::variance_scaling<init::normal>{0.3, FanMode::fan_geo_avg}, conv,
          normal(sqrt(0.3 / (72 * sqrt(65.0 * 126))))),
      row("variance_scaling_normal_by_fan_out_spatial_in_out",
          init::variance_scaling<init::normal>{2, FanMode::fan_out, Layout::spatial_in_out()},
          keras_conv, normal(sqrt(2.0 / (126 * 72)))),
      row("variance_scaling_uniform_of_given_fans",
          given({300, 50}, init::variance_scaling<init::uniform>{1, FanMode::fan_avg}), dense,
          uniform(sqrt(1.0 / 175))),
      row("lecun_uniform", init::lecun_uniform{}, dense, uniform(sqrt(1.0 / 1031))),
      row("lecun_normal_in_out", init::lecun_normal{Layout::in_out()}, conv,
          normal(sqrt(1.0 / (126 * 72)))),
      row("torch_default", init::torch_default{}, dense,
          oracle::Uniform{-sqrt(1.0 / 1031), sqrt(1.0 / 1031)}),
      row("torch_default_in_out_in_groups", init::torch_default{Layout::in_out().groups(3)}, conv,
          oracle::Uniform{-sqrt(1.0 / (42 * 72)), sqrt(1.0 / (42 * 72))}),
      row("torch_default_of_given_fans", given({300, 50}, init::torch_default{}), dense,
          oracle::Uniform{-sqrt(1.0 / 300), sqrt(1.0 / 300)}),
      row("siren_first", init::siren{30, true}, dense, oracle::Uniform{-1.0 / 1031, 1.0 / 1031}),
      row("siren", init::siren{}, dense,
          oracle::Uniform{-sqrt(6.0 / 1031) / 30, sqrt(6.0 / 1031) / 30}),
      row("siren_spatial_in_out", init::siren{17, false, Layout::spatial_in_out()}, keras_conv,
          oracle::Uniform{-sqrt(6.0 / (65 * 72)) / 17, sqrt(6.0 / (65 * 72)) / 17}),

      row("scaled_kaiming_normal", init::scaled<init::kaiming_normal>{{}, 2}, dense,
          normal(2 * sqrt(2.0 / 1031))),
      row("scaled_torch_default_of_given_fans",
          given({300, 50}, init::scaled<init::torch_default>{{}, 0.5}), dense,
          oracle::Uniform{-sqrt(1.0 / 300) / 2, sqrt(1.0 / 300) / 2}),
      row("prior_bias", init::prior_bias{0.01}, dense, oracle::Constant{-std::log(99.0)})};
  return table;
}

/// The closed interval that values keep to.
struct Range {
  double least, largest;
};

Range range(const oracle::Constant& constant, const Format& scalar) {
  const double rounding = scalar.spacing(constant.always) / 2;
  return {constant.always - rounding, constant.always + rounding};
}
Range range(const oracle::Uniform& uniform, const Format&) {
  return {uniform.low, std::nextafter(uniform.high, uniform.low)};
}
Range range(const oracle::Normal& normal, const Format& scalar) {
  const double farthest = normal.spread * double(oracle::Draw{0, scalar.word_bits}.z());
  const double rounding = scalar.spacing(std::abs(normal.center) - farthest);
  return {normal.center + farthest - rounding, normal.center - farthest + rounding};
}

Range range(const oracle::Truncated& truncated, const Format& scalar) {
  const Range uncut = range(oracle::Normal{truncated.center, truncated.spread}, scalar);
  return {std::max(truncated.low, uncut.least), std::min(truncated.high, uncut.largest)};
}

/// Half a spacing for each time that a value is rounded: where it is worked out, and to a narrower
/// scalar.
double rounding(const Format& scalar, double value) {
  const Format& wide = compute_format(scalar);
  return (wide.spacing(value) + (scalar.digits < wide.digits ? scalar.spacing(value) : 0)) / 2;
}

/// How far a value may be from the definition's: what the documentation promises, and the roundings
/// of the parameters and of the value.
double tolerance(const oracle::Constant&, const Format& scalar, double value) {
  return scalar.spacing(value) / 2;
}
double tolerance(const oracle::Uniform& uniform, const Format& scalar, double value) {
  // low and high - low are rounded, and the value may be moved to the last below high.
  const double widest = std::max(std::abs(uniform.low), std::abs(uniform.high));
  return 2 * compute_format(scalar).spacing(widest) + scalar.spacing(value) / 2 +
         rounding(scalar, value);
}
double tolerance(const oracle::Normal& normal, const Format& scalar, double value) {
  const double z_error = scalar.word_bits == 64 ? 1e-14 : 5e-7;
  const double std_error =
      std::ldexp(std::abs(value - normal.center), -compute_format(scalar).digits);
  return z_error * normal.spread + std_error + rounding(scalar, value);
}

double tolerance(const oracle::Truncated& truncated, const Format& scalar, double value) {
  // A value that rounds to beyond a bound is moved to the last one inside.
  return tolerance(oracle::Normal{truncated.center, truncated.spread}, scalar, value) +
         scalar.spacing(value);
}

statistics::StandardMoments standard_moments(const oracle::Uniform&) {
  return statistics::uniform_moments;
}
statistics::StandardMoments standard_moments(const oracle::Normal&) {
  return statistics::normal_moments;
}
statistics::StandardMoments standard_moments(const oracle::Truncated& truncated) {
  return truncated.standard_moments();
}

statistics::Budget budget() {
  const std::size_t statistics_of_a_sample = 4 + 1 + 1;
  return {1e-9, rows().size() * formats.size() * statistics_of_a_sample};
}

/// Rounding to the scalar adds spacing² / 12 to the variance, in each row far below the standard
/// error.
template <class Distribution>
testing::AssertionResult has_moments(const Sample& sample, const Distribution& expected,
                                     double std) {
  const double limit = statistics::z_limit(budget());
  for (const statistics::Moment& moment :
       statistics::moments(sample, expected.mean(), std, standard_moments(expected))) {
    if (!(std::abs(moment.z()) <= limit)) {
      return testing::AssertionFailure()
             << moment.name << " of the standardised values is " << moment.value << " and not "
             << moment.expected << " ± " << limit * moment.standard_error;
    }
  }
  return testing::AssertionSuccess();
}

/// Against the distribution of a rounded value: P(X ≤ x) is P(Y ≤ y) for the largest y that rounds
/// to x, but where x is the first or last number in range, it takes what would round to those
/// beyond.
template <class Distribution>
double kolmogorov_distance(const Sample& ascending, const Distribution& expected,
                           const Format& scalar) {
  const Range inside = range(expected, scalar);
  const auto below = [&](double x) {
    const double edge = scalar.cell(x).first;
    return 2 * edge - x < inside.least ? 0 : expected.cdf(edge);
  };
  const auto up_to = [&](double x) {
    const double edge = scalar.cell(x).second;
    return 2 * edge - x > inside.largest ? 1 : expected.cdf(edge);
  };
  return statistics::kolmogorov_distance(ascending, below, up_to);
}

template <class Distribution>
void expect_distribution(Sample sample, const Distribution& expected, const Format& scalar) {
  EXPECT_TRUE(has_moments(sample, expected, expected.std()));
  EXPECT_FALSE(has_moments(sample, expected, expected.std() * 1.01)) << "1 % too narrow passes";
  EXPECT_FALSE(has_moments(sample, expected, expected.std() / 1.01)) << "1 % too wide passes";
  std::sort(sample.begin(), sample.end());
  EXPECT_LE(kolmogorov_distance(sample, expected, scalar),
            statistics::kolmogorov_limit(budget(), sample.size()));
  // The narrow scalars have too few numbers for bins of equal probability.
  if (scalar.digits >= 24) {
    const auto edges = statistics::bin_edges([&](double p) { return expected.quantile(p); }, 100,
                                             100.0 / double(sample.size()));
    EXPECT_LE(statistics::chi_square(sample, edges, [&](double x) { return expected.cdf(x); }),
              statistics::chi_square_limit(budget(), edges.size()));
  }
}

/// Every value inside its range, and one in thirteen, which has no factor in common with any
/// vector, where the definition puts it. Backwards, so that the last one is among them.
template <class Distribution>
void expect_words(const Sample& sample, const oracle::Fill& fill, const Distribution& expected,
                  const Format& scalar) {
  const Range inside = range(expected, scalar);
  for (const double value : sample) {
    ASSERT_TRUE(value >= inside.least && value <= inside.largest) << value;
  }
  for (std::size_t e = sample.size(); e-- > 0; e -= std::min<std::size_t>(e, 12)) {
    const oracle::Wide value = expected.value(fill.draw(e, scalar.word_bits));
    ASSERT_LE(std::abs(sample[e] - value), tolerance(expected, scalar, double(value)))
        << "element " << e << " is " << sample[e] << " and not " << value;
  }
}

class Initializer : public testing::TestWithParam<std::tuple<Row, std::size_t>> {
 protected:
  const Row& row() const { return std::get<0>(GetParam()); }
  const Format& scalar() const { return formats[std::get<1>(GetParam())]; }
  const std::vector<Storage>& storages() const { return row().storages[std::get<1>(GetParam())]; }
  std::uint64_t seed() const {
    std::uint64_t hash = 0;
    for (const char letter : row().name) hash = 31 * hash + static_cast<unsigned char>(letter);
    return hash;
  }
};

std::string row_and_scalar(const testing::TestParamInfo<Initializer::ParamType>& test) {
  return std::get<0>(test.param).name + "_" + formats[std::get<1>(test.param)].name;
}

}  // namespace

TEST_P(Initializer, FollowsItsDistributionWordByWord) {
  Generator rng(seed());
  storages().front().fill(Size::small, rng);
  const Sample sample = storages().front().fill(Size::large, rng).values;
  const oracle::Fill second_fill = {seed(), 1};
  std::visit(
      [&](const auto& expected) {
        expect_words(sample, second_fill, expected, scalar());
        if constexpr (!std::is_same_v<decltype(expected), const oracle::Constant&>) {
          if (!HasFatalFailure()) expect_distribution(sample, expected, scalar());
        }
      },
      row().expected);
}

TEST_P(Initializer, GivesTheSameValuesInEveryStorage) {
  Generator first_rng(seed());
  const Sample values = storages().front().fill(Size::small, first_rng).values;
  for (const Storage& storage : storages()) {
    Generator rng(seed());
    const Filled filled = storage.fill(Size::small, rng);
    EXPECT_TRUE(filled.values == values) << storage.name;
    EXPECT_TRUE(filled.surroundings_kept) << storage.name;
    EXPECT_EQ(rng, first_rng) << storage.name;
  }
}

INSTANTIATE_TEST_SUITE_P(, Initializer,
                         testing::Combine(testing::ValuesIn(rows()),
                                          testing::Range(std::size_t(0), formats.size())),
                         row_and_scalar);

TEST(InitializerNames, OfTheTwoSchoolsAreTheSameTypes) {
  static_assert(std::is_same_v<init::glorot_uniform, init::xavier_uniform>);
  static_assert(std::is_same_v<init::glorot_normal, init::xavier_normal>);
  static_assert(std::is_same_v<init::he_uniform, init::kaiming_uniform>);
  static_assert(std::is_same_v<init::he_normal, init::kaiming_normal>);
  static_assert(std::is_same_v<init::xavier_normal, init::xavier<init::normal>>);
  static_assert(std::is_same_v<init::kaiming_uniform, init::kaiming<init::uniform>>);
  static_assert(std::is_same_v<init::lecun_uniform, init::lecun<init::uniform>>);
  static_assert(std::is_same_v<init::lecun_normal, init::lecun<init::normal>>);
}

TEST(InitializerOfGivenFans, FillsAVectorLikeAMatrixOfOneColumn) {
  Eigen::VectorXf vector(1000);
  Eigen::MatrixXf matrix(1000, 1);
  Generator vector_rng(1), matrix_rng(1);
  init::kaiming_normal{}(vector, Fans{30, 1000}, vector_rng);
  init::kaiming_normal{}(matrix, Fans{30, 1000}, matrix_rng);
  EXPECT_EQ(vector, matrix.col(0));
  init::xavier_uniform{}(vector, Fans{30, 1000}, vector_rng);
  init::xavier_uniform{}(matrix, Fans{30, 1000}, matrix_rng);
  EXPECT_EQ(vector, matrix.col(0));
}
