// Machines with AVX-512 make PyTorch's numbers by AVX2: a block of its normals is two halves of
// eight, which longer vectors can't divide. Text, included inside a namespace and a target region.
//
// SPDX-License-Identifier: MIT

inline const TorchKernels& torch_kernels() noexcept { return avx2::torch_kernels(); }
