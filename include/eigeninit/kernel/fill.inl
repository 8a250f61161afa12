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

/// What becomes of words: a function of a distribution, so that all that follows is compiled once
/// for each type of elements. An element is one number, or two.
template <class Element>
struct Values {
  using Number = Real<Element>;
  static constexpr int numbers = sizeof(Element) / sizeof(Number);
  static constexpr int words = numbers * Conversion<Compute<Number>>::words;  // of an element
  static constexpr int per_block = 4 / words;

  const void* distribution;
  void (*make)(const void* distribution, const std::uint32_t* words, std::ptrdiff_t numbers,
               Number* out);

  void operator()(const std::uint32_t* from, std::ptrdiff_t elements, Element* out) const {
    // The standard lets a complex number be read as two real ones.
    make(distribution, from, elements * numbers, reinterpret_cast<Number*>(out));
  }
};

template <class Distribution, class Number>
void make_values(const void* distribution, const std::uint32_t* words, std::ptrdiff_t numbers,
                 Number* out) {
  transform_line(*static_cast<const Distribution*>(distribution), words, numbers, out);
}

/// Elements `element` … `element + count - 1` of a fill, written to `out` one after the other.
template <class Element>
inline void fill_run(const Values<Element>& values, const Schedule& schedule, std::uint64_t element,
                     std::ptrdiff_t count, Element* out) {
  constexpr int words = Values<Element>::words;
  constexpr std::uint64_t per_block = Values<Element>::per_block;
  constexpr std::ptrdiff_t most = buffered_words / words;
  alignas(64) std::uint32_t buffer[std::size_t(buffered_words + 4 * blocks_per_batch)];
  while (count > 0) {
    const std::uint64_t block = element / per_block;
    if (high_word(block) != schedule.upper) {
      return fill_run(values, Schedule(schedule.at, block), element, count, out);
    }
    const auto skipped = std::ptrdiff_t(element % per_block);
    const std::uint64_t of_this_upper_word = ((block | 0xffffffff) + 1) * per_block - element;
    const auto taken = std::ptrdiff_t(
        (std::min)(std::uint64_t((std::min)(count, most - skipped)), of_this_upper_word));
    const std::ptrdiff_t blocks = (skipped + taken - 1) / std::ptrdiff_t(per_block) + 1;
    write_words(schedule, block, blocks, buffer);
    values(buffer + skipped * words, taken, out);
    element += std::uint64_t(taken);
    count -= taken;
    out += taken;
  }
}

#include "patch.inl"
