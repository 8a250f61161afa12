// The only door into the kernels: fills memory with elements of a random stream, by the best
// instruction set that this processor has.
//
// The algorithms stand in body.inl and are compiled once for each set, whose facts stand in
// vec_*.inl. The sets differ in speed and never in a bit.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <type_traits>

#include "../instruction_set.hpp"
#include "../random/philox.hpp"
#include "exact_fma.hpp"
#include "parameters.hpp"
#include "target.hpp"

#if defined(EIGENINIT_NEON_SET)
#include <arm_neon.h>
#endif

// Both widths in hardware: elsewhere the builtin would call libm.
#if defined(__FMA__) || defined(__aarch64__) || (defined(__FP_FAST_FMA) && defined(__FP_FAST_FMAF))
#define EIGENINIT_HAS_FMA
#endif

namespace eigeninit::kernel {
inline namespace EIGENINIT_ABI {

#include "normal_table_f32.inl"
#include "normal_table_f64.inl"

EIGENINIT_PINNED_BEGIN
namespace scalar {
#include "vec_scalar.inl"

#include "body.inl"
}  // namespace scalar
EIGENINIT_PINNED_END

#if defined(EIGENINIT_NEON_SET)
EIGENINIT_PINNED_BEGIN
namespace neon {
#include "vec_neon.inl"

#include "body.inl"
}  // namespace neon
EIGENINIT_PINNED_END
#endif

#if defined(EIGENINIT_X86_SETS)
EIGENINIT_TARGET_BEGIN("avx2,fma,f16c")
namespace avx2 {
#include "vec_avx2.inl"

#include "body.inl"
}  // namespace avx2
EIGENINIT_TARGET_END

EIGENINIT_TARGET_BEGIN("avx2,fma,f16c,avx512f,avx512dq,avx512bw,avx512vl")
namespace avx512 {
#include "vec_avx512.inl"

#include "body.inl"
}  // namespace avx512
EIGENINIT_TARGET_END
#endif

/// A kernel: see fill_tile() in body.inl.
template <class Distribution, class Scalar>
using Kernel = void (*)(const Distribution&, const Position&, const Tile&, Scalar*);

/// The kernel of a set that this processor has.
template <class Distribution, class Scalar>
Kernel<Distribution, Scalar> kernel_of(InstructionSet set) noexcept {
  switch (set) {
#if defined(EIGENINIT_NEON_SET)
    case InstructionSet::neon: return neon::fill_tile<Distribution, Scalar>;
#endif
#if defined(EIGENINIT_X86_SETS)
    case InstructionSet::avx2: return avx2::fill_tile<Distribution, Scalar>;
    case InstructionSet::avx512: return avx512::fill_tile<Distribution, Scalar>;
#endif
    default: return scalar::fill_tile<Distribution, Scalar>;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::kernel

#undef EIGENINIT_HAS_FMA
