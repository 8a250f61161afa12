// The normal tables' polynomials for processors without an fma instruction, to the bit as if they
// had one. Text, included by primitives_scalar.inl.
//
// Elements go in pairs where SSE2 is known to be there, else one by one; the steps of several pairs
// go side by side, because each waits for the one before.
//
// SPDX-License-Identifier: MIT

#if EIGENINIT_X86_SETS && defined(__SSE2__)
using Pair = double __attribute__((vector_size(16)));
using PairBits = std::uint64_t __attribute__((vector_size(16)));
inline constexpr std::size_t pair_elements = 2;

EIGENINIT_INLINE PairBits pair_bits(Pair a) { return PairBits(a); }
EIGENINIT_INLINE Pair pair_of(PairBits a) { return Pair(a); }
EIGENINIT_INLINE bool are_zero(PairBits a) { return (a[0] | a[1]) == 0; }
/// of(i) of the elements that share pair i. The last one may be alone.
template <std::size_t elements, class Function>
EIGENINIT_INLINE Pair pair_from(std::size_t i, const Function& of) {
  return Pair{of(2 * i), of(2 * i + 1 < elements ? 2 * i + 1 : 2 * i)};
}
/// Element i of several pairs.
template <class Vector>
EIGENINIT_INLINE auto element_of(const Vector* pairs, std::size_t i) {
  return pairs[i / 2][i % 2];
}
#if defined(__clang__)
using FloatPair = float __attribute__((vector_size(8)));
EIGENINIT_INLINE FloatPair narrow(Pair a) { return __builtin_convertvector(a, FloatPair); }
EIGENINIT_INLINE Pair widen(FloatPair a) { return __builtin_convertvector(a, Pair); }
#else
using FloatPair = float __attribute__((vector_size(16)));  // its upper half is not used
EIGENINIT_INLINE FloatPair narrow(Pair a) { return __builtin_ia32_cvtpd2ps(a); }
EIGENINIT_INLINE Pair widen(FloatPair a) { return __builtin_ia32_cvtps2pd(a); }
#endif
#else
using Pair = double;
using PairBits = std::uint64_t;
inline constexpr std::size_t pair_elements = 1;

EIGENINIT_INLINE PairBits pair_bits(Pair a) { return bits_as<PairBits>(a); }
EIGENINIT_INLINE Pair pair_of(PairBits a) { return bits_as<Pair>(a); }
EIGENINIT_INLINE bool are_zero(PairBits a) { return a == 0; }
template <std::size_t, class Function>
EIGENINIT_INLINE Pair pair_from(std::size_t i, const Function& of) {
  return of(i);
}
template <class Vector>
EIGENINIT_INLINE Vector element_of(const Vector* pairs, std::size_t i) {
  return pairs[i];
}
using FloatPair = float;
EIGENINIT_INLINE FloatPair narrow(Pair a) { return float(a); }
EIGENINIT_INLINE Pair widen(FloatPair a) { return double(a); }
#endif

/// How many pairs hold the elements.
template <std::size_t elements>
inline constexpr std::size_t pairs_of = (elements + pair_elements - 1) / pair_elements;

/// The float table as doubles, octave by octave, in the order of the steps.
struct WideTable {
  double coefficients[32][8];
};
constexpr WideTable make_wide_table() {
  WideTable table{};
  for (std::size_t octave = 0; octave < 32; ++octave) {
    for (std::size_t step = 0; step < 8; ++step) {
      table.coefficients[octave][step] = double(normal_table_f32[7 - step][octave]);
    }
  }
  return table;
}
inline constexpr WideTable wide_table = make_wide_table();

/// Σ table[k][octave] · t^k. The product of two floats is exact in double. No step of any tail
/// meets the case in which rounding to double first is wrong, as tests/normal_exhaustive.cpp shows
/// by trying them all.
template <std::size_t n>
inline void evaluate(const float (&)[8][32], const Words (&octave)[n], const Floats (&t)[n],
                     Floats (&z)[n]) {
  const double* rows[n];
  Pair places[pairs_of<n>], values[pairs_of<n>];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) rows[i] = wide_table.coefficients[octave[i]];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < pairs_of<n>; ++i) {
    places[i] = pair_from<n>(i, [&](std::size_t j) { return double(t[j]); });
    values[i] = pair_from<n>(i, [&](std::size_t j) { return rows[j][0]; });
  }
  FloatPair rounded[pairs_of<n>];
  EIGENINIT_UNROLL
  for (std::size_t step = 1; step < 8; ++step) {
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < pairs_of<n>; ++i) {
      const Pair c = pair_from<n>(i, [&](std::size_t j) { return rows[j][step]; });
      rounded[i] = narrow(values[i] * places[i] + c);
      values[i] = widen(rounded[i]);
    }
  }
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) z[i] = element_of(rounded, i);
}

/// The double table, prepared for evaluate() below: octave by octave, in the order of the steps.
struct SplitTable {
  struct Coefficient {
    double leading, rest;  // rest: less half of the step's doubt
  };
  Coefficient coefficients[64][17];
  double doubts[17];
};
constexpr SplitTable make_split_table() {
  SplitTable table{};
  for (std::size_t octave = 0; octave < 64; ++octave) {
    double largest = -normal_table_f64[17][octave];
    if (largest < 0) largest = -largest;
    for (std::size_t step = 0; step < 17; ++step) {
      const double c = normal_table_f64[16 - step][octave], size = c < 0 ? -c : c;
      const double doubt = (5 * largest + size) * 0x1p-73;
      if (doubt > table.doubts[step]) table.doubts[step] = doubt;
      largest = size + largest / 2;
    }
  }
  for (std::size_t octave = 0; octave < 64; ++octave) {
    for (std::size_t step = 0; step < 17; ++step) {
      const double c = normal_table_f64[16 - step][octave];
      const auto leading = double(float(c));
      table.coefficients[octave][step] = {leading, c - leading - table.doubts[step] / 2};
    }
  }
  return table;
}
inline constexpr SplitTable split_table = make_split_table();

/// The same, step by step.
inline double evaluate_slowly(std::uint64_t octave, double t) {
  double z = normal_table_f64[17][octave];
  for (std::size_t k = 17; k-- > 0;) z = emulated_fma(z, t, normal_table_f64[k][octave]);
  return z;
}

/// Σ table[k][octave] · t^k. Each step is the nearest double to z · t + c. With all three split
/// into leading bits and a rest,
///
///   z · t + c = (c' + z' · t') + (c" + z' · t" + z" · t)
///
/// where the first bracket is exact: z' and t' have 22 bits, c' has 24, and the sizes of z and c
/// are known from the table (tests/exact_fma_test.cpp checks them). The second bracket is rounded.
/// It is 2²¹ times smaller, and what its roundings add up to is less than a quarter of the step's
/// doubt: with z at most `largest`, its terms are at most 2⁻²⁴ · c, 2⁻²³ · largest and 2⁻²² ·
/// largest, and each of six operations loses at most 2⁻⁵³ of its result, 2⁻⁷⁵ · (5 · largest + c)
/// altogether. So where both ends of the doubt round to the same double, that is the step's result,
/// and fma's. Otherwise all is done again, which is rare.
template <std::size_t n>
inline void evaluate(const double (&)[18][64], const DoubleWords (&octave)[n],
                     const Doubles (&t)[n], Doubles (&z)[n]) {
  constexpr std::size_t pairs = pairs_of<n>;
  const SplitTable::Coefficient* rows[n];
  Pair places[pairs], leading_places[pairs], other_places[pairs], values[pairs];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) rows[i] = split_table.coefficients[octave[i]];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < pairs; ++i) {
    places[i] = pair_from<n>(i, [&](std::size_t j) { return t[j]; });
    leading_places[i] = (places[i] + 0x1.8p30) - 0x1.8p30;  // a multiple of 2⁻²²
    other_places[i] = places[i] - leading_places[i];
    values[i] = pair_from<n>(i, [&](std::size_t j) { return normal_table_f64[17][octave[j]]; });
  }
  PairBits unlike{};
  for (std::size_t step = 0; step < 17; ++step) {  // not unrolled: the code would be long
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < pairs; ++i) {
      const Pair leading_c = pair_from<n>(i, [&](std::size_t j) { return rows[j][step].leading; });
      const Pair rest_of_c = pair_from<n>(i, [&](std::size_t j) { return rows[j][step].rest; });
      const Pair leading = pair_of(pair_bits(values[i]) & ~std::uint64_t(0x7fffffff));
      const Pair rest = values[i] - leading;
      const Pair sum = leading_c + leading * leading_places[i];
      const Pair low = (rest_of_c + leading * other_places[i]) + rest * places[i];
      const Pair high = low + split_table.doubts[step];
      values[i] = sum + low;
      unlike |= pair_bits(values[i]) ^ pair_bits(sum + high);
    }
  }
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) z[i] = element_of(values, i);
  if (!are_zero(unlike)) {
    for (std::size_t i = 0; i < n; ++i) z[i] = evaluate_slowly(octave[i], t[i]);
  }
}
