// Fills the same weights in two translation units and compares them, bit by bit.
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <cstring>

#include "weights.hpp"

namespace init = eigeninit;

namespace {

Weights weights_from_this_unit() {
  Weights w;
  init::Generator rng(42);
  init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_out}(w.dense, rng);
  init::xavier_uniform{}(w.kernel, rng);
  std::mt19937 engine(7);
  init::normal{}(w.fixed, engine);
  init::constant{0.01}(w.bias);
  return w;
}

template <class Tensor>
bool same_bits(const Tensor& a, const Tensor& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), std::size_t(a.size()) * sizeof *a.data()) == 0;
}

/// Whether something other than one repeated value was written.
template <class Tensor>
bool varies(const Tensor& a) {
  return std::memcmp(a.data(), a.data() + 1, std::size_t(a.size() - 1) * sizeof *a.data()) != 0;
}

}  // namespace

int main(int argc, char**) {
  if (argc > 1) {
    // Refused with an exception, or without exceptions with a message and an abort.
    Weights w;
    init::Generator rng(42);
    init::kaiming_normal{}(w.dense, init::Fans{0, 0}, rng);
    return 1;
  }
  const Weights a = weights_from_this_unit();
  const Weights b = weights_from_the_other_unit();
  const bool good = same_bits(a.dense, b.dense) && same_bits(a.kernel, b.kernel) &&
                    same_bits(a.fixed, b.fixed) && same_bits(a.bias, b.bias) && varies(a.dense) &&
                    varies(a.kernel) && varies(a.fixed);
  std::printf("%s: eigeninit %d.%d.%d, C++ %ld\n", good ? "the same weights" : "DIFFERENT weights",
              EIGENINIT_VERSION_MAJOR, EIGENINIT_VERSION_MINOR, EIGENINIT_VERSION_PATCH,
              long(__cplusplus));
  return good ? 0 : 1;
}
