// From the words of elements that follow each other to their values. Text, included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// The values of as many vectors as go side by side.
template <std::size_t vectors, class Distribution, class Scalar>
EIGENINIT_INLINE void transform_vectors(const Distribution& to, const std::uint32_t* words,
                                        Scalar* out) {
  using C = Conversion<Compute<Scalar>>;
  constexpr std::ptrdiff_t lanes = sizeof(typename C::Bits) / sizeof(Compute<Scalar>);
  typename C::Bits bits[vectors];
  typename C::Value values[vectors];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < vectors; ++i) {
    load_words(words + std::ptrdiff_t(i) * lanes * C::words, bits[i]);
  }
  transform<vectors>(to, bits, values);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < vectors; ++i) store(out + std::ptrdiff_t(i) * lanes, values[i]);
}

/// Copies fewer than `most` numbers, a power of two, without a call.
template <std::ptrdiff_t most, class T>
EIGENINIT_INLINE void copy_few(const T* from, std::ptrdiff_t count, T* to) {
  EIGENINIT_UNROLL
  for (std::ptrdiff_t size = most / 2; size > 0; size /= 2) {
    if ((count & size) == 0) continue;
    std::memcpy(static_cast<void*>(to), from, std::size_t(size) * sizeof(T));
    from += size;
    to += size;
  }
}

/// The values of `count` numbers.
template <class Distribution, class Scalar>
inline void transform_line(const Distribution& distribution, const std::uint32_t* words,
                           std::ptrdiff_t count, Scalar* out) {
  using C = Conversion<Compute<Scalar>>;
  constexpr std::ptrdiff_t lanes = sizeof(typename C::Bits) / sizeof(Compute<Scalar>);
  constexpr std::ptrdiff_t together = lanes * std::ptrdiff_t(interleaved_vectors);
  const Distribution to = distribution;  // which `out` can't reach, so that registers hold it
  std::ptrdiff_t i = 0;
  for (; i + together <= count; i += together) {
    transform_vectors<interleaved_vectors>(to, words + i * C::words, out + i);
  }
  if constexpr (interleaved_vectors > 1) {
    for (; i + lanes <= count; i += lanes) {
      transform_vectors<1>(to, words + i * C::words, out + i);
    }
  }
  if (i == count) return;
  if (count >= lanes) {  // the last ones, some of which are made again
    i = count - lanes;
    transform_vectors<1>(to, words + i * C::words, out + i);
  } else if constexpr (lanes > 1) {
    std::uint32_t all_words[std::size_t(lanes * C::words)] = {};
    Scalar values[std::size_t(lanes)];
    copy_few<lanes * C::words>(words, count * C::words, all_words);
    transform_vectors<1>(to, all_words, values);
    copy_few<lanes>(values, count, out);
  }
}

/// Of a distribution that is chosen when the program runs.
template <class T>
inline void transform_line(const Any<T>& to, const std::uint32_t* words, std::ptrdiff_t count,
                           T* out) {
  switch (to.kind) {
    case Any<T>::Kind::uniform: return transform_line(AtLeast<T>{to.uniform}, words, count, out);
    case Any<T>::Kind::normal: return transform_line(to.normal, words, count, out);
    case Any<T>::Kind::truncated: return transform_line(to.truncated, words, count, out);
    default: return transform_line(to.truncated.rare, words, count, out);
  }
}
/// The same, rounded to a narrower scalar: a little slower than a function for each of them, and
/// many times faster to compile.
template <class T, class Scalar>
inline void transform_line(const Any<T>& to, const std::uint32_t* words, std::ptrdiff_t count,
                           Scalar* out) {
  constexpr std::ptrdiff_t most = 512, lanes = sizeof(Words) / 4;
  float values[std::size_t(most)];
  for (; count > 0; count -= most) {
    const std::ptrdiff_t taken = (std::min)(count, most);
    transform_line(to, words, taken, values);
    std::ptrdiff_t i = 0;
    for (; i + lanes <= taken; i += lanes) store(out + i, load<Floats>(values + i));
    for (; i < taken; ++i) out[i] = Scalar(values[i]);
    words += taken;
    out += taken;
  }
}

/// Of complex numbers, whose parts `count` counts.
template <class Parts, class Finish, class Scalar>
inline void transform_line(const Complex<Parts, Finish>& to, const std::uint32_t* words,
                           std::ptrdiff_t count, Scalar* out) {
  transform_line(to.parts, words, count, out);
  // The standard lets two real numbers be one complex number where one was.
  finish(to.finish, reinterpret_cast<std::complex<Scalar>*>(out), count / 2);
}
