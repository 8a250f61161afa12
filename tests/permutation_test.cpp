// Permutations: the rule of stream format 1, that no order is preferred, and every kind of source.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <map>
#include <numeric>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using Order = std::vector<Index>;

namespace {

/// The rule as permutation.hpp states it, by counting the words that are passed over.
Order by_the_rule(std::uint64_t seed, std::uint64_t fill, Index n, int* passed_over) {
  Order order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index(0));
  std::uint64_t index = 0;
  const auto next = [&] {
    const std::uint64_t block = index / 4;
    const auto words =
        init::philox({init::internal::low_word(block), init::internal::high_word(block),
                      init::internal::low_word(fill), init::internal::high_word(fill)},
                     {init::internal::low_word(seed), init::internal::high_word(seed)});
    return std::uint64_t(words[index++ % 4]);
  };
  for (Index i = 0; i + 1 < n; ++i) {
    const auto bound = std::uint64_t(n - i);
    std::uint64_t word = next();
    while (word * bound % 0x100000000 < 0x100000000 % bound) {
      word = next();
      ++*passed_over;
    }
    std::swap(order[std::size_t(i)], order[std::size_t(i) + std::size_t(word * bound >> 32)]);
  }
  return order;
}

}  // namespace

TEST(Permutation, FollowsStreamFormat1) {
  int passed_over = 0;
  for (const std::uint64_t seed : {std::uint64_t(5), 0x123456789abcdef0u}) {
    Generator rng(seed);
    for (std::uint64_t fill = 0; fill < 12; ++fill) {
      const Index n = Index(fill * fill);
      EXPECT_EQ(rng.permutation(n), by_the_rule(seed, fill, n, &passed_over));
    }
    EXPECT_EQ(rng.permutation(700000), by_the_rule(seed, 12, 700000, &passed_over));
  }
  EXPECT_GT(passed_over, 10);
}

TEST(Permutation, HoldsEveryNumberOnce) {
  Generator rng(3);
  for (const Index n : {0, 1, 2, 3, 100, 1001}) {
    Order order = rng.permutation(n);
    std::sort(order.begin(), order.end());
    Order all(static_cast<std::size_t>(n));
    std::iota(all.begin(), all.end(), Index(0));
    EXPECT_EQ(order, all);
  }
}

TEST(Permutation, PrefersNoOrder) {
  Generator rng(8);
  std::map<Order, int> counts;
  const int draws = 24 * 2000;
  for (int i = 0; i < draws; ++i) ++counts[rng.permutation(4)];
  ASSERT_EQ(counts.size(), 24u);
  double chi_square = 0;
  for (const auto& [order, count] : counts) {
    chi_square += (count - 2000.0) * (count - 2000.0) / 2000;
  }
  EXPECT_LE(chi_square, statistics::chi_square_limit({1e-9, 1}, 23));
}

TEST(Permutation, CountsAsOneFill) {
  for (const Index n : {0, 1, 50}) {
    Generator rng(1), counted(1);
    (void)rng.permutation(n);
    Eigen::VectorXf w(3);
    init::uniform{}(w, counted);
    EXPECT_EQ(rng, counted);
  }
}

TEST(Permutation, ComesFromADeviceAndFromAStdEngineToo) {
  Generator rng(6), expected(6);
  Eigen::DefaultDevice device;
  EXPECT_EQ(rng.on(device).permutation(20), expected.permutation(20));
  EXPECT_EQ(rng, expected);
  std::mt19937_64 engine(2), twin(2);
  EXPECT_EQ(init::internal::draw_permutation(engine, 20), Generator(twin()).permutation(20));
  EXPECT_EQ(engine, twin);
}

TEST(Permutation, RefusesALengthOutOfRange) {
  Generator rng(1);
  std::mt19937 engine(1);
  const std::mt19937 engine_before = engine;
  EXPECT_EQ(message_of([&] { (void)rng.permutation(-1); }),
            "permutation: its length is -1; pass 0 to 4294967296");
  EXPECT_EQ(message_of([&] { init::internal::draw_permutation(engine, (Index(1) << 32) + 1); }),
            "permutation: its length is 4294967297; pass 0 to 4294967296");
  EXPECT_EQ(rng, Generator(1));
  EXPECT_EQ(engine, engine_before);
}
