// The kernels of PyTorch's stream, compiled for each instruction set like those of
// kernel/dispatch.hpp and chosen with them. All sets give the same bits.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../kernel/dispatch.hpp"

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

/// What each set provides: see fill.inl.
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

#define EIGENINIT_SET_TEXT(set) EIGENINIT_PRIMITIVES(torch, set)
#include "../kernel/instruction_sets.inl"
#undef EIGENINIT_SET_TEXT

/// The kernels of a set that this processor has.
inline const TorchKernels& torch_kernels_of(InstructionSet set) noexcept {
  switch (set) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) \
  EIGENINIT_IF_BUILT(is_built, case InstructionSet::set : return set::torch_kernels();)
#include "../kernel/instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
    default: return scalar::torch_kernels();
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel
