// Runs the golden file of PyTorch's initialisers through torch::Generator and compares every bit,
// without a test framework, so that it runs on any processor. Storage is a parameter: the numbers
// follow the logical order.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdio>
#include <eigeninit/torch.hpp>
#include <limits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>

#include "torch_golden_file.hpp"

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace torch_golden {

namespace init = eigeninit;

/// Whether libm is the one that the file was made with. Elsewhere the operations that use it are
/// compared with a tolerance.
inline bool has_same_libm() {
#if defined(__GLIBC__) && defined(__x86_64__)
  return std::string(gnu_get_libc_version()) == "2.36" && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

/// What an operation made, each part with its name, and the mean and std that tolerances depend on.
struct Result {
  std::vector<std::pair<std::string, Bits>> parts;
  double mean = 0, std = 1;
};

/// The bits of all elements in row-major logical order.
template <class Tensor>
Bits bits_of(Tensor& tensor) {
  const auto view = init::view(tensor);
  Bits bits;
  for (Index e = 0; e < view.size(); ++e) {
    Index offset = 0, rest = e;
    for (std::size_t k = view.rank; k-- > 0;) {
      offset += rest % view.axes[k].extent * view.axes[k].stride;
      rest /= view.axes[k].extent;
    }
    using Scalar = typename decltype(view)::Scalar;
    bits.push_back(
        init::internal::bits_as<init::internal::rounding::Bits<Scalar>>(view.data[offset]));
  }
  return bits;
}

template <class Scalar, std::size_t Rank, int Order, class Fill>
Bits filled_tensor(const std::vector<Index>& shape, const Fill& fill) {
  Eigen::array<Index, Rank> extents;
  std::copy_n(shape.begin(), Rank, extents.begin());
  Eigen::Tensor<Scalar, int(Rank), Order> tensor(extents);
  tensor.setConstant(std::numeric_limits<Scalar>::quiet_NaN());
  fill(tensor);
  return bits_of(tensor);
}

/// The bits of an Eigen object of this shape after fill(object).
template <class Scalar, int Order, class Fill>
Bits filled(const std::vector<Index>& shape, const Fill& fill) {
  switch (shape.size()) {
    case 1: {
      Eigen::Matrix<Scalar, Eigen::Dynamic, 1> vector(shape[0]);
      fill(vector);
      return bits_of(vector);
    }
    case 2: {
      Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order> matrix(shape[0], shape[1]);
      fill(matrix);
      return bits_of(matrix);
    }
    case 3: return filled_tensor<Scalar, 3, Order>(shape, fill);
    case 4: return filled_tensor<Scalar, 4, Order>(shape, fill);
    default: return filled_tensor<Scalar, 5, Order>(shape, fill);
  }
}

inline init::Activation activation_of(const std::string& name, double slope) {
  if (name == "leaky_relu") return init::Activation::leaky_relu(slope);
  if (name == "relu") return init::Activation::relu();
  if (name == "tanh") return init::Activation::tanh();
  if (name == "selu") return init::Activation::selu();
  if (name == "sigmoid") return init::Activation::sigmoid();
  return init::Activation::linear();
}

/// An initializer that is defined for some ranks only.
template <int least, int most, class Initializer>
struct OfRank {
  Initializer initializer;

  template <class Tensor>
  void operator()(Tensor& w, init::torch::Generator& rng) const {
    constexpr int rank = init::rank_of<Tensor&>;
    if constexpr (least <= rank && rank <= most) initializer(w, rng);
  }
};
template <int least, int most, class Initializer>
OfRank<least, most, Initializer> of_rank(const Initializer& initializer) {
  return {initializer};
}

/// kaiming<D> with the settings of an operation.
template <class Distribution>
init::kaiming<Distribution> kaiming_of(const Operation& op) {
  const std::string name = op.has("nonlinearity") ? op.text("nonlinearity") : "leaky_relu";
  const bool is_out = op.has("mode") && op.text("mode") == "fan_out";
  return {activation_of(name, op.number("a", 0)),
          is_out ? init::FanMode::fan_out : init::FanMode::fan_in};
}

/// Words of 64 bits straight from the engine.
inline Bits engine_words(init::torch::Generator& rng, Index count) {
  auto state = rng.get_state();
  init::internal::MersenneTwister engine(0);
  engine.set_state(state.engine);
  const auto& kernels = init::internal::kernel::torch_kernels_of(init::instruction_set());
  Bits words;
  for (Index i = 0; i < count; ++i) words.push_back(engine.word_pair(kernels));
  state.engine = engine.state();
  rng.set_state(state);
  return words;
}

/// A transposed view, which PyTorch fills in the order of memory and never by blocks of 16: here
/// its transpose, in pieces of fewer than 16 elements.
template <class Scalar, int Order>
Bits filled_transposed(const Operation& op, const std::vector<Index>& shape,
                       init::torch::Generator& rng) {
  return filled<Scalar, Order>(shape, [&](auto& w) {
    if constexpr (init::rank_of<decltype(w)> == 2) {
      for (Index c = 0; c < w.cols(); ++c) {
        if (op.name == "uniform_") {
          init::uniform{op.number("a", 0), op.number("b", 1)}(w.col(c), rng);
        } else {
          init::normal{op.number("mean", 0), op.number("std", 1)}(w.col(c), rng);
        }
      }
    }
  });
}

template <class Scalar, int Order>
Result run(const Operation& op, init::torch::Generator& rng) {
  Result result;
  const std::vector<Index> shape = shape_of(op.text("shape"));
  const auto make = [&](const auto& initializer, init::torch::Generator& source) {
    result.parts.emplace_back(
        "t", filled<Scalar, Order>(shape, [&](auto& w) { initializer(w, source); }));
  };
  /// An initializer that needs fans, where there are some.
  const auto make_scaled = [&](const auto& initializer) {
    result.std = initializer.std_for(init::fans(shape));
    result.parts.emplace_back("t", filled<Scalar, Order>(shape, [&](auto& w) {
                                if constexpr (init::rank_of<decltype(w)> != 1) initializer(w, rng);
                              }));
  };
  if (op.has("layout")) {
    result.parts.emplace_back("t", filled_transposed<Scalar, Order>(op, shape, rng));
  } else if (op.name == "uniform_") {
    make(init::uniform{op.number("a", 0), op.number("b", 1)}, rng);
  } else if (op.name == "normal_") {
    result.mean = op.number("mean", 0);
    result.std = op.number("std", 1);
    make(init::normal{result.mean, result.std}, rng);
  } else if (op.name == "trunc_normal_" || op.name == "trunc_normal_2_12_") {
    result.mean = op.number("mean", 0);
    result.std = op.number("std", 1);
    const bool is_new = op.name == "trunc_normal_2_12_";
    init::torch::Generator by_method(0, is_new ? init::torch::TruncatedNormalMethod::v2_12
                                               : init::torch::TruncatedNormalMethod::v1_13);
    by_method.set_state(rng.get_state());
    make(init::truncated_normal{result.mean, result.std, op.number("a", -2), op.number("b", 2)},
         by_method);
    rng.set_state(by_method.get_state());
  } else if (op.name == "xavier_uniform_") {
    make_scaled(init::xavier_uniform{op.number("gain", 1)});
  } else if (op.name == "xavier_normal_") {
    make_scaled(init::xavier_normal{op.number("gain", 1)});
  } else if (op.name == "kaiming_uniform_") {
    make_scaled(kaiming_of<init::uniform>(op));
  } else if (op.name == "kaiming_normal_") {
    make_scaled(kaiming_of<init::normal>(op));
  } else if (op.name == "orthogonal_") {
    make(of_rank<2, 5>(init::orthogonal{op.number("gain", 1)}), rng);
  } else if (op.name == "sparse_") {
    result.std = op.number("std", 0.01);
    make(of_rank<2, 2>(init::sparse{op.number("sparsity", 0), result.std}), rng);
  } else if (op.name == "eye_") {
    make(of_rank<2, 2>(init::eye{}), rng);
  } else if (op.name == "dirac_") {
    make(of_rank<3, 5>(init::dirac{Index(op.number("groups", 1))}), rng);
  } else if (op.name == "Linear" || op.name.substr(0, 4) == "Conv") {
    Eigen::Matrix<Scalar, Eigen::Dynamic, 1> bias(shape[0]);
    const bool has_bias = op.number("bias", 1) != 0;
    const auto groups = Index(op.number("groups", 1));
    result.parts.emplace_back(
        "weight", filled<Scalar, Order>(shape, [&](auto& w) {
          constexpr int rank = init::rank_of<decltype(w)>;
          if constexpr (rank == 2) {
            has_bias ? init::torch::linear(w, bias, rng) : init::torch::linear(w, rng);
          } else if constexpr (rank > 2) {
            has_bias ? init::torch::conv(w, bias, rng, groups) : init::torch::conv(w, rng, groups);
          }
        }));
    if (has_bias) result.parts.emplace_back("bias", bits_of(bias));
  }
  return result;
}

template <int Order>
Result run(const Operation& op, init::torch::Generator& rng) {
  if (op.name == "random64") {
    return {{{"t", engine_words(rng, shape_of(op.text("shape"))[0])}}};
  }
  if (op.name == "randperm") {
    const auto order = rng.permutation(shape_of(op.text("shape"))[0]);
    return {{{"t", Bits(order.begin(), order.end())}}};
  }
  return op.text("dtype") == "f32" ? run<float, Order>(op, rng) : run<double, Order>(op, rng);
}

}  // namespace torch_golden
