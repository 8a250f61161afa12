// Squares of elements that change from one storage order to the other, in vectors.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../abi/abi.hpp"
#include "../numeric/shuffle.hpp"
#include "../numeric/unroll.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Vectors of elements of so many bytes: `side` in each, 1 where there are no such vectors.
template <std::size_t element_size>
struct Line {
  static constexpr std::ptrdiff_t side = 1;
};

#if EIGENINIT_VECTOR_EXTENSIONS
template <>
struct Line<2> {
  static constexpr std::ptrdiff_t side = 8;
  using Vector __attribute__((vector_size(16))) = std::uint16_t;
  /// The elements of two vectors in turn.
  static EIGENINIT_INLINE void interleave(const Vector& a, const Vector& b, Vector (&out)[2]) {
    out[0] = EIGENINIT_SHUFFLE(Vector, a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    out[1] = EIGENINIT_SHUFFLE(Vector, a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  }
};
template <>
struct Line<4> {
  static constexpr std::ptrdiff_t side = 4;
  using Vector __attribute__((vector_size(16))) = std::uint32_t;
  static EIGENINIT_INLINE void interleave(const Vector& a, const Vector& b, Vector (&out)[2]) {
    out[0] = EIGENINIT_SHUFFLE(Vector, a, b, 0, 4, 1, 5);
    out[1] = EIGENINIT_SHUFFLE(Vector, a, b, 2, 6, 3, 7);
  }
};
template <>
struct Line<8> {
  static constexpr std::ptrdiff_t side = 2;
  using Vector __attribute__((vector_size(16))) = std::uint64_t;
  static EIGENINIT_INLINE void interleave(const Vector& a, const Vector& b, Vector (&out)[2]) {
    out[0] = EIGENINIT_SHUFFLE(Vector, a, b, 0, 2);
    out[1] = EIGENINIT_SHUFFLE(Vector, a, b, 1, 3);
  }
};
#endif

/// Reads the columns of a square, `step` elements apart, and writes its rows from column `column`
/// of `rows` on, the last one first: where rows share a place, the first of them stays.
template <class Element>
EIGENINIT_INLINE void transpose_square(const Element* from, std::ptrdiff_t step,
                                       Element* const* rows, std::ptrdiff_t column) {
  using L = Line<sizeof(Element)>;
  constexpr std::ptrdiff_t side = L::side, half = side / 2;
  typename L::Vector lines[std::size_t(side)];
  EIGENINIT_UNROLL
  for (std::ptrdiff_t i = 0; i < side; ++i) {
    std::memcpy(&lines[i], static_cast<const void*>(from + i * step), sizeof(lines[i]));
  }
  // Each time the first half is interleaved with the second, as one deals cards.
  EIGENINIT_UNROLL
  for (std::ptrdiff_t dealt = 1; dealt < side; dealt *= 2) {
    typename L::Vector pairs[std::size_t(half)][2];
    EIGENINIT_UNROLL
    for (std::ptrdiff_t i = 0; i < half; ++i) L::interleave(lines[i], lines[half + i], pairs[i]);
    EIGENINIT_UNROLL
    for (std::ptrdiff_t i = 0; i < side; ++i) lines[i] = pairs[i / 2][i % 2];
  }
  EIGENINIT_UNROLL
  for (std::ptrdiff_t i = 1; i <= side; ++i) {
    std::memcpy(static_cast<void*>(rows[side - i] + column), &lines[side - i], sizeof(lines[0]));
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
