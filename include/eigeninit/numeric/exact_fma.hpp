// fma(a, b, c) = a·b + c with one rounding, for processors that have no such instruction. No libm,
// whose fma is slow or wrong on some embedded targets. Finite arguments.
//
// emulated_fma() works in floating point and is fast; where it can't be sure of the last bit it
// asks exact_fma(), which works in integers and is slow.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// An exact finite number: ±(high · 2⁶⁴ + low) · 2^exponent.
struct WideFloat {
  bool negative;
  int exponent;
  std::uint64_t high, low;

  bool is_zero() const noexcept { return (high | low) == 0; }

  void shift_left(int n) noexcept {
    if (n == 0) return;
    high = n >= 64 ? low << (n - 64) : high << n | low >> (64 - n);
    low = n >= 64 ? 0 : low << n;
    exponent -= n;
  }

  /// Shifts right; what falls off is remembered in the lowest bit, so that later rounding is right.
  void shift_right(int n) noexcept {
    if (n == 0) return;
    exponent += n;
    if (n >= 128) {
      low = !is_zero();
      high = 0;
      return;
    }
    const std::uint64_t lost = n >= 64 ? low | (n > 64 ? high << (128 - n) : 0) : low << (64 - n);
    low = n >= 64 ? high >> (n - 64) : high << (64 - n) | low >> n;
    high = n >= 64 ? 0 : high >> n;
    low |= lost != 0;
  }

  /// Moves the leading 1 to bit `bit` of the 128. Not for zero.
  void normalize(int bit) noexcept {
    int top = 127;
    while (((top >= 64 ? high >> (top - 64) : low >> top) & 1) == 0) --top;
    if (top < bit) {
      shift_left(bit - top);
    } else {
      shift_right(top - bit);
    }
  }
};

template <class T>
struct Format {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  static constexpr int fraction_bits = std::numeric_limits<T>::digits - 1;
  static constexpr int bias = std::numeric_limits<T>::max_exponent - 1;
  static constexpr Bits fraction_mask = (Bits(1) << fraction_bits) - 1;
  static constexpr Bits sign_bit = Bits(1) << (sizeof(T) * 8 - 1);
  static constexpr Bits infinity = ~fraction_mask & ~sign_bit;
};

template <class T>
WideFloat unpack(T value) noexcept {
  using F = Format<T>;
  const auto bits = bits_as<typename F::Bits>(value);
  const int biased = int((bits & ~F::sign_bit) >> F::fraction_bits);
  const std::uint64_t fraction = bits & F::fraction_mask;
  const std::uint64_t leading = biased == 0 ? 0 : std::uint64_t(1) << F::fraction_bits;
  return {(bits & F::sign_bit) != 0, (biased == 0 ? 1 : biased) - F::bias - F::fraction_bits, 0,
          leading | fraction};
}

/// The product of two numbers of at most 64 bits each.
inline WideFloat multiply(const WideFloat& a, const WideFloat& b) noexcept {
  const std::uint64_t mask = 0xffffffff;
  const std::uint64_t ll = (a.low & mask) * (b.low & mask), lh = (a.low & mask) * (b.low >> 32);
  const std::uint64_t hl = (a.low >> 32) * (b.low & mask), hh = (a.low >> 32) * (b.low >> 32);
  const std::uint64_t middle = (ll >> 32) + (lh & mask) + (hl & mask);
  return {a.negative != b.negative, a.exponent + b.exponent,
          hh + (lh >> 32) + (hl >> 32) + (middle >> 32), middle << 32 | (ll & mask)};
}

/// The sum, exact but for what the lowest bit remembers. Bit 126 leads in the larger one, which
/// leaves room for a carry, and for the smaller one's tail below every place where rounding can
/// happen.
inline WideFloat add(WideFloat a, WideFloat b) noexcept {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  a.normalize(126);
  b.normalize(126);
  if (a.exponent < b.exponent ||
      (a.exponent == b.exponent && (a.high < b.high || (a.high == b.high && a.low < b.low)))) {
    const WideFloat larger = b;
    b = a;
    a = larger;
  }
  b.shift_right(a.exponent - b.exponent);
  if (a.negative == b.negative) {
    a.low += b.low;
    a.high += b.high + (a.low < b.low);
  } else {
    a.high -= b.high + (a.low < b.low);
    a.low -= b.low;
  }
  return a;
}

/// The nearest T, ties to even; infinity where it is too large.
template <class T>
T pack(WideFloat value) noexcept {
  using F = Format<T>;
  using Bits = typename F::Bits;
  const Bits sign = value.negative ? F::sign_bit : 0;
  if (value.is_zero()) return bits_as<T>(sign);
  constexpr int extra = 2;  // a half and a sticky bit below the last place
  value.normalize(F::fraction_bits + extra);
  const int least = 1 - F::bias - F::fraction_bits - extra;  // the exponent of subnormal numbers
  if (value.exponent < least) value.shift_right(least - value.exponent);
  const auto kept = Bits(value.low >> extra);
  const auto rest = unsigned(value.low & ((1 << extra) - 1));
  const Bits rounded = kept + Bits(rest > 2 || (rest == 2 && (kept & 1)));
  if (value.exponent + F::fraction_bits + extra > F::bias) return bits_as<T>(sign | F::infinity);
  // Adding the leading 1 into the exponent field makes a carry out of the fraction come out right.
  const auto exponent = Bits(value.exponent - least);
  const Bits magnitude = (exponent << F::fraction_bits) + rounded;
  return bits_as<T>(sign | magnitude);
}

template <class T>
T exact_fma(T a, T b, T c) noexcept {
  const WideFloat product = multiply(unpack(a), unpack(b));
  const WideFloat addend = unpack(c);
  WideFloat sum = add(product, addend);
  // IEEE 754: an exact zero from opposite signs is +0.
  if (sum.is_zero()) sum.negative = product.negative && addend.negative;
  return pack<T>(sum);
}

EIGENINIT_STRICT_BEGIN

/// product + c, whose sum as a double lies half way between two floats, and which may lie beside
/// it.
inline float round_half_way(double product, float c, double sum) noexcept {
  const auto bits = bits_as<std::uint64_t>(sum);
  const double c_part = sum - product;
  const double error = (product - (sum - c_part)) + (double(c) - c_part);
  if (error == 0) return float(sum);
  return float(bits_as<double>((error > 0) == (sum > 0) ? bits + 1 : bits - 1));
}

/// The product is exact in double. Rounding its sum to float goes wrong only where the double lies
/// half way between two floats, or where the float is subnormal.
inline float emulated_fma(float a, float b, float c) noexcept {
  const float rounded = a * b;
  if (c == 0 && bits_as<std::uint32_t>(rounded) << 1 != 0) return rounded;
  const double product = double(a) * double(b);
  const double sum = product + double(c);
  const auto bits = bits_as<std::uint64_t>(sum);
  const bool half_way = (bits & 0x1fffffff) == 0x10000000;
  const bool subnormal = (bits & 0x7fffffffffffffff) < 0x3810000000000000;  // 2⁻¹²⁶
  if (half_way || subnormal)
    return subnormal ? exact_fma(a, b, c) : round_half_way(product, c, sum);
  return float(sum);
}

/// The leading 26 bits of a number: a product of two such halves is exact.
inline double leading_half(double value) noexcept {
  return bits_as<double>((bits_as<std::uint64_t>(value) + 0x4000000) & ~std::uint64_t(0x7ffffff));
}

/// The errors of a product (Dekker 1971) and of a sum (Knuth 1969) are doubles themselves, so that
/// a·b + c = sum + (sum_error + product_error) exactly. Rounding the bracket matters only where
/// moving it by more than its own rounding changes the result. Products near the ends of the range,
/// whose halves or whose error would leave it, are left to integers.
inline double emulated_fma(double a, double b, double c) noexcept {
  const double product = a * b;
  const double size = product < 0 ? -product : product;
  if (!(size > 0x1p-900 && size < 0x1p900)) return exact_fma(a, b, c);
  if (c == 0) return product;
  const double ah = leading_half(a), al = a - ah;
  const double bh = leading_half(b), bl = b - bh;
  const double product_error = ((ah * bh - product) + ah * bl + al * bh) + al * bl;
  const double sum = product + c;
  if (product_error == 0) return sum;
  const double c_part = sum - product;
  const double sum_error = (product - (sum - c_part)) + (c - c_part);
  const double error = sum_error + product_error;
  const double low = sum + error * (1 - 0x1p-50);
  const double high = sum + error * (1 + 0x1p-50);
  return low == high ? low : exact_fma(a, b, c);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
