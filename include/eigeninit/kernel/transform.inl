// From a vector of random words to a vector of values, for each distribution. Text, included by
// body.inl.
//
// SPDX-License-Identifier: MIT

/// `value` in every lane. Subtracting zero keeps even the sign of zero.
template <class Vector, class T>
inline Vector splat(T value) {
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
EIGENINIT_INLINE typename C::Value transform(const Uniform<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  const Value u = to_float(word >> C::unused_bits) * C::unit;
  const Value scaled = fma(u, splat<Value>(to.width), splat<Value>(to.low));
  const Value value = minimum(scaled, splat<Value>(to.last)) * to.scale;
  if constexpr (std::is_same_v<Scalar, Compute<Scalar>>) {
    return value;
  } else {
    return maximum(value, splat<Value>(to.first));  // a narrower scalar has fewer numbers inside
  }
}

/// Φ⁻¹(tail / 2^bits) for ½ ≤ tail < 2^bits / 2: a polynomial for each octave of `tail`.
template <class C>
EIGENINIT_INLINE typename C::Value lower_normal_quantile(typename C::Value tail) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  constexpr auto least_octave = (C::one >> C::fraction_bits) - 1;  // the exponent of ½
  constexpr auto fraction = (decltype(C::one)(1) << C::fraction_bits) - 1;

  const Bits bits = as_words(tail);
  const Bits octave = (bits >> C::fraction_bits) - least_octave;
  const Value t = as_floats((bits & fraction) | C::one) - decltype(C::unit)(1.5);

  constexpr std::size_t degree = std::size(C::table) - 1;
  Value z;
  if (are_likely(tail)) {
    z = look_up(C::table[degree], octave);
    EIGENINIT_UNROLL
    for (std::size_t k = 1; k <= degree; ++k) {
      z = polynomial_step(z, t, look_up(C::table[degree - k], octave));
    }
  } else {
    z = look_up_any(C::table[degree], octave);
    for (std::size_t k = 1; k <= degree; ++k) {
      z = polynomial_step(z, t, look_up_any(C::table[degree - k], octave));
    }
  }
  return z;
}

/// Φ⁻¹((word + ½) / 2^bits), scaled.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value transform(const Normal<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  const typename C::Bits mirrored = word ^ sign_mask(word);
  const Value tail =
      minimum(to_float(mirrored) + decltype(C::unit)(0.5), splat<Value>(C::below_half));
  const Value z = lower_normal_quantile<C>(tail);
  return fma(as_floats(as_words(z) ^ (word & C::sign_bit)), splat<Value>(to.std),
             splat<Value>(to.mean));
}

/// The same between bounds: the word is a place between their probabilities, counted from the
/// nearer end so that neither tail loses precision.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
EIGENINIT_INLINE typename C::Value transform(const Truncated<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  const Bits place = word >> 1;
  const auto is_upper = place >= splat<Bits>(to.middle);
  const Bits distance = is_upper ? place ^ ~C::sign_bit : place;
  const Value end = is_upper ? splat<Value>(to.above) : splat<Value>(to.below);
  const Value tail = fma(to_float(distance), splat<Value>(to.scale), end);
  const Bits z = as_words(lower_normal_quantile<C>(minimum(tail, splat<Value>(C::below_half))));
  const Value value =
      fma(as_floats(is_upper ? z ^ C::sign_bit : z), splat<Value>(to.std), splat<Value>(to.mean));
  return minimum(maximum(value, splat<Value>(to.first)), splat<Value>(to.last));
}

/// The same where the tables do not resolve the bounds.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
inline typename C::Value transform(const RareTruncated<Scalar>& to, typename C::Bits word) {
  return map_lanes<typename C::Value>(word, [&to](auto lane) { return to.value(lane); });
}
