// eigeninit: the right starting values for the weights of a neural network, in any Eigen object.
//
//   Eigen::MatrixXf w(256, 784);                 // out × in
//   eigeninit::Generator rng(42);
//   eigeninit::kaiming_normal{}(w, rng);
//
// The public headers in reading order, and nothing else.
//
// SPDX-License-Identifier: MIT
#pragma once

#if defined(_MSVC_LANG) ? _MSVC_LANG < 201703L : __cplusplus < 201703L
#error "eigeninit needs C++17. Compile with -std=c++17 or newer (MSVC: /std:c++17)."
#endif

// clang-format off
#include "initializers/constant.hpp"
#include "initializers/uniform.hpp"
#include "initializers/normal.hpp"
#include "initializers/truncated_normal.hpp"
#include "initializers/xavier.hpp"
#include "initializers/kaiming.hpp"
#include "initializers/lecun.hpp"
#include "initializers/variance_scaling.hpp"
#include "initializers/torch_default.hpp"
#include "initializers/siren.hpp"
#include "initializers/orthogonal.hpp"
#include "initializers/delta_orthogonal.hpp"
#include "initializers/identity.hpp"
#include "initializers/sparse.hpp"
#include "initializers/bilinear.hpp"
#include "initializers/bias.hpp"
#include "initializers/packed.hpp"
#include "initializers/icnr.hpp"
#include "initializers/scaled.hpp"
#include "initializers/initializer.hpp"
#include "scaling/fans.hpp"
#include "scaling/layout.hpp"
#include "scaling/activation.hpp"
#include "scaling/gain.hpp"
#include "scaling/mean_field.hpp"
#include "scaling/critical.hpp"
#include "scaling/factors.hpp"
#include "random/generator.hpp"
#include "random/source.hpp"
#include "distributions/uniform.hpp"
#include "distributions/normal.hpp"
#include "distributions/truncated_normal.hpp"
#include "distributions/summary.hpp"
#include "tensor/weight.hpp"
#include "tensor/view.hpp"
#include "tensor/make_view.hpp"
#include "tensor/shard.hpp"
#include "tensor/transform.hpp"
#include "kernel/philox.hpp"
#include "kernel/instruction_set.hpp"
#include "abi/abi.hpp"
// clang-format on
