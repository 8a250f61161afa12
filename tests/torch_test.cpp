// torch::Generator beyond the golden file: views, state, errors, and the rules that hold for every
// seed.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/torch.hpp>
#include <limits>
#include <numeric>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>

#include "message.hpp"

namespace init = eigeninit;
namespace torch = eigeninit::torch;
using Eigen::Index;
using torch::TruncatedNormalMethod;

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using State = torch::Generator::State;

/// Calls check(initializer) for one of each kind.
template <class Check>
void for_each_distribution(const Check& check) {
  check(init::uniform{-0.3, 0.7});
  check(init::normal{0.1, 2});
  check(init::truncated_normal{0, 1, -1.5, 2});
}

/// What a row-major matrix of this size is filled with.
template <class Scalar, class Initializer>
auto reference(Index rows, Index columns, const Initializer& initializer, torch::Generator& rng) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> w(rows, columns);
  initializer(w, rng);
  return w;
}

}  // namespace

TEST(TorchEngine, IsStdMt19937) {
  init::internal::MersenneTwister engine(5489);
  std::mt19937 standard;
  const auto& kernels = init::internal::kernel::torch_kernels_of(init::instruction_set());
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(engine.word(kernels), standard());
  std::vector<std::uint32_t> words(3001);
  engine.words(kernels, 3001, words.data());
  for (const std::uint32_t word : words) ASSERT_EQ(word, standard());
}

TEST(TorchGenerator, UsesTheLower32BitsOfASeedAndKeepsAll) {
  const auto first = [](auto seed) {
    torch::Generator rng(seed);
    Eigen::VectorXf w(20);
    init::normal{}(w, rng);
    return w;
  };
  EXPECT_EQ(first(5), first(4294967301));
  EXPECT_EQ(first(-1), first(0xffffffffu));
  EXPECT_EQ(first(std::numeric_limits<std::int64_t>::min()), first(0));
  EXPECT_EQ(first(std::numeric_limits<std::uint64_t>::max()), first(-1));
  EXPECT_NE(first(5), first(6));
  EXPECT_EQ(torch::Generator(4294967301).initial_seed(), 4294967301u);
  EXPECT_EQ(torch::Generator(-1).initial_seed(), 0xffffffffffffffffu);
}

TEST(TorchGenerator, FillsInRowMajorOrderWhateverTheStorage) {
  std::mt19937 choice(1);
  const auto extent = [&] { return Index(1 + choice() % 40); };
  for (int round = 0; round < 60; ++round) {
    const Index rows = extent(), columns = round % 10 == 0 ? Index(1 + choice() % 2000) : extent();
    const unsigned seed = unsigned(choice());
    for_each_distribution([&](const auto& initializer) {
      SCOPED_TRACE(testing::Message() << rows << " x " << columns << " from " << seed);
      torch::Generator rng(seed);
      const auto expected = reference<float>(rows, columns, initializer, rng);
      const State end = rng.get_state();
      const auto check = [&](const char* name, auto&& tensor) {
        torch::Generator twin(seed);
        initializer(tensor, twin);
        EXPECT_EQ(tensor, expected) << name;
        EXPECT_TRUE(twin.get_state() == end) << name;
      };
      Eigen::MatrixXf column_major(rows, columns);
      check("column-major", column_major);
      Eigen::MatrixXf whole = Eigen::MatrixXf::Zero(rows + 3, columns + 2);
      check("block", whole.block(1, 2, rows, columns));
      whole.block(1, 2, rows, columns).setZero();
      EXPECT_TRUE(whole.isZero(0)) << "writes outside";
      RowMajor row_major_whole = RowMajor::Zero(rows + 3, columns + 2);
      check("row-major block", row_major_whole.block(1, 2, rows, columns));
      Eigen::MatrixXf transposed(columns, rows);
      check("transposed", transposed.transpose());
      std::vector<float> memory(std::size_t(rows * columns * 6));
      check("strides",
            Eigen::Map<Eigen::MatrixXf, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>(
                memory.data(), rows, columns, {rows * 6, 3}));
      check("array", Eigen::ArrayXXf(rows, columns).matrix());
    });
  }
}

TEST(TorchGenerator, FillsTensorsInRowMajorOrder) {
  using Permuted = Eigen::array<int, 4>;
  for (const Eigen::array<Index, 4> shape :
       {Eigen::array<Index, 4>{6, 3, 5, 5}, {1, 7, 2, 3}, {40, 40, 3, 3}, {2, 1, 1, 9}}) {
    for_each_distribution([&](const auto& initializer) {
      Eigen::Tensor<double, 4, Eigen::RowMajor> expected(shape);
      torch::Generator rng(3);
      initializer(expected, rng);
      Eigen::VectorXd flat(expected.size());
      torch::Generator twin(3);
      initializer(flat, twin);
      EXPECT_EQ(flat, Eigen::Map<Eigen::VectorXd>(expected.data(), expected.size()));

      Eigen::Tensor<double, 4> column_major(shape);
      torch::Generator triplet(3);
      initializer(column_major, triplet);
      const Eigen::Tensor<double, 4, Eigen::RowMajor> swapped =
          column_major.swap_layout().shuffle(Permuted{3, 2, 1, 0});
      EXPECT_EQ(Eigen::Map<const Eigen::VectorXd>(swapped.data(), swapped.size()), flat);

      // The nearest axis in memory in the middle.
      std::vector<double> memory(std::size_t(expected.size()));
      const Index middle = shape[1];
      const init::View<double, 3> view{
          memory.data(),
          {{{shape[0], middle, shape[0], 0},
            {middle, 1, middle, 0},
            {shape[2] * shape[3], shape[0] * middle, shape[2] * shape[3], 0}}}};
      torch::Generator fourth(3);
      initializer(view, fourth);
      Index e = 0;
      for (Index i = 0; i < shape[0]; ++i) {
        for (Index j = 0; j < middle; ++j) {
          for (Index k = 0; k < shape[2] * shape[3]; ++k, ++e) {
            ASSERT_EQ(memory[std::size_t(i * middle + j + k * shape[0] * middle)], flat[e]);
          }
        }
      }
    });
  }
}

TEST(TorchGenerator, FillsMapsThatRunBackwards) {
  torch::Generator rng(9), twin(9);
  Eigen::VectorXf expected(21), memory(21);
  init::normal{}(expected, rng);
  init::normal{}(Eigen::Map<Eigen::VectorXf, 0, Eigen::InnerStride<>>(memory.data() + 20, 21,
                                                                      Eigen::InnerStride<>(-1)),
                 twin);
  EXPECT_EQ(memory.reverse(), expected);
}

TEST(TorchGenerator, GivesTheSameBitsFromEveryInstructionSet) {
  const init::InstructionSet before = init::instruction_set();
  for (const Index size : {1, 15, 16, 17, 23, 24, 31, 32, 33, 624, 1039, 20000}) {
    for_each_distribution([&](const auto& initializer) {
      init::use_instruction_set(init::InstructionSet::scalar);
      torch::Generator rng(11);
      Eigen::VectorXf floats(size);
      Eigen::VectorXd doubles(size);
      initializer(floats, rng);
      initializer(doubles, rng);
      for (const auto set : init::internal::instruction_sets) {
        if (!init::is_supported(set)) continue;
        SCOPED_TRACE(testing::Message() << init::name(set) << ", " << size << " elements");
        init::use_instruction_set(set);
        torch::Generator twin(11);
        Eigen::VectorXf other_floats(size);
        Eigen::VectorXd other_doubles(size);
        initializer(other_floats, twin);
        initializer(other_doubles, twin);
        EXPECT_EQ(other_floats, floats);
        EXPECT_EQ(other_doubles, doubles);
        EXPECT_TRUE(twin.get_state() == rng.get_state());
      }
    });
  }
  init::use_instruction_set(before);
}

TEST(TorchGenerator, TakesUpAStateWhereItWasLeft) {
  std::mt19937 choice(2);
  torch::Generator rng(77);
  for (int step = 0; step < 200; ++step) {
    Eigen::MatrixXf w(1 + Index(choice() % 5), 1 + Index(choice() % 9)), again = w;
    const State state = rng.get_state();
    torch::Generator other(0);
    other.set_state(state);
    torch::Generator copy = rng;
    const auto fill = [&, kind = choice() % 3](auto& tensor, torch::Generator& source) {
      if (kind == 0) init::uniform{}(tensor, source);
      if (kind == 1) init::normal{}(tensor, source);
      if (kind == 2) tensor(0) = float(source.permutation(tensor.size())[0]);
    };
    fill(w, rng);
    fill(again, other);
    EXPECT_EQ(w(0), again(0));
    EXPECT_TRUE(other.get_state() == rng.get_state());
    EXPECT_EQ(other.initial_seed(), 77u);
    EXPECT_TRUE(copy.get_state() == state);  // copies are independent
  }
}

TEST(TorchGenerator, KeepsTheSecondNormalOfAPairUntilOneIsAskedFor) {
  torch::Generator rng(4), twin(4);
  Eigen::VectorXd pair(2), first(1), second(1);
  init::normal{}(pair, rng);
  init::normal{}(first, twin);
  ASSERT_TRUE(twin.get_state().normal.has_value());
  Eigen::VectorXf other(40);
  init::uniform{}(other, twin);
  init::normal{}(other, twin);  // by blocks: not the scalar path
  init::normal{}(second, twin);
  EXPECT_EQ(first[0], pair[0]);
  EXPECT_EQ(second[0], pair[1]);
  EXPECT_FALSE(twin.get_state().normal.has_value());
}

TEST(TorchGenerator, DrawsNothingForNoElements) {
  torch::Generator rng(8, TruncatedNormalMethod::v2_12);
  const State before = rng.get_state();
  Eigen::MatrixXf none(0, 5);
  Eigen::Tensor<double, 3> empty(4, 0, 2);
  for_each_distribution([&](const auto& initializer) {
    initializer(none, rng);
    initializer(empty, rng);
  });
  init::kaiming_normal{}(none, rng);
  init::xavier_uniform{}(none, rng);
  EXPECT_TRUE(rng.permutation(0).empty());
  EXPECT_EQ(rng.permutation(1), std::vector<Index>{0});
  EXPECT_TRUE(rng.get_state() == before);
}

TEST(TorchGenerator, PermutesAllNumbers) {
  torch::Generator rng(12);
  auto order = rng.permutation(1000);
  EXPECT_NE(order[0] + order[1] + order[2], 3);
  std::sort(order.begin(), order.end());
  for (Index i = 0; i < 1000; ++i) EXPECT_EQ(order[std::size_t(i)], i);
}

TEST(TorchTruncatedNormal, StaysInsideByBothMethods) {
  for (const auto method : {TruncatedNormalMethod::v1_13, TruncatedNormalMethod::v2_12}) {
    torch::Generator rng(5, method);
    for (const init::truncated_normal to :
         {init::truncated_normal{}, {0, 1, 0.5, 0.6}, {3, 0.5, -1, 2}, {0, 0.02, -2, 2}}) {
      for (const Index size : {7, 5000}) {
        Eigen::VectorXd w(size);
        to(w, rng);
        EXPECT_GE(w.minCoeff(), to.low);
        EXPECT_LE(w.maxCoeff(), to.high);
        EXPECT_NE(w[0], w[1]);
      }
    }
  }
}

TEST(TorchTruncatedNormal, HasTheDistributionByBothMethods) {
  // Mean and variance of N(0, 1) inside [a, b], by Simpson's rule.
  const auto moment = [](double a, double b, int power) {
    double sum = 0;
    for (int i = 0; i <= 1000; ++i) {
      const double x = a + (b - a) * i / 1000;
      sum += (i == 0 || i == 1000 ? 1
              : i % 2 == 1        ? 4
                                  : 2) *
             std::pow(x, power) * std::exp(-x * x / 2);
    }
    return sum;
  };
  constexpr Index size = 200000;
  for (const auto method : {TruncatedNormalMethod::v1_13, TruncatedNormalMethod::v2_12}) {
    for (const auto& [a, b] : {std::pair{-2.0, 2.0}, {0.5, 1.5}, {1.0, 3.0}}) {
      torch::Generator rng(6, method);
      Eigen::VectorXf w(size);
      init::truncated_normal{1, 0.5, 1 + 0.5 * a, 1 + 0.5 * b}(w, rng);
      const Eigen::ArrayXd z = (w.cast<double>().array() - 1) / 0.5;
      const double mass = moment(a, b, 0), mean = moment(a, b, 1) / mass;
      const double variance = moment(a, b, 2) / mass - mean * mean;
      // Five standard errors; a variance's is at most √(2 / size) of it for these short tails.
      EXPECT_NEAR(z.mean(), mean, 5 * std::sqrt(variance / size));
      EXPECT_NEAR((z - mean).square().mean(), variance, 5 * variance * std::sqrt(2.0 / size));
    }
  }
}

TEST(TorchLayers, RefuseWhatDoesNotFitBeforeAnythingIsWritten) {
  torch::Generator rng(1);
  const State before = rng.get_state();
  Eigen::MatrixXf weight = Eigen::MatrixXf::Constant(3, 5, 7);
  Eigen::VectorXf bias = Eigen::VectorXf::Constant(4, 7);
  EXPECT_EQ(message_of([&] { torch::linear(weight, bias, rng); }),
            "torch::linear: the bias has 4 elements and the weight 3 outputs; pass a bias of one "
            "element for each output");
  Eigen::Tensor<float, 4> kernel(4, 2, 3, 3);
  kernel.setConstant(7);
  EXPECT_EQ(message_of([&] { torch::conv(kernel, bias.head(3), rng); }),
            "torch::conv: the bias has 3 elements and the weight 4 outputs; pass a bias of one "
            "element for each output");
  EXPECT_EQ(message_of([&] { torch::conv(kernel, bias, rng, 3); }),
            "fans: 3 groups do not divide 4 outputs; pass a Layout whose groups divide the output "
            "axis");
  EXPECT_EQ(message_of([&] { torch::conv(kernel, rng, 0); }), "Layout: 0 groups; pass 1 or more");
  EXPECT_EQ(message_of([&] {
              torch::linear(weight.topRows(2), init::shard(bias.head(2), {4}, {0}), rng);
            }),
            "torch::Generator: axis 0 of a shard has 2 of 4 indices, and no part of PyTorch's "
            "sequential stream can be made alone; fill the whole tensor and copy the block, or use "
            "an eigeninit::Generator");
  EXPECT_TRUE((weight.array() == 7).all() && (bias.array() == 7).all() && kernel(0, 0, 0, 0) == 7);
  EXPECT_TRUE(rng.get_state() == before);
}

TEST(TorchLayers, DoNotDependOnGroups) {
  torch::Generator rng(1), twin(1);
  Eigen::Tensor<float, 3> kernel(4, 2, 3), same(4, 2, 3);
  torch::conv(kernel, rng);
  torch::conv(same, twin, 4);
  for (Index i = 0; i < 24; ++i) EXPECT_EQ(kernel.data()[i], same.data()[i]);
  EXPECT_LE(std::abs(kernel(0, 0, 0)), 1 / std::sqrt(6.f));
}

TEST(TorchLayers, OfNoInputsGiveTheBiasThatPyTorchGives) {
  torch::Generator rng(1), words(1);
  Eigen::MatrixXf weight(3, 0);
  Eigen::VectorXf bias(3), drawn(3);
  torch::linear(weight, bias, rng);
  EXPECT_EQ(bias, Eigen::VectorXf::Zero(3));
  init::uniform{}(drawn, words);
  EXPECT_TRUE(rng.get_state() == words.get_state());

  Eigen::Tensor<float, 3> kernel(3, 0, 2);
  bias.setOnes();
  torch::conv(kernel, bias, rng);
  EXPECT_EQ(bias, Eigen::VectorXf::Zero(3));
  EXPECT_TRUE(rng.get_state() == words.get_state());
}

TEST(TorchErrors, AreRefusedBeforeAnythingIsDrawn) {
  torch::Generator rng(1);
  const State before = rng.get_state();
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(2, 8, 7);
  Eigen::MatrixXd d(2, 8);
  const auto refusal = [&](const auto& initializer) {
    const std::string message = message_of([&] { initializer(w, rng); });
    EXPECT_TRUE((w.array() == 7).all());
    EXPECT_TRUE(rng.get_state() == before);
    return message;
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal(init::uniform{1, 0}), "uniform: low 1 is above high 0; pass them in order");
  EXPECT_EQ(refusal(init::uniform{-3e38, 3e38}),
            "uniform: from -3e+38 to 3e+38 is farther than the scalar's largest number, "
            "3.4028234663852886e+38, which PyTorch refuses; pass closer bounds");
  EXPECT_EQ(message_of([&] {
              init::uniform{-1e308, 1e308}(d, rng);
            }),
            "uniform: from -1e+308 to 1e+308 is farther than the scalar's largest number, "
            "1.7976931348623157e+308, which PyTorch refuses; pass closer bounds");
  EXPECT_EQ(refusal(init::normal{0, -1}), "normal: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(refusal(init::normal{nan, 1}), "normal: mean is nan; pass a finite number");
  EXPECT_EQ(refusal(init::truncated_normal{0, 0, -2, 2}),
            "truncated_normal: std is 0; PyTorch needs a finite number above 0");
  EXPECT_EQ(refusal(init::truncated_normal{0, nan, -2, 2}),
            "truncated_normal: std is nan; pass a finite number of 0 or more");
  EXPECT_EQ(refusal(init::truncated_normal{0, 1, 2, -2}),
            "truncated_normal: low 2 is not at or below high -2; pass them in order");
  EXPECT_EQ(
      refusal(init::truncated_normal{0, 1, -2, 1e39}),
      "truncated_normal: high is 1e+39 and the scalar holds at most 3.4028234663852886e+38; pass a "
      "number in its range");
  const std::string shard =
      "torch::Generator: axis 1 of a shard has 8 of 9 indices, and no part of PyTorch's sequential "
      "stream can be made alone; fill the whole tensor and copy the block, or use an "
      "eigeninit::Generator";
  for_each_distribution([&](const auto& initializer) {
    EXPECT_EQ(message_of([&] { initializer(init::shard(w, {2, 9}, {0, 1}), rng); }), shard);
  });
  EXPECT_EQ(message_of([&] { (void)rng.permutation(-1); }),
            "permutation: of -1 numbers; pass 0 or more");
  State broken = before;
  broken.engine.position = 625;
  EXPECT_EQ(message_of([&] { rng.set_state(broken); }),
            "torch::Generator: the engine's position is 625 of 624 words; pass a state that "
            "get_state() gave");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_TRUE(rng.get_state() == before);
}

// The first block is whole and would be drawn before the second is refused.
TEST(TorchErrors, OfAShardComeBeforeAnyPartIsFilled) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(4, 4, 7);
  init::torch::Generator rng(1);
  EXPECT_EQ(
      message_of([&] {
        init::packed<init::kaiming_normal>{{}, 2}(init::shard(w, {8, 4}, {0, 0}), rng);
      }),
      "packed: a shard holds 4 of 8 indices of axis 0, and no part can be made alone; fill the "
      "whole tensor and copy the part");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_TRUE(rng.get_state() == init::torch::Generator(1).get_state());
}
