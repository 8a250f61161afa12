// Runs and rows of a distribution that is chosen when the program runs. The words are made first,
// by code that all scalars share, and become values from a buffer in the first cache level: a
// little slower than a kernel for one distribution, and many times faster to compile. Text,
// included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// Values of consecutive elements from their words.
template <class Distribution, class T>
inline void transform_words(const Distribution& to, const std::uint32_t* words,
                            std::ptrdiff_t count, T* out) {
  using C = Conversion<T>;
  constexpr std::size_t vectors = interleaved_vectors;
  constexpr std::ptrdiff_t lanes = sizeof(typename C::Bits) / sizeof(T);
  constexpr std::ptrdiff_t step = lanes * std::ptrdiff_t(vectors);
  for (; count >= step; count -= step) {
    typename C::Bits bits[vectors];
    typename C::Value values[vectors];
    EIGENINIT_UNROLL
    for (auto& lane_words : bits) {
      load_words(words, lane_words);
      words += lanes * C::words;
    }
    transform<vectors>(to, bits, values);
    EIGENINIT_UNROLL
    for (const auto& value : values) {
      store(out, value);
      out += lanes;
    }
  }
  if (count > 0) {
    std::uint32_t last[std::size_t(step * C::words)] = {};
    std::copy_n(words, count * C::words, last);
    T values[std::size_t(step)];
    transform_words(to, last, step, values);
    std::copy_n(values, count, out);
  }
}

template <class T>
void transform_any(const Any<T>& to, const std::uint32_t* words, std::ptrdiff_t count, T* out) {
  switch (to.kind) {
    case Any<T>::Kind::uniform: return transform_words(AtLeast<T>{to.uniform}, words, count, out);
    case Any<T>::Kind::normal: return transform_words(to.normal, words, count, out);
    case Any<T>::Kind::truncated: return transform_words(to.truncated, words, count, out);
    default: return transform_words(to.truncated.rare, words, count, out);
  }
}

/// The same, rounded to a narrower scalar.
template <class T, class Scalar>
inline void transform_any(const Any<T>& to, const std::uint32_t* words, std::ptrdiff_t count,
                          Scalar* out) {
  constexpr std::size_t of_number = sizeof(float);
  constexpr std::ptrdiff_t most = 512, lanes = sizeof(Floats) / of_number;
  float values[std::size_t(most)];
  for (; count > 0; count -= most) {
    const std::ptrdiff_t taken = (std::min)(count, most);
    transform_any(to, words, taken, values);
    std::ptrdiff_t i = 0;
    for (; i + lanes <= taken; i += lanes) store(out + i, load<Floats>(values + i));
    for (; i < taken; ++i) out[i] = Scalar(values[i]);
    words += taken;
    out += taken;
  }
}

/// See the general ones.
template <class T, class Scalar>
inline void fill_run(const Any<T>& to, const Schedule& schedule, std::uint64_t element,
                     std::ptrdiff_t count, Scalar* out) {
  constexpr std::ptrdiff_t words = Conversion<T>::words, most = 2048 / words;
  std::uint32_t buffer[std::size_t(most * words)];
  for (; count > 0; count -= most) {
    const std::ptrdiff_t taken = (std::min)(count, most);
    fill_run(RawWords{}, schedule, element * std::uint64_t(words), taken * words, buffer);
    transform_any(to, buffer, taken, out);
    element += std::uint64_t(taken);
    out += taken;
  }
}
template <class T, class Scalar>
inline void fill_rows(const Any<T>& to, const Schedule& schedule, std::uint64_t block,
                      std::uint64_t block_step, std::ptrdiff_t count, std::ptrdiff_t row_stride,
                      Scalar* out) {
  constexpr std::ptrdiff_t words = Conversion<T>::words, most = 512;
  std::uint32_t buffer[std::size_t(4 * most)], pairs[std::size_t(2 * most)];
  for (std::ptrdiff_t column = 0; column < count; column += most) {
    const std::ptrdiff_t taken = (std::min)(count - column, most);
    fill_rows(RawWords{}, schedule, block + std::uint64_t(column) * block_step, block_step, taken,
              most, buffer);
    for (std::ptrdiff_t row = 0; row < 4 / words; ++row) {
      const std::uint32_t* from = buffer + row * words * most;
      if constexpr (words == 2) {
        for (std::ptrdiff_t i = 0; i < taken; ++i) {
          pairs[2 * i] = from[i];
          pairs[2 * i + 1] = from[most + i];
        }
        from = pairs;
      }
      transform_any(to, from, taken, out + row * row_stride + column);
    }
  }
}
