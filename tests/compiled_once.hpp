// What nearly every unit test runs, the kernels and orthogonal matrices, is compiled in one file
// and not in each of them: this is precompiled with the headers.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/initializers/algorithm/orthogonal_fill.hpp>
#include <eigeninit/kernel/dispatch.hpp>
#include <eigeninit/kernel/measure.hpp>

#if !defined(INSTANTIATE)
#define INSTANTIATE extern template  // compiled_once.cpp has the definitions
#endif

namespace eigeninit::internal::kernel {

#define KERNEL(Distribution, Scalar) \
  INSTANTIATE Kernel<Distribution, Scalar> kernel_of<Distribution, Scalar>(InstructionSet) noexcept;
#define KERNELS(Scalar)                                                               \
  KERNEL(Uniform<Scalar>, Scalar)                                                     \
  KERNEL(Normal<Scalar>, Scalar)                                                      \
  KERNEL(Truncated<Scalar>, Scalar)                                                   \
  KERNEL(RareTruncated<Scalar>, Scalar)                                               \
  KERNEL(Any<Compute<Scalar>>, Scalar)                                                \
  INSTANTIATE void measure_line<Scalar>(const Scalar*, std::ptrdiff_t, std::uint64_t, \
                                        std::uint64_t, double, Measured&);
KERNELS(float)
KERNELS(double)
KERNELS(Eigen::half)
KERNELS(Eigen::bfloat16)
#undef KERNELS
#undef KERNEL

}  // namespace eigeninit::internal::kernel

namespace eigeninit::internal {

#define REFLECTIONS(T)                                                                   \
  INSTANTIATE householder::Vector<T> make_reflections<T>(householder::Matrix<T>&);       \
  INSTANTIATE householder::Vector<T> householder::factorize<T>(householder::Matrix<T>&); \
  INSTANTIATE void householder::multiply_reflections<T>(householder::Matrix<T>&);
REFLECTIONS(float)
REFLECTIONS(double)
REFLECTIONS(std::complex<float>)
REFLECTIONS(std::complex<double>)
#undef REFLECTIONS

}  // namespace eigeninit::internal

#undef INSTANTIATE
