// The kernels of PyTorch's stream, compiled for each instruction set like those of
// kernel/dispatch.hpp and chosen with them. All sets give the same bits.
//
// A block of PyTorch's normals is two halves of eight, so that AVX-512 has nothing to add: machines
// that have it run the kernels of AVX2.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../instruction_set.hpp"
#include "../kernel/dispatch.hpp"
#include "../kernel/target.hpp"

namespace eigeninit::kernel {
inline namespace EIGENINIT_ABI {

/// What each set provides: see body.inl.
struct TorchKernels {
  void (*twist)(std::uint32_t* state);
  void (*temper)(const std::uint32_t* state, std::ptrdiff_t count, std::uint32_t* words);
  void (*uniform_floats)(const std::uint32_t* words, std::ptrdiff_t count, float low, float width,
                         float* out);
  void (*uniform_doubles)(const std::uint32_t* words, std::ptrdiff_t count, double low,
                          double width, double* out);
  void (*box_muller)(const std::uint32_t* words, std::ptrdiff_t blocks, float std, float mean,
                     float* out);
  void (*scale_values)(double* values, std::ptrdiff_t count, double std, double mean);
  void (*inverse_erf_floats)(float* values, std::ptrdiff_t count);
  void (*inverse_erf_doubles)(double* values, std::ptrdiff_t count);
};

EIGENINIT_PINNED_BEGIN
namespace scalar {
#include "lanes_scalar.inl"

#include "body.inl"
}  // namespace scalar
EIGENINIT_PINNED_END

#if defined(EIGENINIT_NEON_SET)
EIGENINIT_PINNED_BEGIN
namespace neon {
#include "lanes_vector.inl"
inline Floats square_root(Floats a) { return Floats(vsqrtq_f32(float32x4_t(a))); }

#include "body.inl"
}  // namespace neon
EIGENINIT_PINNED_END
#endif

#if defined(EIGENINIT_X86_SETS)
EIGENINIT_TARGET_BEGIN("avx2,fma,f16c")
namespace avx2 {
#include "lanes_vector.inl"
#if defined(__clang__)
// Under -ffast-math the pragmas do not reach clang++'s builtin, which becomes an estimate.
inline Floats square_root(Floats a) {
  Floats root;
  __asm__("{vsqrtps %1, %0|vsqrtps %0, %1}" : "=x"(root) : "x"(a));
  return root;
}
#else
inline Floats square_root(Floats a) { return __builtin_ia32_sqrtps256(a); }
#endif

#include "body.inl"
}  // namespace avx2
EIGENINIT_TARGET_END
#endif

/// The kernels of a set that this processor has.
inline const TorchKernels& torch_kernels_of(InstructionSet set) noexcept {
  switch (set) {
#if defined(EIGENINIT_NEON_SET)
    case InstructionSet::neon: return neon::torch_kernels;
#endif
#if defined(EIGENINIT_X86_SETS)
    case InstructionSet::avx2:
    case InstructionSet::avx512: return avx2::torch_kernels;
#endif
    default: return scalar::torch_kernels;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::kernel
