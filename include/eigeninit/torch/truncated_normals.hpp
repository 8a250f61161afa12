// PyTorch's trunc_normal_, which changed in version 2.12: other values from other random words.
//
// libm's erf, exp and log are PyTorch's own here, in the precision of the tensor.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>

#include "../distributions/truncated_normal.hpp"
#include "streams.hpp"

namespace eigeninit::torch {

/// How truncated normals are made, by the version of PyTorch that was the first to do so or is the
/// one that this was compared with.
enum class TruncatedNormalMethod {
  v1_13,  ///< 1.6 to 2.11: the inverse of the distribution function of a uniform number
  v2_12   ///< 2.12 and newer: normal or uniform numbers, drawn again until they fit
};

}  // namespace eigeninit::torch

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Φ((x - mean) / std)
inline double normal_cdf(double x, double mean, double std) {
  return (1 + std::erf((x - mean) / std / std::sqrt(2.0))) / 2;
}

/// TruncatedNormalMethod::v1_13. Draws what uniform_ draws.
template <class T>
class InverseTruncatedNormalStream {
 public:
  InverseTruncatedNormalStream(const WordStream& words, const TruncatedNormal& to)
      : uniforms_(words, T(2 * normal_cdf(to.low, to.mean, to.std) - 1),
                  T(2 * normal_cdf(to.high, to.mean, to.std) - 1)),
        scale_(T(to.std * std::sqrt(2.0))),
        mean_(T(to.mean)),
        low_(T(to.low)),
        high_(T(to.high)) {}

  void operator()(T* out, Index count) {
    uniforms_(out, count);
    uniforms_.words().inverse_erf(out, count);
    for (Index i = 0; i < count; ++i) {
      const volatile T scaled = out[i] * scale_;
      const T value = scaled + mean_;
      out[i] = (std::min)((std::max)(value, low_), high_);
    }
  }

 private:
  UniformStream<T> uniforms_;
  T scale_, mean_, low_, high_;
};

/// TruncatedNormalMethod::v2_12. `make_normals(use)` and `make_uniforms(low, high, use)` must draw
/// a whole tensor and call use(index, value) for each of its elements in order.
///
/// The generator ends where PyTorch leaves it: each round draws the whole tensor again.
template <class T, class MakeNormals, class MakeUniforms>
void resample_truncated_normals(const TruncatedNormal& to, T* values, Index size,
                                const MakeNormals& make_normals,
                                const MakeUniforms& make_uniforms) {
  const double kept = normal_cdf(to.high, to.mean, to.std) - normal_cdf(to.low, to.mean, to.std);
  const T low = T(to.low), high = T(to.high);
  if (kept > 0.3) {
    const auto is_outside = [=](T value) { return value < low || value > high; };
    make_normals([&](Index i, T value) { values[i] = value; });
    while (std::any_of(values, values + size, is_outside)) {
      make_normals([&](Index i, T value) {
        if (is_outside(values[i])) values[i] = value;
      });
    }
    return;
  }
  // The density relative to its peak on [low, high] is the chance to keep a uniform number.
  const double nearest = (std::min)((std::max)(to.mean, to.low), to.high);
  const double distance = (nearest - to.mean) / to.std;
  const T peak = T(-0.5 * (distance * distance));
  const std::unique_ptr<bool[]> is_pending(new bool[std::size_t(size)]);
  std::fill_n(is_pending.get(), size, true);
  Index pending = size;
  while (pending > 0) {
    make_uniforms(to.low, to.high, [&](Index i, T value) {
      if (is_pending[std::size_t(i)]) values[i] = value;
    });
    make_uniforms(0, 1, [&](Index i, T chance) {
      if (!is_pending[std::size_t(i)]) return;
      const T from_mean = (values[i] - T(to.mean)) / T(to.std);
      const volatile T squared = from_mean * from_mean;
      const volatile T exponent = T(-0.5) * squared;
      if (std::log(chance) > exponent - peak) return;
      is_pending[std::size_t(i)] = false;
      --pending;
    });
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
