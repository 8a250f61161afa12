// The kernels of a fill, compiled for every instruction set, and the choice of one: they fill
// memory with elements of a random stream.
//
// The algorithms stand in fill.inl and are compiled once for each set, whose primitives stand in
// primitives_*.inl. The sets differ in speed and never in a bit.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <type_traits>

#include "../numeric/exact_fma.hpp"
#include "../numeric/rounding.hpp"
#include "../tensor/patch.hpp"
#include "../tensor/put_patch.hpp"
#include "complex.hpp"
#include "instruction_set.hpp"
#include "parameters.hpp"
#include "philox.hpp"
#include "target.hpp"

#if EIGENINIT_NEON_SET
#include <arm_neon.h>
#endif

// Both widths in hardware: elsewhere the builtin would call libm.
#if defined(__FMA__) || defined(__aarch64__) || (defined(__FP_FAST_FMA) && defined(__FP_FAST_FMAF))
#define EIGENINIT_HAS_FMA
#endif

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

#include "normal_table_f32.inl"
#include "normal_table_f64.inl"

#define EIGENINIT_SET_TEXT(set) EIGENINIT_PRIMITIVES(kernel, set)
#include "instruction_sets.inl"
#undef EIGENINIT_SET_TEXT

/// A kernel: see fill_patch() in fill.inl.
template <class Distribution, class Scalar>
using Kernel = void (*)(const Distribution&, const Position&, const Patch&, Scalar*);

/// The kernel of a set that this processor has.
template <class Distribution, class Scalar>
Kernel<Distribution, Scalar> kernel_of(InstructionSet set) noexcept {
  switch (set) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe)       \
  EIGENINIT_IF_BUILT(is_built, case InstructionSet::set \
                     : return set::fill_patch<Distribution, Scalar>;)
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
    default: return scalar::fill_patch<Distribution, Scalar>;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel

#undef EIGENINIT_HAS_FMA
