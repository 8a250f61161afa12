// A distribution of your own in Xavier's and Kaiming's scheme: they work out the standard deviation
// from the layer's shape, the distribution says which values have it.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/eigeninit.hpp>
#include <iomanip>
#include <iostream>
#include <type_traits>

namespace init = eigeninit;

/// Every weight is +std or -std, with equal chances.
struct random_sign {
  double std = 1;

  /// What makes it a distribution for init::xavier and init::kaiming.
  static random_sign with_std(double std) { return {std}; }

  /// What makes it an initializer. `w` is a matrix, a tensor or a part of one, which has none of
  /// Eigen's members: so init::transform(w, f) in place of w.unaryExpr(f).
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    using Scalar = typename std::decay_t<Tensor>::Scalar;
    init::uniform{-1, 1}(w, source);
    init::transform(w, [size = Scalar(std)](Scalar u) { return u < Scalar(0) ? -size : size; });
  }

  // These two let it be wrapped by itself, as in packed{random_sign{0.1}, 3}.
  static init::Description describe() { return {}; }
  random_sign distribution_for(init::Fans) const { return *this; }
};

int main() {
  Eigen::MatrixXf weight(3, 8);  // torch.nn.Linear(8, 3).weight
  init::Generator rng(42);       // torch.manual_seed(42)
  std::cout << std::fixed << std::setprecision(4);

  init::kaiming<random_sign>{}(weight, rng);
  std::cout << "kaiming<random_sign>: every weight is + or - sqrt(2/fan_in) = sqrt(2/8)\n"
            << weight << "\n\n";

  init::xavier<random_sign>{}(weight, rng);
  std::cout << "xavier<random_sign>: every weight is + or - sqrt(2/(fan_in + fan_out)) = "
               "sqrt(2/11)\n"
            << weight << "\n\n";

  init::packed{init::xavier<random_sign>{}, 3}(weight, rng);
  std::cout << "three layers packed in one weight: each weight is + or - sqrt(2/(8 + 1))\n"
            << weight << "\n";
}
