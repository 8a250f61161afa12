// What PyTorch's numbers need of NEON. Text, included inside a namespace and a strict region. See
// primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

#include "vector_extensions.inl"
EIGENINIT_INLINE Floats square_root(Floats a) { return Floats(vsqrtq_f32(float32x4_t(a))); }

#include "fill.inl"
