// From a vector of random words to a vector of values, for each distribution. Text, included
// before fill.inl.
//
// SPDX-License-Identifier: MIT

/// `value` in every lane. Subtracting zero keeps even the sign of zero.
template <class Vector, class T>
EIGENINIT_INLINE Vector splat(T value) {
  return value - Vector{};
}

/// How words become floating-point numbers of type T.
template <class T>
struct Conversion;
template <>
struct Conversion<float> {
  using Bits = Words;
  using Value = Floats;
  static constexpr int words = 1;                      // of the stream, for each element
  static constexpr int unused_bits = 8;                // of a word, in a fraction of 24 bits
  static constexpr float unit = 0x1p-24f;              // the distance of two such fractions
  static constexpr float below_half = 0x1.fffffep30f;  // the largest float below 2³¹
  static constexpr std::uint32_t sign_bit = 0x80000000;
  static constexpr std::uint32_t one = 0x3f800000;  // the bits of 1
  static constexpr int fraction_bits = 23;
  static constexpr const auto& table = normal_table_f32;
};
template <>
struct Conversion<double> {
  using Bits = DoubleWords;
  using Value = Doubles;
  static constexpr int words = 2;
  static constexpr int unused_bits = 11;
  static constexpr double unit = 0x1p-53;
  static constexpr double below_half = 0x1.fffffffffffffp62;
  static constexpr std::uint64_t sign_bit = 0x8000000000000000;
  static constexpr std::uint64_t one = 0x3ff0000000000000;
  static constexpr int fraction_bits = 52;
  static constexpr const auto& table = normal_table_f64;
};

/// [low, high): the word's leading bits as a fraction of the width.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value value_of(const Uniform<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  const Value u = to_float(word >> C::unused_bits) * to.unit;
  const Value value =
      minimum(fma(u, splat<Value>(to.width), splat<Value>(to.low)), splat<Value>(to.last));
  if constexpr (std::is_same_v<Scalar, Compute<Scalar>>) {
    return value;
  } else {
    return maximum(value, splat<Value>(to.first));  // a narrower scalar has fewer numbers inside
  }
}

/// Σ table[k][octave] · t^k, of the octaves that look_up() finds. The scalar set has overloads of
/// its own where there is no fma instruction.
template <class T, std::size_t rows, std::size_t octaves, class Octaves, class Value,
          std::size_t vectors>
EIGENINIT_INLINE void evaluate(const T (&table)[rows][octaves], const Octaves (&octave)[vectors],
                               const Value (&t)[vectors], Value (&z)[vectors]) {
  constexpr std::size_t degree = rows - 1;
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < vectors; ++i) z[i] = look_up(table[degree], octave[i]);
  EIGENINIT_UNROLL
  for (std::size_t k = 1; k <= degree; ++k) {
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < vectors; ++i) {
      z[i] = fma(z[i], t[i], look_up(table[degree - k], octave[i]));
    }
  }
}

/// The same of any octaves.
template <class T, std::size_t rows, std::size_t octaves, class Octaves, class Value>
EIGENINIT_INLINE void evaluate_any(const T (&table)[rows][octaves], const Octaves& octave,
                                   const Value& t, Value& z) {
  constexpr std::size_t degree = rows - 1;
  z = look_up_any(table[degree], octave);
  for (std::size_t k = 1; k <= degree; ++k) {
    z = fma(z, t, look_up_any(table[degree - k], octave));
  }
}

/// Φ⁻¹(tail / 2^bits) for ½ ≤ tail < 2^bits / 2: a polynomial for each octave of `tail`. Each step
/// waits for the one before, so several vectors go side by side.
template <class C, std::size_t vectors>
EIGENINIT_INLINE void lower_normal_quantile(const typename C::Value (&tail)[vectors],
                                            typename C::Value (&z)[vectors]) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  constexpr auto least_octave = (C::one >> C::fraction_bits) - 1;  // the exponent of ½
  constexpr auto fraction = (decltype(C::one)(1) << C::fraction_bits) - 1;

  Value t[vectors];
  decltype(octaves_of(Bits())) octaves[vectors];
  bool likely = true;
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < vectors; ++i) {
    const Bits bits = as_words(tail[i]);
    octaves[i] = octaves_of((bits >> C::fraction_bits) - least_octave);
    t[i] = as_floats((bits & fraction) | C::one) - decltype(C::unit)(1.5);
    likely &= are_likely(octaves[i]);
  }

  evaluate(C::table, octaves, t, z);
  if (!likely) {
    for (std::size_t i = 0; i < vectors; ++i) {
      if (!are_likely(octaves[i])) evaluate_any(C::table, octaves[i], t[i], z[i]);
    }
  }
}

/// The distance of a word's place from the nearer end of the normal distribution, and the value
/// there: Φ⁻¹((word + ½) / 2^bits), scaled.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value tail_of(const Normal<Scalar>&, typename C::Bits word) {
  return to_float(word ^ sign_mask(word)) + decltype(C::unit)(0.5);
}
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value value_of(const Normal<Scalar>& to, typename C::Bits word,
                                            typename C::Value z) {
  using Value = typename C::Value;
  return fma(as_floats(as_words(z) ^ (word & C::sign_bit)), splat<Value>(to.std),
             splat<Value>(to.mean));
}

/// The same between bounds: the word is a place between their probabilities, counted from the
/// nearer end so that neither tail loses precision.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value tail_of(const Truncated<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  const Bits place = word >> 1;
  const auto is_upper = place >= splat<Bits>(to.middle);
  const Bits distance = is_upper ? place ^ ~C::sign_bit : place;
  const Value end = is_upper ? splat<Value>(to.above) : splat<Value>(to.below);
  return fma(to_float(distance), splat<Value>(to.scale), end);
}
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value value_of(const Truncated<Scalar>& to, typename C::Bits word,
                                            typename C::Value z) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  const auto is_upper = (word >> 1) >= splat<Bits>(to.middle);
  const Bits lower = as_words(z);
  const Value value = fma(as_floats(is_upper ? lower ^ C::sign_bit : lower), splat<Value>(to.std),
                          splat<Value>(to.mean));
  return minimum(maximum(value, splat<Value>(to.first)), splat<Value>(to.last));
}

/// The same where the tables do not resolve the bounds.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value value_of(const RareTruncated<Scalar>& to,
                                            typename C::Bits word) {
  return map_lanes<typename C::Value>(word, [&to](auto lane) { return to.value(lane); });
}

/// The same with the least value of a narrower scalar.
template <class T>
struct AtLeast {
  const Uniform<T>& uniform;
};
template <class T>
EIGENINIT_INLINE typename Conversion<T>::Value value_of(const AtLeast<T>& to,
                                                        typename Conversion<T>::Bits word) {
  return maximum(value_of(to.uniform, word),
                 splat<typename Conversion<T>::Value>(to.uniform.first));
}

/// Whether a distribution goes by way of the normal quantile.
template <class Distribution>
inline constexpr bool has_tail = false;
template <class Scalar>
inline constexpr bool has_tail<Normal<Scalar>> = true;
template <class Scalar>
inline constexpr bool has_tail<Truncated<Scalar>> = true;

/// The values of several vectors of words.
template <std::size_t vectors, class Distribution, class Bits, class Value>
EIGENINIT_INLINE void transform(const Distribution& to, const Bits* words, Value* values) {
  if constexpr (has_tail<Distribution>) {
    using C = Conversion<typename Distribution::T>;
    Value tails[vectors], z[vectors];
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < vectors; ++i) {
      tails[i] = minimum(tail_of(to, words[i]), splat<Value>(C::below_half));
    }
    lower_normal_quantile<C>(tails, z);
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < vectors; ++i) values[i] = value_of(to, words[i], z[i]);
  } else {
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < vectors; ++i) values[i] = value_of(to, words[i]);
  }
}
