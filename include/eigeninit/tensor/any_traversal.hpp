// How a view is crossed, and written to, whose scalar is known when the program runs: compiled
// once, for all scalars.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../numeric/rounding.hpp"
#include "any_view.hpp"
#include "traversal.hpp"

namespace eigeninit::internal::traversal {
inline namespace EIGENINIT_ABI {

/// A reference to a function (element, tile, first number), whatever its type.
class TileVisitor {
 public:
  template <class Visit>
  explicit TileVisitor(const Visit& visit)
      : visit_(&visit),
        call_([](const void* held, std::uint64_t element, const Tile& tile, char* at) {
          (*static_cast<const Visit*>(held))(element, tile, at);
        }) {}

  void operator()(std::uint64_t element, const Tile& tile, char* at) const {
    call_(visit_, element, tile, at);
  }

 private:
  const void* visit_;
  void (*call_)(const void*, std::uint64_t, const Tile&, char*);
};

/// The axes of the real numbers of a view: complex ones are a first axis of two. See parts().
inline View<char, max_rank> number_axes(const AnyView& view) {
  View<char, max_rank> numbers{static_cast<char*>(view.data), view.axes};
  if (!is_complex_type(view.type())) return numbers;
  std::copy(view.axes.begin(), view.axes.end() - 1, numbers.axes.begin() + 1);
  for (Axis& axis : numbers.axes) axis.stride *= 2;
  numbers.axes[0] = {2, 1, 2, 0};
  return numbers;
}

/// Calls visit(element, tile, first) for tiles that together make up the numbers of a view, in
/// element order. `first` is the address of a tile's first number.
inline void for_each_tile(const AnyView& view, const TileVisitor& visit) {
  if (view.size() == 0) return;
  const Index size = Index(view.operations->number_size);
  const Tiling tiling(number_axes(view));
  const Index count = tiling.count();
  for (Index number = 0; number < count; ++number) {
    tiling.visit(number, [&](std::uint64_t element, Index offset, const Tile& tile) {
      visit(element, tile, static_cast<char*>(view.data) + offset * size);
    });
  }
}

/// The lines of a tile: its columns, or its rows where these are what lies together in memory.
struct Lines {
  bool are_rows;
  std::ptrdiff_t count, between, length, stride;

  explicit Lines(const Tile& tile, bool may_be_rows = true)
      : are_rows(may_be_rows && tile.row_stride != 1 && tile.column_stride == 1),
        count(are_rows ? tile.rows : tile.columns),
        between(are_rows ? tile.row_stride : tile.column_stride),
        length(are_rows ? tile.columns : tile.rows),
        stride(are_rows ? tile.column_stride : tile.row_stride) {}
};

/// Copies an element of `size` bytes to `count` places. Those that are one after the other are
/// copied in blocks that double.
inline void repeat(char* out, std::ptrdiff_t count, std::ptrdiff_t stride, const void* element,
                   std::size_t size) {
  if (count == 0) return;
  if (stride != 1) {
    for (; count > 0; --count, out += stride * std::ptrdiff_t(size))
      std::memcpy(out, element, size);
    return;
  }
  std::memcpy(out, element, size);
  const std::size_t bytes = std::size_t(count) * size, block = 4096;
  for (std::size_t done = size; done < bytes;) {
    const std::size_t copied = (std::min)({done, block, bytes - done});
    std::memcpy(out + done, out, copied);
    done += copied;
  }
}

/// The same bytes for every number of a view, or every second one.
inline void fill_numbers(const AnyView& view, const void* even, const void* odd) {
  const std::size_t size = view.operations->number_size;
  for_each_tile(view, TileVisitor([=](std::uint64_t, const Tile& tile, char* at) {
                  const Lines lines(tile, even == odd);
                  for (std::ptrdiff_t line = 0; line < lines.count; ++line) {
                    char* const first = at + line * lines.between * std::ptrdiff_t(size);
                    if (even == odd) {
                      repeat(first, lines.length, lines.stride, even, size);
                    } else {  // rows come in pairs of a real and an imaginary part
                      char* const second = first + lines.stride * std::ptrdiff_t(size);
                      repeat(first, lines.length / 2, 2 * lines.stride, even, size);
                      repeat(second, lines.length / 2, 2 * lines.stride, odd, size);
                    }
                  }
                }));
}

/// Writes one element, `offset` elements from the first in memory.
template <class Scalar, std::size_t Rank>
void put(const View<Scalar, Rank>& view, Index offset, double value) {
  view.data[offset] = Scalar(Real<Scalar>(value));
}
inline void put(const AnyView& view, Index offset, double value) {
  const ScalarOperations& operations = *view.operations;
  char* const element = static_cast<char*>(view.data) + offset * Index(operations.size);
  operations.put(element, value);
  if (operations.size != operations.number_size)
    operations.put(element + operations.number_size, 0);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::traversal
