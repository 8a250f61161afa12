// What a kernel is told: where in the random stream a run of elements begins, and what its words
// become: numbers that are already checked and rounded.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "../numeric/normal_tail.hpp"

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

/// The first element of a run: element `element` of fill `fill` under `key`.
struct Position {
  std::uint32_t key[2];
  std::uint64_t fill;
  std::uint64_t element;
};

/// The type that a scalar's values are worked out in: half and bfloat16 take float's, rounded once.
template <class Scalar>
using Compute = std::conditional_t<std::is_same_v<Scalar, double>, double, float>;

/// [low, high) as numbers of type T: value = min(fma(k · unit, width, low), last), where k counts
/// the fractions of a word from 0 on.
template <class Scalar>
struct Uniform {
  using T = Compute<Scalar>;
  T low;    ///< the smallest T that is not below the lower bound
  T width;  ///< high − low, or half of it where that overflows
  T last;   ///< the largest Scalar below the upper bound
  T unit;   ///< the distance of two fractions, or twice that for half of the width
  T first;  ///< the smallest Scalar that is not below the lower bound
};

/// [0, 1), of a scalar whose values are worked out in itself.
template <class T>
constexpr Uniform<T> unit_uniform() {
  constexpr T unit = std::numeric_limits<T>::epsilon() / 2;
  return {0, 1, 1 - unit, unit, 0};
}

/// value = fma(z, std, mean) for z = Φ⁻¹(u).
template <class Scalar>
struct Normal {
  using T = Compute<Scalar>;
  T mean;
  T std;
};

/// A normal between bounds that the tables do not resolve: value = origin ± std · root, kept
/// between `first` and `last`.
template <class Scalar>
struct RareTruncated {
  using T = Compute<Scalar>;
  RareTruncation truncation{};
  double origin = 0;
  double std = 0;
  bool from_above = false;  ///< whether `origin` is the upper bound
  T first{};
  T last{};

  /// Of a word of 32 bits, or 64 where T is double.
  template <class Word>
  T value(Word word) const;
};

/// A normal between bounds. A word is the place m = ⌊word / 2⌋ between them. Below `middle` its
/// distance from the left end of the normal distribution is fma(m, scale, below) / 2^bits; from
/// there on that from the right end is fma(n, scale, above) / 2^bits, where n counts places from
/// the last one down. value = fma(z, std, mean) for the z there, kept between `first` and `last`.
template <class Scalar>
struct Truncated {
  using T = Compute<Scalar>;
  using Word = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  Word middle;
  T scale;
  T below;
  T above;
  T mean;
  T std;
  T first;  ///< the smallest Scalar that is not below the lower bound
  T last;   ///< the largest Scalar that is not above the upper bound

  bool is_rare = false;  ///< then only `rare` counts
  RareTruncated<Scalar> rare{};
};

/// Any of these, chosen when the program runs, for every scalar whose values are worked out in T:
/// one kernel in place of many, for models, whose rules the compiler does not see.
template <class T_>
struct Any {
  using T = T_;
  enum class Kind { uniform, normal, truncated, rare };
  Kind kind;  ///< which of the next counts
  Uniform<T> uniform{};
  Normal<T> normal{};
  Truncated<T> truncated{};

  template <class Scalar>
  Any(const Uniform<Scalar>& to)
      : kind(Kind::uniform), uniform{to.low, to.width, to.last, to.unit, to.first} {}
  template <class Scalar>
  Any(const Normal<Scalar>& to) : kind(Kind::normal), normal{to.mean, to.std} {}
  template <class Scalar>
  Any(const Truncated<Scalar>& to)
      : kind(to.is_rare ? Kind::rare : Kind::truncated), truncated{to.middle, to.scale, to.below,
                                                                   to.above,  to.mean,  to.std,
                                                                   to.first,  to.last,  false,
                                                                   {}} {
    const auto& rare = to.rare;
    truncated.rare = {rare.truncation, rare.origin, rare.std,
                      rare.from_above, rare.first,  rare.last};
  }
};

/// A complex number: `finish` makes it, in place, of two real ones that `parts` tells of.
template <class Parts, class Finish>
struct Complex {
  Parts parts;
  Finish finish;
};
template <class Parts, class Finish>
Complex<Parts, Finish> complex(const Parts& parts, const Finish& finish) {
  return {parts, finish};
}

EIGENINIT_STRICT_BEGIN

/// (word + ½) / 2^bits: in (0, 1], and 1 for the last 2⁻⁵³ of wide words.
constexpr double open_fraction(std::uint32_t word) noexcept {
  return (double(word) + 0.5) * 0x1p-32;
}
constexpr double open_fraction(std::uint64_t word) noexcept {
  return (double(word >> 11) + 0.5) * 0x1p-53;
}

template <class Scalar>
template <class Word>
auto RareTruncated<Scalar>::value(Word word) const -> T {
  const double place = open_fraction(word), rest = open_fraction(Word(~word));
  const double distance =
      product(std, from_above ? truncation.root(rest, place) : truncation.root(place, rest));
  return (std::min)((std::max)(T(from_above ? origin - distance : origin + distance), first), last);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel
