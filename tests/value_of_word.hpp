// What a distribution makes of one random word, by the scalar instruction set.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <eigeninit/kernel/dispatch.hpp>
#include <type_traits>

/// The word of a float or a narrower scalar, or the two that a double takes, as one number.
template <class Scalar>
using Word = std::conditional_t<std::is_same_v<Scalar, double>, std::uint64_t, std::uint32_t>;

template <class Scalar, class Parameters>
Scalar value_of_word(const Parameters& to, Word<Scalar> word) {
  const std::uint64_t wide = word;
  const std::uint32_t words[2] = {std::uint32_t(wide), std::uint32_t(wide >> 32)};
  Scalar value;
  eigeninit::internal::kernel::scalar::transform_line(to, words, 1, &value);
  return value;
}
