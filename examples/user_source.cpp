// A random source of your own: what an initializer draws, and how much. It wraps a generator and
// counts; it could as well read a file of numbers, or ask a device for them.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/eigeninit.hpp>
#include <iostream>
#include <type_traits>
#include <vector>

namespace init = eigeninit;

/// A source is what has these three members: see eigeninit/random/source.hpp.
class CountingSource {
 public:
  /// What it can't do: nothing. `{true}` would say that it refuses parts of tensors.
  static constexpr init::SourceTraits traits{};

  explicit CountingSource(const init::Generator& generator) : generator_(generator) {}

  /// Fills a View from an init::Uniform, init::Normal or init::TruncatedNormal.
  template <class View, class Distribution>
  void fill(const View& view, const Distribution& distribution) {
    const init::Summary summary = distribution.template summary<typename View::Scalar>();
    std::cout << "  fill " << ++fills_ << ": " << view.size() << " values of mean " << summary.mean
              << ", std " << summary.std << ", from " << summary.low << " to " << summary.high
              << "\n";
    generator_.fill(view, distribution);
  }

  /// 0 … n-1 in random order.
  std::vector<Eigen::Index> permutation(Eigen::Index n) {
    std::cout << "  an order of " << n << "\n";
    return generator_.permutation(n);
  }

 private:
  init::Generator generator_;
  int fills_ = 0;
};

static_assert(init::is_source_v<CountingSource&>);

int main() {
  Eigen::MatrixXf weight(6, 8);  // torch.nn.Linear(8, 6).weight
  CountingSource source(init::Generator(42));

  std::cout << "kaiming_normal\n";
  init::kaiming_normal{}(weight, source);
  std::cout << "packed{xavier_uniform, 3}\n";
  init::packed{init::xavier_uniform{}, 3}(weight, source);
  std::cout << "scaled{truncated_normal, 0.1}\n";
  init::scaled{init::truncated_normal{}, 0.1}(weight, source);
  std::cout << "sparse\n";
  init::sparse{0.5}(weight.leftCols(2), source);
}
