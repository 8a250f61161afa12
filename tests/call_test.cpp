// How initializers can be called: what std::is_invocable says of right and of wrong calls, and the
// three protocols' traits.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <random>
#include <string>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
using init::Fans;
using init::Generator;

namespace {

using Matrix = Eigen::MatrixXf;
using Vector = Eigen::VectorXf;
template <int rank>
using Tensor = Eigen::Tensor<float, rank>;

template <class Initializer, class... Arguments>
constexpr bool takes = std::is_invocable_v<const Initializer&, Arguments...>;

/// The calls that every initializer has, of weights that it fills.
template <class Initializer, class Weight>
constexpr bool has_all_calls =
    takes<Initializer, Weight&, Generator&>&& takes<Initializer, Weight&, Generator>&&
        takes<Initializer, Weight&, std::mt19937&>&& takes<Initializer, Weight&, Fans, Generator&>&&
            takes<Initializer, init::View<float, init::rank_of<Weight&>>, Generator&>;

/// The calls that none has.
template <class Initializer, class Weight>
constexpr bool has_wrong_calls =
    takes<Initializer> || takes<Initializer, Weight&, int> ||
    takes<Initializer, Weight&, const char*> || takes<Initializer, const Weight&, Generator&> ||
    takes<Initializer, Weight, Generator&> || takes<Initializer, Eigen::MatrixXi&, Generator&> ||
    takes<Initializer, std::vector<float>&, Generator&> ||
    takes<Initializer, Generator&, Weight&> || takes<Initializer, Weight&, const Generator&> ||
    takes<Initializer, Weight&, Generator&, Fans> || takes<Initializer, Weight&, int, Generator&> ||
    takes<Initializer, Weight&, int, const char*> ||
    takes<Initializer, Weight&, Fans, const Generator&> ||
    takes<Initializer, Weight&, Generator&, int, int> ||
    takes<Initializer, decltype(std::declval<Matrix&>() + std::declval<Matrix&>()), Generator&>;

template <class Initializer, class Weight>
constexpr bool draws = has_all_calls<Initializer, Weight> && !takes<Initializer, Weight&> &&
                       !has_wrong_calls<Initializer, Weight>;
template <class Initializer, class Weight>
constexpr bool draws_nothing = has_all_calls<Initializer, Weight>&& takes<Initializer, Weight&> &&
                               !has_wrong_calls<Initializer, Weight>;

static_assert(draws<init::uniform, Vector> && draws<init::uniform, Matrix>);
static_assert(draws<init::normal, Matrix> && draws<init::normal, Tensor<8>>);
static_assert(draws<init::truncated_normal, Matrix> &&
              !takes<init::normal, Tensor<9>&, Generator&>);
static_assert(draws<init::xavier_uniform, Matrix> && draws<init::kaiming_normal, Tensor<4>>);
static_assert(draws<init::lecun_normal, Matrix> && draws<init::siren, Matrix>);
static_assert(draws<init::variance_scaling<init::truncated_normal>, Matrix>);
static_assert(draws<init::torch_default, Matrix>);
static_assert(draws<init::orthogonal, Matrix> && draws<init::delta_orthogonal, Tensor<4>>);
static_assert(draws<init::sparse, Matrix> && draws<init::chrono_bias, Vector>);
static_assert(draws<init::packed<init::xavier_uniform>, Matrix>);
static_assert(draws<init::icnr<init::kaiming_normal>, Tensor<4>>);
static_assert(draws<init::scaled<init::kaiming_normal>, Matrix>);
static_assert(draws<init::scaled<init::packed<init::orthogonal>>, Matrix>);

static_assert(draws_nothing<init::constant, Vector> && draws_nothing<init::zeros, Matrix>);
static_assert(draws_nothing<init::ones, Tensor<3>> && draws_nothing<init::eye, Matrix>);
static_assert(draws_nothing<init::dirac, Tensor<4>> && draws_nothing<init::bilinear, Tensor<5>>);
static_assert(draws_nothing<init::gate_bias, Vector> && draws_nothing<init::prior_bias, Vector>);
static_assert(draws_nothing<init::packed<init::zeros>, Vector>);
static_assert(draws_nothing<init::icnr<init::ones>, Matrix>);
static_assert(draws_nothing<init::scaled<init::constant>, Matrix>);

// A vector has no fans, unless they are passed.
static_assert(!takes<init::kaiming_normal, Vector&, Generator&>);
static_assert(takes<init::kaiming_normal, Vector&, Fans, Generator&>);
static_assert(!takes<init::packed<init::kaiming_normal>, Vector&, Generator&>);
static_assert(takes<init::packed<init::kaiming_normal>, Vector&, Fans, Generator&>);
static_assert(!takes<init::orthogonal, Vector&, Generator&>);

// Ranks.
static_assert(!takes<init::eye, Tensor<3>&> && !takes<init::sparse, Vector&, Generator&>);
static_assert(!takes<init::dirac, Matrix&> && !takes<init::dirac, Tensor<6>&>);
static_assert(!takes<init::bilinear, Matrix&> &&
              !takes<init::delta_orthogonal, Matrix&, Generator&>);

// Scalars that a source does not fill.
static_assert(takes<init::normal, Matrix&, init::torch::Generator&>);
static_assert(!takes<init::normal, Eigen::MatrixXcf&, init::torch::Generator&>);
static_assert(!takes<init::packed<init::normal>, Eigen::MatrixXcf&, init::torch::Generator&>);
static_assert(!takes<init::normal, Eigen::Matrix<Eigen::half, 2, 2>&, init::torch::Generator&>);
static_assert(takes<init::zeros, Eigen::MatrixXcf&, init::torch::Generator&>);

// What can be filled.
static_assert(init::is_weight_v<Matrix&> && init::is_weight_v<Eigen::Map<Matrix>>);
static_assert(init::is_weight_v<decltype(std::declval<Matrix&>().row(0))>);
static_assert(init::is_weight_v<init::View<double, 3>> && init::is_weight_v<Tensor<2>&>);
static_assert(!init::is_weight_v<Matrix> && !init::is_weight_v<const Matrix&>);
static_assert(!init::is_weight_v<Eigen::Map<const Matrix>> && !init::is_weight_v<int>);
static_assert(!init::is_weight_v<Eigen::Tensor<std::complex<float>, 8>&>);
static_assert(init::is_weight_v<Eigen::Tensor<std::complex<float>, 7>&>);

// What values are drawn from.
static_assert(init::is_source_v<Generator&> && init::is_source_v<Generator>);
static_assert(init::is_source_v<std::minstd_rand&> && init::is_source_v<init::torch::Generator&>);
static_assert(!init::is_source_v<const Generator&> && !init::is_source_v<int>);
static_assert(!init::is_source_v<const std::mt19937&> && !init::is_source_v<Matrix&>);

// What can be wrapped and asked.
static_assert(init::is_initializer_v<init::kaiming_normal> && init::is_initializer_v<init::zeros>);
static_assert(init::is_initializer_v<const init::dirac&> &&
              init::is_initializer_v<init::gate_bias>);
static_assert(init::is_initializer_v<init::scaled<init::packed<init::eye>>>);
static_assert(!init::is_initializer_v<int> && !init::is_initializer_v<Generator>);

#if defined(__cpp_concepts) && __cpp_concepts >= 201907L
static_assert(init::Weight<Matrix&> && !init::Weight<Matrix>);
static_assert(init::Source<Generator&> && !init::Source<int>);
static_assert(init::Initializer<init::normal> && !init::Initializer<int>);
#endif

}  // namespace

TEST(Calls, TakeFansInBraces) {
  Matrix w(6, 4), expected(6, 4);
  Generator rng(1), expected_rng(1);
  init::kaiming_normal{}(w, {784, 256}, rng);
  init::kaiming_normal{}(expected, Fans{784, 256}, expected_rng);
  EXPECT_EQ(w, expected);
  init::packed{init::xavier_uniform{}, 2}(w, {784, 256}, rng);
  init::packed{init::xavier_uniform{}, 2}(expected, Fans{784, 256}, expected_rng);
  EXPECT_EQ(w, expected);
}

TEST(Calls, PassFansToInitializersThatDoNotAskForThem) {
  Matrix w(6, 4), expected(6, 4);
  Generator rng(1), expected_rng(1);
  init::constant{3}(w, {784, 256}, rng);
  EXPECT_EQ(w, Matrix::Constant(6, 4, 3));
  EXPECT_EQ(rng, Generator(1));
  init::normal{1, 2}(w, {784, 256}, rng);
  init::normal{1, 2}(expected, expected_rng);
  EXPECT_EQ(w, expected);
}

namespace {

/// Whether the distribution that an initializer tells of is that of its values.
template <class Initializer>
void expect_summary(const Initializer& initializer, Fans fans, double mean, double std, double low,
                    double high) {
  const init::Summary told = initializer.distribution_for(fans).template summary<float>();
  EXPECT_NEAR(told.mean, mean, 1e-9);
  EXPECT_NEAR(told.std, std, 1e-9);
  EXPECT_NEAR(told.low, low, 1e-9);
  EXPECT_NEAR(told.high, high, 1e-9);
}

}  // namespace

TEST(Initializers, TellTheDistributionOfTheirValues) {
  const Fans fans{50, 200};
  const double std = std::sqrt(2.0 / 50);
  expect_summary(init::kaiming_normal{}, fans, 0, std, -6.4 * std, 6.4 * std);
  expect_summary(init::kaiming_uniform{}, fans, 0, std, -std * std::sqrt(3.0),
                 std * std::sqrt(3.0));
  expect_summary(init::xavier<init::truncated_normal>{}, fans, 0, std::sqrt(2.0 / 250),
                 -2 / 0.87962566103423978 * std::sqrt(2.0 / 250),
                 2 / 0.87962566103423978 * std::sqrt(2.0 / 250));
  expect_summary(init::torch_default{}, fans, 0, 1 / std::sqrt(150.0), -1 / std::sqrt(50.0),
                 1 / std::sqrt(50.0));
  expect_summary(init::packed{init::scaled{init::lecun_uniform{}, 0.5}, 3}, fans, 0,
                 0.5 / std::sqrt(50.0), -std::sqrt(3.0) * 0.5 / std::sqrt(50.0),
                 std::sqrt(3.0) * 0.5 / std::sqrt(50.0));
  expect_summary(init::uniform{-1, 3}, fans, 1, 2 / std::sqrt(3.0), -1, 3);
  expect_summary(init::prior_bias{0.5}, fans, 0, 0, 0, 0);
  expect_summary(init::ones{}, fans, 1, 0, 1, 1);
  static_assert(
      std::is_same_v<decltype(init::orthogonal{}.distribution_for(fans)), init::Undistributed>);
}

TEST(Summary, OfATruncatedNormalHasItsMeanAndStd) {
  // What JAX and TensorFlow divide by.
  const init::Summary usual = init::TruncatedNormal{7, 25, -43, 57}.summary<double>();
  EXPECT_NEAR(usual.mean, 7, 1e-9);
  EXPECT_NEAR(usual.std, 25 * .87962566103423978, 1e-8);
  // The tail beyond 5: E[Z] = φ(5) / Q(5) and Var[Z] = 1 + 5·E[Z] − E[Z]².
  const init::Summary tail = init::TruncatedNormal{0, 1, 5, 1e300}.summary<double>();
  EXPECT_NEAR(tail.mean, 5.18650396712584, 1e-8);
  EXPECT_NEAR(tail.std * tail.std, 1 + 5 * 5.18650396712584 - 5.18650396712584 * 5.18650396712584,
              1e-8);
  // Between close bounds it is uniform.
  const init::Summary close = init::TruncatedNormal{0, 1, 1, 1 + 1e-6}.summary<double>();
  EXPECT_NEAR(close.mean, 1 + 5e-7, 1e-12);
  EXPECT_NEAR(close.std, 1e-6 / std::sqrt(12.0), 1e-12);
}
