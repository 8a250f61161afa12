// What elements are, once they are written: a hash of their bits, and their mean, spread and
// bounds.
//
// A tile is measured while it is still in cache, at a small part of what filling it costs. The hash
// is part of a file format: the same on every machine, in every storage order, and by any division
// of the tensor among tiles and threads. It finds accidents, and is no defence against a forger:
//
//   An element is one word of 32 bits, number e of the tensor: a float's bits, or those of a half
//   or bfloat16 followed by 16 zeros, so that a bfloat16 hashes like the float of its value. A
//   double is two, the lower half of its bits first: numbers 2e and 2e + 1. So are a complex
//   number's parts two elements.
//   All is modulo 2⁶⁴: y = (number + 1) · 0x9e3779b97f4a7c15 + word · 0xbb67ae85, and of y's halves
//   the term is high · (high xor low) + word · 2³². The hash is the sum of all terms.
//
// Weyl's sequence tells the places apart. The xor is there because high · low is linear in the
// place: where two values change places in two rows, those sums are often the same.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "../numeric/strict.hpp"
#include "dispatch.hpp"
#include "instruction_set.hpp"
#include "poison.hpp"

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

namespace hash_constant {
inline constexpr std::uint64_t place = 0x9e3779b97f4a7c15;  // the golden ratio
inline constexpr std::uint32_t word = 0xbb67ae85;           // √3 − 1
}  // namespace hash_constant

/// What is known of elements that were looked at. Sums are about an origin, and over the finite
/// elements alone; their last digits depend on the instruction set and on how the work is divided.
/// All else does not.
struct Measured {
  std::uint64_t hash = 0;
  double sum = 0;
  double squares = 0;
  double low = std::numeric_limits<double>::infinity();  ///< of finite elements; never -0
  double high = -std::numeric_limits<double>::infinity();
  std::uint64_t count = 0;
  std::uint64_t not_finite = 0;
  std::uint64_t poisoned = 0;  ///< of those that are not finite

  void add(const Measured& other) noexcept;
  /// One finite element, without its bits.
  void add_finite(double value, double origin) noexcept;
};

/// The term of one word.
constexpr std::uint64_t hash_term(std::uint64_t place, std::uint32_t word) noexcept {
  const std::uint64_t y = place + std::uint64_t(word) * hash_constant::word;
  return (y >> 32) * ((y ^ y >> 32) & 0xffffffff) + (std::uint64_t(word) << 32);
}

/// The term of element `element`.
template <class Bits>
constexpr std::uint64_t hash_of(std::uint64_t element, Bits bits) noexcept {
  if constexpr (sizeof(Bits) == 8) {
    return hash_of(2 * element, std::uint32_t(bits)) +
           hash_of(2 * element + 1, std::uint32_t(bits >> 32));
  } else {
    return hash_term((element + 1) * hash_constant::place, std::uint32_t(bits)
                                                               << (32 - 8 * sizeof(Bits)));
  }
}

EIGENINIT_STRICT_BEGIN

inline void Measured::add(const Measured& other) noexcept {
  hash += other.hash;
  sum += other.sum;
  squares += other.squares;
  low = (std::min)(low, other.low);
  high = (std::max)(high, other.high);
  count += other.count;
  not_finite += other.not_finite;
  poisoned += other.poisoned;
}

inline void Measured::add_finite(double value, double origin) noexcept {
  const double distance = value - origin;
  sum += distance;
  squares += product(distance, distance);
  low = (std::min)(low, value + 0.0);  // which makes a zero of -0
  high = (std::max)(high, value + 0.0);
}

/// measure() of consecutive elements, one after the other.
template <class Scalar>
void measure_elements(const Scalar* line, std::ptrdiff_t count, std::uint64_t element,
                      std::uint64_t element_step, double origin, Measured& into) {
  Measured these;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto bits = bits_as<rounding::Bits<Scalar>>(line[i]);
    these.hash += hash_of(element, bits);
    element += element_step;
    const auto value = static_cast<double>(line[i]);
    if (is_finite(value)) {
      these.add_finite(value, origin);
    } else {
      ++these.not_finite;
      these.poisoned += bits == poison_bits<Scalar>;
    }
  }
  these.count = std::uint64_t(count);
  into.add(these);
}

EIGENINIT_STRICT_END

#define EIGENINIT_SET_TEXT(set) "measure.inl"
#include "instruction_sets.inl"
#undef EIGENINIT_SET_TEXT

/// See measure(). For elements that lie one after the other.
template <class Scalar>
void measure_line(const Scalar* line, std::ptrdiff_t count, std::uint64_t element,
                  std::uint64_t element_step, double origin, Measured& into) {
  switch (instruction_set()) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) \
  EIGENINIT_IF_BUILT(                             \
      is_built, case InstructionSet::set          \
      : return set::measure_line(line, count, element, element_step, origin, into);)
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
    default: return scalar::measure_line(line, count, element, element_step, origin, into);
  }
}

/// Measures elements number element, element + element_step, … of a tensor (column-major over the
/// whole tensor; of complex numbers the parts, 2e and 2e + 1), which lie at line, line + stride, ….
/// The best origin is a value near the mean; where all elements equal it, `squares` is exactly 0.
template <class Scalar>
void measure(const Scalar* line, std::ptrdiff_t count, std::ptrdiff_t stride, std::uint64_t element,
             std::uint64_t element_step, double origin, Measured& into) {
  if (stride == 1) return measure_line(line, count, element, element_step, origin, into);
  constexpr std::ptrdiff_t most = 512;
  Scalar gathered[std::size_t(most)];
  for (std::ptrdiff_t taken = 0; taken < count; taken += most) {
    const std::ptrdiff_t size = (std::min)(most, count - taken);
    for (std::ptrdiff_t i = 0; i < size; ++i) gathered[i] = line[(taken + i) * stride];
    measure_line(gathered, size, element + std::uint64_t(taken) * element_step, element_step,
                 origin, into);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel
