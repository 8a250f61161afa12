// The algorithms, written once for every instruction set. Text, included inside a set's namespace and
// region after the set's facts (vec_*.inl).
//
// SPDX-License-Identifier: MIT

/// Ten rounds of Philox on `blocks_per_batch` blocks from block `first` on.
inline void philox_batch(Lanes64 (&x)[4], const Position& at, std::uint64_t first) {
  using namespace philox_constant;
  const Lanes64 block = block_numbers(first);
  x[0] = block;
  x[1] = high_half(block);
  x[2] = Lanes64{} + low_word(at.fill);
  x[3] = Lanes64{} + high_word(at.fill);
  std::uint32_t key[2] = {at.key[0], at.key[1]};
  for (int round = 0; round < rounds; ++round) {
    const Lanes64 even = multiply_low_halves(x[0], multiplier[0]);
    const Lanes64 odd = multiply_low_halves(x[2], multiplier[1]);
    x[0] = high_half(odd) ^ x[1] ^ key[0];
    x[1] = odd;
    x[2] = high_half(even) ^ x[3] ^ key[1];
    x[3] = even;
    key[0] += weyl[0];
    key[1] += weyl[1];
  }
}

/// How words become floating-point numbers of type T.
template <class T>
struct Conversion;
template <>
struct Conversion<float> {
  using Bits = Words;
  using Value = Floats;
  static constexpr int words = 1;                     // of the stream, for each element
  static constexpr int unused_bits = 8;               // of a word, in a fraction of 24 bits
  static constexpr float unit = 0x1p-24f;             // the distance of two such fractions
  static constexpr float below_half = 0x1.fffffep30f; // the largest float below 2³¹
  static constexpr std::uint32_t sign_bit = 0x80000000;
  static constexpr std::uint32_t one = 0x3f800000;    // the bits of 1
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
inline typename C::Value transform(const Uniform<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  const Value u = to_float(word >> C::unused_bits) * C::unit;
  const Value scaled = fma(u, Value{} + to.width, Value{} + to.low);
  const Value value = minimum(scaled, Value{} + to.last) * to.scale;
  if constexpr (std::is_same_v<Scalar, Compute<Scalar>>) {
    return value;
  } else {
    return maximum(value, Value{} + to.first);  // a narrower scalar has fewer numbers inside
  }
}

/// Φ⁻¹((word + ½) / 2^bits): a polynomial for each octave of the smaller tail's probability.
template <class Scalar, class C = Conversion<Compute<Scalar>>>
inline typename C::Value transform(const Normal<Scalar>& to, typename C::Bits word) {
  using Value = typename C::Value;
  using Bits = typename C::Bits;
  constexpr auto least_octave = (C::one >> C::fraction_bits) - 1;  // the exponent of ½, at word 0
  constexpr auto fraction = (decltype(C::one)(1) << C::fraction_bits) - 1;

  const Bits mirrored = word ^ sign_mask(word);
  const Value tail = minimum(to_float(mirrored) + decltype(C::unit)(0.5), Value{} + C::below_half);
  const Bits bits = bits_as<Bits>(tail);
  const Bits octave = (bits >> C::fraction_bits) - least_octave;
  const Value t = bits_as<Value>((bits & fraction) | C::one) - decltype(C::unit)(1.5);

  constexpr std::size_t degree = std::size(C::table) - 1;
  Value z = look_up(C::table[degree], octave);
  for (std::size_t k = degree; k-- > 0;) z = fma(z, t, look_up(C::table[k], octave));
  z = bits_as<Value>(bits_as<Bits>(z) ^ (word & C::sign_bit));
  return fma(z, Value{} + to.std, Value{} + to.mean);
}

/// The batch that begins at block `block`, written to `out`.
template <class Distribution, class Scalar>
inline void fill_batch(const Distribution& to, const Position& at, std::uint64_t block, Scalar* out) {
  using C = Conversion<Compute<Scalar>>;
  using Bits = typename C::Bits;
  constexpr std::size_t vectors = 4 * blocks_per_batch * sizeof(std::uint32_t) / sizeof(Bits);
  constexpr std::size_t lanes = sizeof(Bits) / sizeof(Compute<Scalar>);
  Lanes64 x[4];
  philox_batch(x, at, block);
  Bits words[vectors];
  in_order(x, words);
  for (std::size_t i = 0; i < vectors; ++i) store(out + i * lanes, transform(to, words[i]));
}

/// Elements `at.element` … `at.element + count - 1` of a fill, written to `out` one after the other.
template <class Distribution, class Scalar>
inline void fill_run(const Distribution& to, const Position& at, Scalar* out, std::ptrdiff_t count) {
  constexpr int per_block = 4 / Conversion<Compute<Scalar>>::words;
  constexpr std::ptrdiff_t per_batch = per_block * blocks_per_batch;
  std::uint64_t block = at.element / per_block;
  auto skip = std::ptrdiff_t(at.element % per_block);
  while (count > 0) {
    if (skip == 0 && count >= per_batch) {
      fill_batch(to, at, block, out);
      out += per_batch;
      count -= per_batch;
    } else {  // the run begins or ends inside a batch
      Scalar batch[std::size_t(per_batch)];
      fill_batch(to, at, block, batch);
      const std::ptrdiff_t wanted = std::min(per_batch - skip, count);
      out = std::copy_n(batch + skip, wanted, out);
      count -= wanted;
      skip = 0;
    }
    block += blocks_per_batch;
  }
}
