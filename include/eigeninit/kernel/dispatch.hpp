// The only door into the kernels: fills a run of memory with consecutive elements of a random stream.
//
// The instruction sets differ in speed and never in a bit.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include "../pinned.hpp"
#include "../random/philox.hpp"
#include "exact_fma.hpp"
#include "parameters.hpp"

#if defined(__FP_FAST_FMA) || defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define EIGENINIT_HAS_FMA
#endif

namespace eigeninit::kernel {

#include "normal_table_f32.inl"
#include "normal_table_f64.inl"

EIGENINIT_PINNED_BEGIN
namespace scalar {
#include "vec_scalar.inl"

#include "body.inl"
}  // namespace scalar
EIGENINIT_PINNED_END

/// Elements `at.element` … `at.element + count - 1` of the fill that `at` names, one after the other.
template <class Distribution, class Scalar>
void fill_run(const Distribution& to, const Position& at, Scalar* out, std::ptrdiff_t count) {
  scalar::fill_run(to, at, out, count);
}

}  // namespace eigeninit::kernel

#undef EIGENINIT_HAS_FMA
