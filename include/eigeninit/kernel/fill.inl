// The algorithms, written once for every instruction set: words of the random stream are written to
// a buffer in the first cache level, by code that all distributions share, and become values from
// there. Text, included inside a set's namespace and region after the set's primitives
// (primitives_*.inl).
//
// SPDX-License-Identifier: MIT

#include "columns.inl"
#include "finish.inl"
#include "transform.inl"

/// How many words are made before they become values.
inline constexpr std::ptrdiff_t buffered_words = 2048;

/// How many numbers of the stream an element has.
template <class Distribution>
inline constexpr int numbers_of = 1;
template <class Parts, class Finish>
inline constexpr int numbers_of<Complex<Parts, Finish>> = 2;

/// How many words of the stream an element has.
template <class Distribution, class Scalar>
inline constexpr int words_of = numbers_of<Distribution>* Conversion<Compute<Scalar>>::words;

/// Elements `element` … `element + count - 1` of a fill, written to `out` one after the other.
template <class Distribution, class Scalar>
inline void fill_run(const Distribution& to, const Schedule& schedule, std::uint64_t element,
                     std::ptrdiff_t count, Scalar* out) {
  constexpr int words = words_of<Distribution, Scalar>, numbers = numbers_of<Distribution>;
  constexpr std::uint64_t per_block = 4 / words;
  constexpr std::ptrdiff_t most = buffered_words / words;
  alignas(64) std::uint32_t buffer[std::size_t(buffered_words + 4 * blocks_per_batch)];
  while (count > 0) {
    const std::uint64_t block = element / per_block;
    if (high_word(block) != schedule.upper) {
      return fill_run(to, Schedule(schedule.at, block), element, count, out);
    }
    const auto skipped = std::ptrdiff_t(element % per_block);
    const std::uint64_t of_this_upper_word = ((block | 0xffffffff) + 1) * per_block - element;
    const auto taken = std::ptrdiff_t(
        (std::min)(std::uint64_t((std::min)(count, most - skipped)), of_this_upper_word));
    write_words(schedule, block,
                (skipped + taken + std::ptrdiff_t(per_block) - 1) / std::ptrdiff_t(per_block),
                buffer);
    transform_line(to, buffer + skipped * words, taken * numbers, out);
    element += std::uint64_t(taken);
    count -= taken;
    out += taken * numbers;
  }
}

#include "patch.inl"
