// The kernels, compiled once for all unit tests and not in each of them: precompiled with the
// headers.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <eigeninit/eigeninit.hpp>
#include <eigeninit/kernel/dispatch.hpp>
#include <eigeninit/kernel/measure.hpp>

#if !defined(KERNELS)
#define KERNELS extern template  // kernels.cpp has the definitions
#endif

namespace eigeninit::internal::kernel {

#define KERNEL(Distribution, Scalar) \
  KERNELS Kernel<Distribution, Scalar> kernel_of<Distribution, Scalar>(InstructionSet) noexcept;
#define KERNELS_OF(Scalar)                                                                       \
  KERNEL(Uniform<Scalar>, Scalar)                                                                \
  KERNEL(Normal<Scalar>, Scalar)                                                                 \
  KERNEL(Truncated<Scalar>, Scalar)                                                              \
  KERNEL(RareTruncated<Scalar>, Scalar)                                                          \
  KERNEL(Any<Compute<Scalar>>, Scalar)                                                           \
  KERNELS void measure_line<Scalar>(const Scalar*, std::ptrdiff_t, std::uint64_t, std::uint64_t, \
                                    double, Measured&);
KERNELS_OF(float)
KERNELS_OF(double)
KERNELS_OF(Eigen::half)
KERNELS_OF(Eigen::bfloat16)
#undef KERNELS_OF
#undef KERNEL

}  // namespace eigeninit::internal::kernel
