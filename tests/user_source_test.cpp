// A user's own random source, in the place of a generator: what each initializer asks of it, and
// that every wrapper passes it on.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>

#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <ostream>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Fans;
using init::Generator;
using init::Index;

namespace {

/// How often a source was called, and for how many numbers in all.
struct Calls {
  int fills = 0;
  Index elements = 0;
  int permutations = 0;
  Index lengths = 0;

  friend bool operator==(const Calls& a, const Calls& b) {
    return a.fills == b.fills && a.elements == b.elements && a.permutations == b.permutations &&
           a.lengths == b.lengths;
  }
  friend std::ostream& operator<<(std::ostream& out, const Calls& calls) {
    return out << calls.fills << " fills of " << calls.elements << " elements, "
               << calls.permutations << " permutations of " << calls.lengths;
  }
};

/// A generator that counts what is asked of it.
class CountingSource {
 public:
  static constexpr init::SourceTraits traits{};

  explicit CountingSource(Generator generator) : generator_(generator) {}

  template <class View, class Distribution>
  void fill(const View& view, const Distribution& distribution) {
    ++calls_.fills;
    calls_.elements += view.size();
    generator_.fill(view, distribution);
  }

  std::vector<Index> permutation(Index n) {
    ++calls_.permutations;
    calls_.lengths += n;
    return generator_.permutation(n);
  }

  const Calls& calls() const { return calls_; }
  const Generator& generator() const { return generator_; }

 private:
  Generator generator_;
  Calls calls_;
};

/// A source without chance: fill number k writes k, from 1 on, and every order is backwards.
class PlainSource {
 public:
  static constexpr init::SourceTraits traits{};

  template <class View, class Distribution>
  void fill(const View& view, const Distribution&) {
    init::constant{double(++fills_)}(view);
  }

  std::vector<Index> permutation(Index n) {
    std::vector<Index> order;
    while (n > 0) order.push_back(--n);
    return order;
  }

 private:
  int fills_ = 0;
};

template <class Tensor, class... Extents>
Tensor zero(Extents... extents) {
  Tensor w(extents...);
  w.setZero();
  return w;
}

/// That an initializer makes these calls to a source, and of its numbers what it makes of a
/// generator's.
template <class Tensor, class Initializer, class... MoreArguments>
void expect_calls(Tensor w, const Initializer& initializer, const Calls& calls,
                  const MoreArguments&... more) {
  Tensor expected = w;
  expected.setConstant(typename Tensor::Scalar(1));
  CountingSource source(Generator(8));
  Generator rng(8);
  initializer(w, more..., source);
  initializer(expected, more..., rng);
  EXPECT_EQ(source.calls(), calls);
  EXPECT_EQ(source.generator(), rng);
  const bool is_same = std::equal(w.data(), w.data() + w.size(), expected.data());
  EXPECT_TRUE(is_same);
}

}  // namespace

TEST(UserSource, GivesAFillToEveryDistributionAndScheme) {
  const auto w = zero<Eigen::MatrixXf>(12, 7);
  expect_calls(w, init::normal{}, {1, 84, 0, 0});
  expect_calls(w, init::uniform{}, {1, 84, 0, 0});
  expect_calls(w, init::truncated_normal{}, {1, 84, 0, 0});
  expect_calls(w, init::kaiming_normal{}, {1, 84, 0, 0});
  expect_calls(w, init::xavier<init::truncated_normal>{}, {1, 84, 0, 0});
  expect_calls(w, init::torch_default{}, {1, 84, 0, 0});
  expect_calls(w, init::siren{}, {1, 84, 0, 0});
  expect_calls(zero<Eigen::VectorXd>(5), init::torch_default{}, {1, 5, 0, 0}, Fans{9, 5});
  expect_calls(zero<Eigen::MatrixXf>(0, 7), init::kaiming_normal{}, {1, 0, 0, 0});
}

TEST(UserSource, GivesAFillToEveryOrthogonalMatrix) {
  expect_calls(zero<Eigen::MatrixXd>(12, 7), init::orthogonal{}, {1, 84, 0, 0});
  expect_calls(zero<Eigen::MatrixXd>(7, 12), init::orthogonal{}, {1, 84, 0, 0});
  const init::orthogonal in_groups{1, init::Layout::out_in().groups(3)};
  expect_calls(zero<Eigen::MatrixXd>(12, 4), in_groups, {3, 48, 0, 0});
  expect_calls(zero<Eigen::Tensor<float, 4>>(8, 2, 3, 3), init::orthogonal{}, {1, 144, 0, 0});
}

TEST(UserSource, GivesSparseAPermutationForEachColumn) {
  expect_calls(zero<Eigen::MatrixXf>(12, 7), init::sparse{0.3}, {1, 84, 7, 84});
}

TEST(UserSource, GivesChronoBiasATimeForEachUnit) {
  expect_calls(zero<Eigen::VectorXf>(48), init::chrono_bias{50}, {1, 12, 0, 0});
}

TEST(UserSource, IsGivenComplexWeightsAsTheyAre) {
  expect_calls(zero<Eigen::MatrixXcf>(12, 7), init::normal{1, 2}, {1, 84, 0, 0});
  expect_calls(zero<Eigen::MatrixXcd>(12, 7), init::kaiming_uniform{}, {1, 84, 0, 0});
  expect_calls(zero<Eigen::MatrixXcd>(12, 7), init::truncated_normal{}, {1, 84, 0, 0});
  expect_calls(zero<Eigen::MatrixXcd>(12, 7), init::orthogonal{}, {1, 84, 0, 0});
}

TEST(UserSource, PassesThroughEveryWrapper) {
  const auto w = zero<Eigen::MatrixXf>(12, 7);
  expect_calls(w, init::scaled{init::kaiming_normal{}, 0.3}, {1, 84, 0, 0});
  expect_calls(w, init::packed{init::xavier_uniform{}, 3}, {3, 84, 0, 0});
  expect_calls(w, init::packed{init::orthogonal{}, 3}, {3, 84, 0, 0});
  expect_calls(w, init::packed{init::sparse{0.3}, 3}, {3, 84, 21, 84});
  expect_calls(w, init::icnr{init::kaiming_normal{}, 2}, {1, 21, 0, 0});
  expect_calls(w, init::icnr{init::orthogonal{}, 2}, {1, 21, 0, 0});
  expect_calls(w, init::icnr{init::sparse{0.5}, 2}, {1, 21, 7, 21});
  expect_calls(zero<Eigen::VectorXf>(48), init::scaled{init::chrono_bias{}, 2}, {1, 12, 0, 0});
  expect_calls(zero<Eigen::VectorXf>(48), init::packed{init::chrono_bias{}, 3}, {3, 12, 0, 0});
  expect_calls(zero<Eigen::VectorXf>(48), init::packed{init::torch_default{}, 3}, {3, 48, 0, 0},
               Fans{7, 16});
}

TEST(UserSource, PassesThroughWrappersInEachOther) {
  const auto w = zero<Eigen::MatrixXf>(24, 7);
  expect_calls(w, init::scaled{init::packed{init::kaiming_normal{}, 3}, 0.5}, {3, 168, 0, 0});
  expect_calls(w, init::packed{init::scaled{init::orthogonal{}, 0.5}, 3}, {3, 168, 0, 0});
  expect_calls(w, init::packed{init::icnr{init::sparse{0.5}, 2}, 3}, {3, 42, 21, 42});
  expect_calls(zero<Eigen::MatrixXcd>(24, 7), init::scaled{init::icnr{init::orthogonal{}, 2}, 0.5},
               {1, 42, 0, 0});
}

TEST(UserSource, MakesAPartOfAWholeAsItsGeneratorDoes) {
  const auto each = [](const auto& initializer, int fills) {
    Eigen::MatrixXf whole(24, 7), part(11, 3);
    Generator rng(8);
    CountingSource source(Generator(8));
    initializer(whole, rng);
    initializer(init::shard(part, {24, 7}, {10, 2}), source);
    EXPECT_EQ(part, whole.block(10, 2, 11, 3));
    EXPECT_EQ(source.calls().fills, fills);
    EXPECT_EQ(source.generator(), rng);
  };
  each(init::scaled{init::kaiming_normal{}, 0.3}, 1);
  each(init::packed{init::xavier_uniform{}, 3}, 3);
  each(init::icnr{init::kaiming_normal{}, 2}, 1);
}

TEST(UserSource, IsWhereAllNumbersComeFrom) {
  PlainSource source;
  Eigen::MatrixXd w(4, 2);
  init::kaiming_normal{}(w, source);
  EXPECT_EQ(w, Eigen::MatrixXd::Constant(4, 2, 1));
  init::scaled{init::packed{init::normal{}, 1}, 0.25}(w, source);
  EXPECT_EQ(w, Eigen::MatrixXd::Constant(4, 2, 2 * 0.25));
  init::packed{init::xavier_uniform{}, 2}(w, source);
  EXPECT_EQ(w, (Eigen::MatrixXd(4, 2) << 3, 3, 3, 3, 4, 4, 4, 4).finished());
  init::icnr{init::normal{}, 2}(w, source);
  EXPECT_EQ(w, Eigen::MatrixXd::Constant(4, 2, 5));
  // The last of each part are the first of an order that goes backwards.
  init::sparse{0.25}(w, source);
  EXPECT_EQ(w, (Eigen::MatrixXd(4, 2) << 6, 6, 6, 6, 6, 6, 0, 0).finished());
  init::packed{init::sparse{0.5}, 2}(w, source);
  EXPECT_EQ(w, (Eigen::MatrixXd(4, 2) << 7, 7, 0, 0, 8, 8, 0, 0).finished());
  Eigen::VectorXd b(8);
  init::chrono_bias{}(b, source);
  const double log_9 = 2.1972245773362196;
  const Eigen::VectorXd gates =
      (Eigen::VectorXd(8) << -log_9, -log_9, log_9, log_9, 0, 0, 0, 0).finished();
  EXPECT_LE((b - gates).cwiseAbs().maxCoeff(), 1e-15);
}

TEST(UserSource, IsNotAskedWhereACallIsRefused) {
  CountingSource source(Generator(8));
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(10, 7, 5);
  EXPECT_EQ(message_of([&] {
              init::packed{init::normal{}, 3}(w, source);
            }),
            "packed: 3 parts do not divide 10 outputs; pass a number that divides them");
  EXPECT_EQ(message_of([&] {
              init::icnr{init::normal{}, 2}(w, source);
            }),
            "icnr: upscale 2 makes 4 outputs of each kernel, which do not divide 10 outputs; pass "
            "an upscale whose square divides them");
  EXPECT_EQ(message_of([&] {
              init::scaled{init::normal{}, std::numeric_limits<double>::infinity()}(w, source);
            }),
            "scaled: factor is inf; pass a finite number");
  EXPECT_EQ(message_of([&] { init::sparse{2}(w, source); }),
            "sparse: sparsity is 2; pass a number from 0 to 1");
  EXPECT_EQ(message_of([&] { init::orthogonal{-1}(w, source); }),
            "orthogonal: gain is -1; pass a finite number of 0 or more");
  EXPECT_EQ(source.calls(), Calls());
  EXPECT_EQ(source.generator(), Generator(8));
  EXPECT_TRUE((w.array() == 5).all());
}
