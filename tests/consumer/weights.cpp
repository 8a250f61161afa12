// The second of two translation units that include and instantiate the same.
//
// SPDX-License-Identifier: MIT
#include "weights.hpp"

namespace init = eigeninit;

Weights weights_from_the_other_unit() {
  Weights w;
  init::Generator rng(42);
#if __cplusplus >= 202002L
  init::kaiming_normal{.mode = init::FanMode::fan_out}(w.dense, rng);
#else
  init::kaiming_normal scheme;
  scheme.mode = init::FanMode::fan_out;
  scheme(w.dense, rng);
#endif
  init::xavier_uniform{}(w.kernel, rng);
  std::mt19937 engine(7);
  init::normal{}(w.fixed, engine);
  init::constant{0.01}(w.bias);
  return w;
}
