// Vectors as types of the language: an extension that g++ and clang++ have for every processor.
//
// SPDX-License-Identifier: MIT
#pragma once

// Front ends that only pretend to be g++ (nvcc's) do not have it.
#if !defined(__EDG__) && (defined(__clang__) || __GNUC__ >= 9)
#define EIGENINIT_VECTOR_EXTENSIONS 1
/// The elements of two vectors by these numbers, those of the first coming first. `Index` is a
/// vector of numbers as wide as the elements.
#if defined(__clang__)
#define EIGENINIT_SHUFFLE(Index, a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define EIGENINIT_SHUFFLE(Index, a, b, ...) __builtin_shuffle(a, b, Index{__VA_ARGS__})
#endif
#else
#define EIGENINIT_VECTOR_EXTENSIONS 0
#endif
