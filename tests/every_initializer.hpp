// Every initializer of the library with its defaults, and how it is written. text_of_test.cpp
// compares this list with what the headers declare.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <eigeninit/eigeninit.hpp>

namespace every_initializer {

namespace init = eigeninit;

/// Calls use(initializer, text).
template <class Use>
void for_each(const Use& use) {
  use(init::constant{}, "constant");
  use(init::zeros{}, "zeros");
  use(init::ones{}, "ones");
  use(init::uniform{}, "uniform");
  use(init::normal{}, "normal");
  use(init::truncated_normal{}, "truncated_normal");
  use(init::xavier_uniform{}, "xavier_uniform");
  use(init::xavier_normal{}, "xavier_normal");
  use(init::xavier<init::truncated_normal>{}, "xavier<truncated_normal>");
  use(init::kaiming_uniform{}, "kaiming_uniform");
  use(init::kaiming_normal{}, "kaiming_normal");
  use(init::kaiming<init::truncated_normal>{}, "kaiming<truncated_normal>");
  use(init::lecun_uniform{}, "lecun_uniform");
  use(init::lecun_normal{}, "lecun_normal");
  use(init::lecun<init::truncated_normal>{}, "lecun<truncated_normal>");
  use(init::variance_scaling<init::uniform>{}, "variance_scaling<uniform>");
  use(init::variance_scaling<init::normal>{}, "variance_scaling<normal>");
  use(init::variance_scaling<init::truncated_normal>{}, "variance_scaling<truncated_normal>");
  use(init::torch_default{}, "torch_default");
  use(init::siren{}, "siren");
  use(init::orthogonal{}, "orthogonal");
  use(init::delta_orthogonal{}, "delta_orthogonal");
  use(init::eye{}, "eye");
  use(init::dirac{}, "dirac");
  use(init::sparse{}, "sparse");
  use(init::bilinear{}, "bilinear");
  use(init::gate_bias{}, "gate_bias");
  use(init::chrono_bias{}, "chrono_bias");
  use(init::prior_bias{}, "prior_bias");
  use(init::packed<init::zeros>{}, "packed(zeros)");
  use(init::icnr<init::zeros>{}, "icnr(zeros)");
  use(init::scaled<init::zeros>{}, "scaled(zeros)");
}

}  // namespace every_initializer
