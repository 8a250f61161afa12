// What PyTorch's numbers need of AVX2. Text, included inside a namespace and a target region. See
// primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

#include "vector_extensions.inl"

#if defined(__clang__)
// Under -ffast-math the pragmas do not reach clang++'s builtin, which becomes an estimate.
EIGENINIT_INLINE Floats square_root(Floats a) {
  Floats root;
  __asm__("{vsqrtps %1, %0|vsqrtps %0, %1}" : "=x"(root) : "x"(a));
  return root;
}
#else
EIGENINIT_INLINE Floats square_root(Floats a) { return __builtin_ia32_sqrtps256(a); }
#endif

#include "fill.inl"
