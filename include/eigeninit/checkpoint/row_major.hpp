// Tensors as files have them: row by row, the last index fastest, little-endian.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../tensor/any_view.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// Calls use(offset in the whole tensor, offset in the part, bytes) for every run of bytes of a
/// part that lies row by row without gaps.
template <class Use>
void for_each_run(const AnyView& part, const Use& use) {
  if (part.size() == 0) return;
  std::size_t run = part.operations->size;
  std::size_t outer = part.rank;
  bool is_joined = true;
  while (outer > 0 && is_joined) {
    const Axis& axis = part.axes[--outer];
    run *= std::size_t(axis.extent);
    is_joined = axis.extent == axis.whole;
  }
  std::array<Index, max_rank> index{};
  for (std::size_t local = 0;; local += run) {
    std::uint64_t element = 0;
    for (std::size_t k = 0; k < part.rank; ++k) {
      element = element * std::uint64_t(part.axes[k].whole) +
                std::uint64_t(part.axes[k].origin + index[k]);
    }
    use(element * part.operations->size, local, run);
    std::size_t k = outer;
    for (; k > 0; index[--k] = 0) {
      if (++index[k - 1] < part.axes[k - 1].extent) break;
    }
    if (k == 0) return;
  }
}

/// Turns numbers without gaps from this machine's order of bytes into that of files, and back.
inline void swap_for_files(void* memory, std::size_t bytes, std::size_t number_size) {
  const std::uint16_t one = 1;
  unsigned char first;
  std::memcpy(&first, &one, 1);
  if (first == 1) return;
  auto* const begin = static_cast<unsigned char*>(memory);
  for (std::size_t at = 0; at < bytes; at += number_size) {
    std::reverse(begin + at, begin + at + number_size);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
