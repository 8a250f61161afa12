// Random permutations from a sequence of random words: Fisher and Yates's shuffle, unbiased, and by
// a rule that is a part of the stream format.
//
// For i = 0, 1, … n-2 a number z below n-i is drawn and elements i and i+z change places. With
// bound = n-i and the next word w, z is the high half of the 64-bit product w · bound; words whose
// product has a low half below 2³² mod bound are passed over (Lemire 2019, "Fast random integer
// generation in an interval", arXiv:1805.10941).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "../kernel/philox.hpp"
#include "../tensor/extents.hpp"

namespace eigeninit::internal::shuffle {
inline namespace EIGENINIT_ABI {

/// The words of one fill of a stream, in order.
class Words {
 public:
  constexpr Words(PhiloxKey key, std::uint64_t fill) noexcept : key_(key), fill_(fill) {}

  std::uint32_t next() noexcept {
    if (index_ % 4 == 0) {
      const std::uint64_t block = index_ / 4;
      words_ = philox({low_word(block), high_word(block), low_word(fill_), high_word(fill_)}, key_);
    }
    return words_[index_++ % 4];
  }

  /// Uniform over 0 … bound-1, for 1 ≤ bound ≤ 2³².
  template <class Integer>
  Integer below(Integer bound) noexcept {
    const std::uint64_t wide_bound = bound;
    std::uint64_t product = next() * wide_bound;
    if (low_word(product) < wide_bound) {  // cheaper than the remainder, which is below bound
      const auto biased = (std::uint64_t(1) << 32) % wide_bound;
      while (low_word(product) < biased) product = next() * wide_bound;
    }
    return Integer(high_word(product));
  }

 private:
  PhiloxKey key_;
  std::uint64_t fill_;
  std::uint64_t index_ = 0;
  PhiloxCounter words_{};
};

/// Throws std::invalid_argument for a length outside 0 … 2³².
inline void require_length(Index n) {
  constexpr std::int64_t most = std::int64_t(1) << 32;
  if (n < 0 || std::int64_t{n} > most) {
    refuse("permutation: its length is ", n, "; pass 0 to ", most);
  }
}

/// 0 … n-1 in random order. Linear in n.
inline std::vector<Index> permutation(Index n, Words words) {
  std::vector<Index> result(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = Index(i);
  for (std::size_t i = 0; i + 1 < result.size(); ++i) {
    std::swap(result[i], result[i + words.below(result.size() - i)]);
  }
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::shuffle
