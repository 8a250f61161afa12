// MT19937 and PyTorch's ways from its words to numbers, written once for every instruction set.
// Text, included inside a set's namespace and region after the set's primitives.
//
// Every operation and every fusion is one that PyTorch's AVX2 build makes. The logarithm, sine and
// cosine are Cephes' single-precision polynomials (S. Moshier) as that build evaluates them.
//
// SPDX-License-Identifier: MIT

inline constexpr std::ptrdiff_t word_lanes = sizeof(Words) / 4;

template <class Vector>
EIGENINIT_INLINE Vector words_at(const std::uint32_t* from) {
  Vector result;
  std::memcpy(&result, from, sizeof result);
  return result;
}
template <class Vector>
EIGENINIT_INLINE void put_words(std::uint32_t* to, Vector words) {
  std::memcpy(to, &words, sizeof words);
}

template <class Vector>
EIGENINIT_INLINE Vector twisted(Vector word, Vector next, Vector partner) {
  const Vector joined = (word & 0x80000000u) | (next & 0x7fffffffu);
  return partner ^ (joined >> 1) ^ ((Vector{} - (next & 1u)) & 0x9908b0dfu);
}

/// The new words of [first, last); the partner of each stands `partner` words after it.
inline void twist_range(std::uint32_t* state, std::ptrdiff_t first, std::ptrdiff_t last,
                        std::ptrdiff_t partner) {
  std::ptrdiff_t i = first;
  for (; i + word_lanes <= last; i += word_lanes) {
    put_words(state + i, twisted(words_at<Words>(state + i), words_at<Words>(state + i + 1),
                                 words_at<Words>(state + i + partner)));
  }
  for (; i < last; ++i) state[i] = twisted(state[i], state[i + 1], state[i + partner]);
}

/// Matsumoto and Nishimura 1998: the next 624 words of the state, in place. Distances of 227 and
/// more leave room for every set's lanes.
inline void twist(std::uint32_t* state) {
  twist_range(state, 0, 227, 397);
  twist_range(state, 227, 623, -227);
  state[623] = twisted(state[623], state[0], state[396]);
}

template <class Vector>
EIGENINIT_INLINE Vector tempered(Vector word) {
  word ^= word >> 11;
  word ^= word << 7 & 0x9d2c5680u;
  word ^= word << 15 & 0xefc60000u;
  return word ^ word >> 18;
}

inline void temper(const std::uint32_t* state, std::ptrdiff_t count, std::uint32_t* words) {
  std::ptrdiff_t i = 0;
  for (; i + word_lanes <= count; i += word_lanes) {
    put_words(words + i, tempered(words_at<Words>(state + i)));
  }
  for (; i < count; ++i) words[i] = tempered(state[i]);
}

/// [0, 1): the lower 24 bits of a word, or the lower 53 bits of two.
EIGENINIT_INLINE Floats fractions(const std::uint32_t* words, float) {
  return to_float(words_at<Words>(words) & 0xffffffu) * 0x1p-24f;
}
EIGENINIT_INLINE Doubles fractions(const std::uint32_t* words, double) {
  return to_float(word_pairs(words) & 0x1fffffffffffffu) * 0x1p-53;
}

/// fma(u, width, low) for `count` elements; a double takes two words.
template <class T>
inline void uniform_values(const std::uint32_t* words, std::ptrdiff_t count, T low, T width,
                           T* out) {
  using Value = decltype(fractions(words, T()));
  constexpr std::ptrdiff_t words_each = sizeof(T) / 4;
  constexpr std::ptrdiff_t words_per_vector = sizeof(Value) / 4;
  constexpr std::ptrdiff_t lanes = words_per_vector / words_each;
  const auto put_values = [&](const std::uint32_t* from, T* to) {
    store(to, fused(fractions(from, T()), splat<Value>(width), splat<Value>(low)));
  };
  for (; count >= lanes; count -= lanes) {
    put_values(words, out);
    out += lanes;
    words += words_per_vector;
  }
  if (count > 0) {
    std::uint32_t rest[std::size_t(words_per_vector)] = {};
    std::copy_n(words, count * words_each, rest);
    T values[std::size_t(lanes)];
    put_values(rest, values);
    std::copy_n(values, count, out);
  }
}

/// The natural logarithm of 0 < x ≤ 1.
EIGENINIT_INLINE Floats logarithm(Floats x) {
  const Words bits = as_words(x);
  const Floats mantissa = as_floats((bits & 0x7fffffu) | 0x3f000000u);  // in [½, 1)
  // Where the mantissa is below √½ it is doubled, so that x stays near 0.
  const Words is_small = sign_mask(as_words(mantissa - 0.707106781186547524f));
  const Floats exponent = to_float((bits >> 23) - 127) + 1.0f - as_floats(is_small & 0x3f800000u);
  x = mantissa - 1.0f + as_floats(is_small & as_words(mantissa));

  const Floats z = x * x;
  Floats y = splat<Floats>(7.0376836292e-2f);
  constexpr float coefficients[] = {-1.1514610310e-1f, 1.1676998740e-1f,  -1.2420140846e-1f,
                                    1.4249322787e-1f,  -1.6668057665e-1f, 2.0000714765e-1f,
                                    -2.4999993993e-1f, 3.3333331174e-1f};
  EIGENINIT_UNROLL
  for (const float coefficient : coefficients) y = fused(y, x, splat<Floats>(coefficient));
  y = y * x;
  // ln 2 in two parts: 0.693359375 has few bits, so that its product with the exponent is exact.
  y = fused(y, z, rounded_product(exponent, splat<Floats>(-2.12194440e-4f)));
  y = fused(z, splat<Floats>(-0.5f), y);
  return fused(exponent, splat<Floats>(0.693359375f), x + y);
}

struct SineCosine {
  Floats sine, cosine;
};

/// Of an angle in [0, 2π].
EIGENINIT_INLINE SineCosine sine_cosine(Floats angle) {
  const Words octant = (truncated(angle * 1.27323954473516f) + 1) & ~1u;  // 4/π, to the next even
  const Floats multiple = to_float(octant);
  // π/4 in three parts.
  angle = fused(multiple, splat<Floats>(-0.78515625f), angle);
  angle = fused(multiple, splat<Floats>(-2.4187564849853515625e-4f), angle);
  angle = fused(multiple, splat<Floats>(-3.77489497744594108e-8f), angle);

  const Floats z = angle * angle;
  Floats c = splat<Floats>(2.443315711809948e-5f);
  c = fused(c, z, splat<Floats>(-1.388731625493765e-3f));
  c = fused(c, z, splat<Floats>(4.166664568298827e-2f));
  c = c * z;
  c = fused(c, z, z * -0.5f) + 1.0f;
  Floats s = splat<Floats>(-1.9515295891e-4f);
  s = fused(s, z, splat<Floats>(8.3321608736e-3f));
  s = fused(s, z, splat<Floats>(-1.6666654611e-1f));
  s = fused(s * z, angle, angle);

  // Octants 2 and 6 exchange sine and cosine; the halves of the circle give their signs.
  const Words exchange = sign_mask(octant << 30) & (as_words(s) ^ as_words(c));
  const Words sine_sign = (octant & 4u) << 29;
  const Words cosine_sign = (~(octant - 2) & 4u) << 29;
  return {as_floats(as_words(s) ^ exchange ^ sine_sign),
          as_floats(as_words(c) ^ exchange ^ cosine_sign)};
}

/// Box and Muller 1958, by blocks of 16: element j is made with element j + 8.
inline void box_muller(const std::uint32_t* words, std::ptrdiff_t blocks, float std, float mean,
                       float* out) {
  static_assert(8 % word_lanes == 0, "half a block is a whole number of vectors");
  for (; blocks > 0; --blocks) {
    for (std::ptrdiff_t j = 0; j < 8; j += word_lanes) {
      const Floats u = 1.0f - fractions(words + j, float());
      const Floats angle = fractions(words + j + 8, float()) * 6.2831855f;
      const Floats radius = square_root(logarithm(u) * -2.0f);
      const SineCosine direction = sine_cosine(angle);
      store(out + j, fused(radius * direction.cosine, splat<Floats>(std), splat<Floats>(mean)));
      store(out + j + 8, fused(radius * direction.sine, splat<Floats>(std), splat<Floats>(mean)));
    }
    words += 16;
    out += 16;
  }
}

/// fma(value, std, mean), for a multiple of 16 values in place.
inline void scale_values(double* values, std::ptrdiff_t count, double std, double mean) {
  for (std::ptrdiff_t i = 0; i < count; i += double_lanes) {
    Doubles value;
    std::memcpy(&value, values + i, sizeof value);
    store(values + i, fused(value, splat<Doubles>(std), splat<Doubles>(mean)));
  }
}

/// The inverse of erf on [-1, 1]: Giles's start and two steps of Newton's method, as in PyTorch
/// where it is built without MKL. MKL's own function, in official x86 wheels, differs by some units
/// in the last place.
template <class T>
inline T inverse_erf(T y) {
  const T size = std::abs(y);
  if (size >= 1) return bits_as<T>(bits_as<typename Format<T>::Bits>(y) | Format<T>::infinity);
  T x;
  if (size <= T(0.7)) {
    const T z = y * y;
    T numerator = fused(T(-0.140543331), z, T(0.914624893));
    numerator = fused(numerator, z, T(-1.645349621));
    numerator = fused(numerator, z, T(0.886226899));
    T denominator = fused(T(0.012229801), z, T(-0.329097515));
    denominator = fused(denominator, z, T(1.442710462));
    denominator = fused(denominator, z, T(-2.118377725));
    denominator = fused(denominator, z, T(1));
    x = y * numerator / denominator;
  } else {
    const T z = scalar::square_root(-std::log((1 - size) / 2));
    T numerator = fused(T(1.641345311), z, T(3.429567803));
    numerator = fused(numerator, z, T(-1.624906493));
    numerator = fused(numerator, z, T(-1.970840454));
    const T denominator = fused(fused(T(1.637067800), z, T(3.543889200)), z, T(1));
    x = std::copysign(numerator, y) / denominator;
  }
  const T slope = T(2) / T(std::sqrt(3.14159265358979323846));  // of erf at 0
  for (int step = 0; step < 2; ++step) {
    const volatile T exponent = -x * x;  // keeps compilers from other functions than erf and exp
    x = x - (std::erf(x) - y) / (slope * std::exp(exponent));
  }
  return x;
}

template <class T>
inline void inverse_erf_values(T* values, std::ptrdiff_t count) {
  for (std::ptrdiff_t i = 0; i < count; ++i) values[i] = inverse_erf(values[i]);
}

inline const TorchKernels& torch_kernels() noexcept {
  static constexpr TorchKernels kernels = {
      twist,      temper,       uniform_values<float>,     uniform_values<double>,
      box_muller, scale_values, inverse_erf_values<float>, inverse_erf_values<double>};
  return kernels;
}
