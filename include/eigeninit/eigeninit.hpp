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
#include "initializers/variance_scaling.hpp"
#include "initializers/orthogonal.hpp"
#include "initializers/identity.hpp"
#include "initializers/delta_orthogonal.hpp"
#include "initializers/sparse.hpp"
#include "initializers/packed.hpp"
#include "initializers/icnr.hpp"
#include "initializers/scaled.hpp"
#include "initializers/bilinear.hpp"
#include "initializers/bias.hpp"
#include "distributions.hpp"
#include "truncated_normal.hpp"
#include "random/generator.hpp"
#include "random/std_engine.hpp"
#include "random/philox.hpp"
#include "fans.hpp"
#include "layout.hpp"
#include "gain.hpp"
#include "view.hpp"
#include "transform.hpp"
#include "instruction_set.hpp"
#include "version.hpp"
// clang-format on
