// Stream format 1 as it is written down, streams, and other engines in a generator's place.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <random>
#include <set>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Index;

namespace {

/// The leading 24 bits of the words that a float fill of n elements takes: U[0, 2²⁴) shows them
/// whole.
std::vector<std::uint32_t> words_of_fill(init::Generator& rng, Index n) {
  Eigen::VectorXf values(n);
  init::uniform{0, 0x1p24}(values, rng);
  std::vector<std::uint32_t> words;
  for (const float value : values) words.push_back(std::uint32_t(value));
  return words;
}

std::vector<std::uint32_t> words_of_philox(std::uint64_t seed, std::uint64_t fill, Index n) {
  std::vector<std::uint32_t> words;
  for (Index e = 0; e < n; ++e) {
    const init::PhiloxCounter block = init::philox(
        {std::uint32_t(e / 4), 0, init::internal::low_word(fill), init::internal::high_word(fill)},
        {init::internal::low_word(seed), init::internal::high_word(seed)});
    words.push_back(block[std::size_t(e % 4)] >> 8);
  }
  return words;
}

template <class Tensor>
Tensor filled(Tensor tensor, init::Generator rng) {
  init::normal{}(tensor, rng);
  return tensor;
}

const Eigen::VectorXd vector = Eigen::VectorXd::Zero(64);

}  // namespace

TEST(Generator, FollowsStreamFormat1) {
  for (const std::uint64_t seed : {std::uint64_t(0), std::uint64_t(42), 0x123456789abcdef0u}) {
    init::Generator rng(seed);
    EXPECT_EQ(words_of_fill(rng, 11), words_of_philox(seed, 0, 11));
    EXPECT_EQ(words_of_fill(rng, 6), words_of_philox(seed, 1, 6));
    EXPECT_EQ(words_of_fill(rng, 1), words_of_philox(seed, 2, 1));
  }
}

TEST(Generator, GivesADoubleTwoWordsLowWordFirst) {
  init::Generator rng(7);
  Eigen::VectorXd values(5);
  init::uniform{0, 0x1p53}(values, rng);
  for (Index e = 0; e < values.size(); ++e) {
    const auto block = init::philox({std::uint32_t(e / 2), 0, 0, 0}, {7, 0});
    const auto pair = std::size_t(2 * (e % 2));
    EXPECT_EQ(std::uint64_t(values(e)),
              init::internal::join_words(block[pair], block[pair + 1]) >> 11);
  }
}

TEST(Generator, CountsFillsAlsoOfEmptyTensors) {
  init::Generator rng(1);
  Eigen::MatrixXf empty(0, 3);
  init::uniform{}(empty, rng);
  init::kaiming_normal{}(empty, rng);
  EXPECT_EQ(words_of_fill(rng, 5), words_of_philox(1, 2, 5));
}

TEST(Generator, LeavesTheCountAloneWhenAFillIsRefused) {
  init::Generator rng(1);
  Eigen::VectorXf w(3);
  EXPECT_NE(message_of([&] { init::normal{0, -1}(w, rng); }), "");
  EXPECT_EQ(rng, init::Generator(1));
}

TEST(Generator, CopiesContinueIndependently) {
  init::Generator rng(3);
  words_of_fill(rng, 4);
  init::Generator copy = rng;
  EXPECT_EQ(words_of_fill(copy, 4), words_of_philox(3, 1, 4));
  EXPECT_EQ(words_of_fill(rng, 4), words_of_philox(3, 1, 4));
  EXPECT_EQ(rng, copy);
}

TEST(Stream, DependsOnlyOnSeedAndNumberOrName) {
  init::Generator rng(5);
  const init::Generator before = rng.stream(7), before_name = rng.stream("fc1");
  words_of_fill(rng, 100);
  EXPECT_EQ(rng.stream(7), before);
  EXPECT_EQ(rng.stream("fc1"), before_name);
  EXPECT_EQ(rng.stream(std::string("fc1")), before_name);
}

TEST(Stream, DiffersByNumberNameAndSeed) {
  const init::Generator rng(5), other(6);
  std::vector<init::Generator> streams = {rng, other};
  for (const std::uint64_t number : {0u, 1u, 2u}) streams.push_back(rng.stream(number));
  streams.push_back(rng.stream(std::uint64_t(1) << 32));
  for (const char* name : {"", "fc1", "fc2", "1"}) streams.push_back(rng.stream(name));
  streams.push_back(rng.stream(1).stream(1));
  streams.push_back(rng.stream("a").stream("b"));
  streams.push_back(rng.stream("b").stream("a"));
  streams.push_back(other.stream(1));
  streams.push_back(other.stream("fc1"));
  std::set<double> first_values;
  for (const init::Generator& stream : streams) first_values.insert(filled(vector, stream)(0));
  EXPECT_EQ(first_values.size(), streams.size());
}

// The rule of stream format 1: the key comes from the block of the last fill number, words 0 and 1
// for a number, words 2 and 3 for the FNV-1a hash of a name.
TEST(Stream, DrawsItsKeyFromTheLastFillNumber) {
  const std::uint64_t seed = 0xfeedface12345678;
  const init::PhiloxKey key = {init::internal::low_word(seed), init::internal::high_word(seed)};
  const auto by_number = init::philox({9, 1, 0xffffffff, 0xffffffff}, key);
  EXPECT_EQ(init::Generator(seed).stream(0x100000009),
            init::Generator(init::internal::join_words(by_number[0], by_number[1])));
  const std::uint64_t hash = 0xe71fa2190541574b;  // FNV-1a of "abc", from its authors' test suite
  const auto by_name = init::philox(
      {init::internal::low_word(hash), init::internal::high_word(hash), 0xffffffff, 0xffffffff},
      key);
  EXPECT_EQ(init::Generator(seed).stream("abc"),
            init::Generator(init::internal::join_words(by_name[2], by_name[3])));
}

TEST(Generator, GivesOneResultForEveryStorage) {
  const init::Generator rng(11);
  const Index rows = 37, cols = 41;
  using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXf expected = filled(Eigen::MatrixXf(rows, cols), rng);
  EXPECT_EQ(Eigen::MatrixXf(filled(RowMajor(rows, cols), rng)), expected);
  const Eigen::Tensor<float, 2> tensor = filled(Eigen::Tensor<float, 2>(rows, cols), rng);
  const Eigen::Tensor<float, 2, Eigen::RowMajor> row_major =
      filled(Eigen::Tensor<float, 2, Eigen::RowMajor>(rows, cols), rng);
  for (Index c = 0; c < cols; ++c) {
    for (Index r = 0; r < rows; ++r) {
      ASSERT_EQ(tensor(r, c), expected(r, c));
      ASSERT_EQ(row_major(r, c), expected(r, c));
    }
  }
}

TEST(Shard, HoldsTheValuesOfTheWhole) {
  const Index rows = 64, cols = 48;
  Eigen::MatrixXf whole(rows, cols);
  init::Generator whole_rng(12);
  init::kaiming_normal{}(whole, whole_rng);
  for (const auto& [r, c, h, w] : std::vector<std::array<Index, 4>>{
           {0, 0, 64, 24}, {32, 0, 32, 48}, {5, 7, 9, 11}, {63, 47, 1, 1}}) {
    Eigen::MatrixXf part(h, w);
    init::Generator rng(12);
    init::kaiming_normal{}(init::shard(part, {rows, cols}, {r, c}), rng);
    EXPECT_EQ(part, whole.block(r, c, h, w));
    EXPECT_EQ(rng, whole_rng);
  }
}

TEST(StdEngine, GivesOneKeyLowBitsFirst) {
  std::mt19937 engine(9), twin(9);
  const std::uint64_t low = twin(), high = twin();
  EXPECT_EQ(filled(vector, init::Generator(high << 32 | low)), [&] {
    Eigen::VectorXd w(64);
    init::normal{}(w, engine);
    return w;
  }());
  EXPECT_EQ(engine, twin);  // nothing more was drawn
}

TEST(StdEngine, IsLeftAloneWhenAFillIsRefused) {
  std::mt19937 engine(9);
  const std::mt19937 twin = engine;
  Eigen::VectorXf w(3);
  EXPECT_NE(message_of([&] { init::uniform{1, 0}(w, engine); }), "");
  EXPECT_EQ(engine, twin);
}

TEST(Generator, ChecksSettingsAlsoWhereTheTensorIsEmpty) {
  init::Generator rng(1);
  Eigen::MatrixXf empty(0, 5);
  EXPECT_EQ(message_of([&] { init::xavier_uniform{-1}(empty, rng); }),
            "xavier: gain is -1; pass a finite number of 0 or more");
}

TEST(StdEngine, WorksWithEveryEngineOfTheLibrary) {
  const auto expect_normal = [](auto&& engine) {
    Eigen::VectorXd first(10000), second(10000);
    init::normal{}(first, engine);
    init::normal{}(second, engine);
    EXPECT_LT(std::abs(first.squaredNorm() / 10000 - 1), 0.1);  // seven standard errors
    EXPECT_NE(first, second);
  };
  expect_normal(std::mt19937_64(1));
  expect_normal(std::minstd_rand(1));
  expect_normal(std::ranlux24(1));
  expect_normal(std::ranlux48(1));
  expect_normal(std::knuth_b(1));
  expect_normal(std::random_device());
}

TEST(StdEngine, TakesWholeBitsFromRangesThatAreNoPowerOfTwo) {
  // minstd's words lie in [1, 2³¹ - 2]: 30 bits each, words above 2³⁰ after subtraction are
  // rejected.
  std::minstd_rand engine(1), twin(1);
  std::uint64_t key = 0;
  for (int filled_bits = 0; filled_bits < 64;) {
    const std::uint64_t value = twin() - 1;
    if (value >> 30) continue;
    key |= value << filled_bits;
    filled_bits += 30;
  }
  EXPECT_EQ(init::internal::draw_key(engine), key);
}

TEST(Generator, GoesOnFromItsState) {
  init::Generator rng(0x0123456789abcdef);
  Eigen::VectorXf w(9), expected(9);
  for (int i = 0; i < 3; ++i) init::normal{}(w, rng);
  const init::Generator::State state = rng.get_state();
  EXPECT_EQ(state.seed, 0x0123456789abcdef);
  EXPECT_EQ(state.fills, 3u);
  init::normal{}(expected, rng);

  init::Generator resumed(1);
  resumed.set_state({state.seed, state.fills});
  init::normal{}(w, resumed);
  EXPECT_EQ(w, expected);
  EXPECT_EQ(resumed, rng);
  // A stream too, whose seed nobody has typed.
  const init::Generator stream = rng.stream("head");
  resumed.set_state(stream.get_state());
  EXPECT_EQ(resumed, stream);
  EXPECT_EQ(message_of([&] {
              resumed.set_state({1, ~std::uint64_t(0)});
            }),
            "Generator: a state of 18446744073709551615 fills is none; pass one that get_state() "
            "gave");
  EXPECT_EQ(resumed, stream);
}
