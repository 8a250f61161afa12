// How a view is cut into patches whose elements are made together: so that consecutive elements,
// which share random words, are in one patch, and what is adjacent in memory is written together.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "patch.hpp"
#include "traversal.hpp"

namespace eigeninit::internal::traversal {
inline namespace EIGENINIT_ABI {

// Elements of a patch, for the same reasons as of a tile.
inline constexpr Index patch_size = tile_size;
// Rows or columns that have a place in a list.
inline constexpr Index patch_side = 512;
// Columns, unless rows are few: with as many rows as then fit, what is worked out for a column
// serves many elements.
inline constexpr Index patch_width = 128, few_rows = 32;
// Columns that are worth making side by side.
inline constexpr Index enough_columns = 64;

/// Some steps of a path as one axis, the first of them fastest.
struct JointAxis {
  std::array<Step, max_rank> steps;
  std::size_t rank = 0;
  Index extent = 1;

  void append(const Step& step) {
    steps[rank++] = step;
    extent *= step.extent;
  }

  /// Indices of a patch: as many as a list has, where one is needed.
  Index most_in_patch() const noexcept { return rank <= 1 ? patch_size : patch_side; }

  /// Whether index follows index in memory.
  bool is_adjacent() const noexcept {
    Index next = 1;
    for (std::size_t k = 0; k < rank; ++k) {
      if (steps[k].stride != next) return false;
      next *= steps[k].extent;
    }
    return true;
  }

  /// Calls use(offset in memory, element) for index `index`.
  template <class Use>
  void at(Index index, const Use& use) const {
    Index offset = 0;
    std::uint64_t element = 0;
    for (std::size_t k = 0; k < rank; ++k) {
      // Most axes are one step, and a division takes longer than to make a few elements.
      const Index rest = index < steps[k].extent ? 0 : index / steps[k].extent;
      const Index digit = index - rest * steps[k].extent;
      offset += digit * steps[k].stride;
      element += std::uint64_t(digit) * steps[k].element;
      index = rest;
    }
    use(offset, element);
  }
};

/// Lists of where some indices of an axis are.
struct AxisList {
  std::array<std::ptrdiff_t, std::size_t(patch_side)> offsets;
  std::array<std::uint64_t, std::size_t(patch_side)> elements;

  /// Where `size` indices from `begin` on are, counted from the first of them.
  void read(const JointAxis& axis, Index begin, Index size, Places<std::ptrdiff_t>& offset_places,
            Places<std::uint64_t>& element_places) {
    if (axis.rank <= 1) {
      const Step step = axis.rank == 0 ? Step{1, 1, 1} : axis.steps[0];
      offset_places = {step.stride};
      element_places = {step.element};
      return;
    }
    Index first_offset = 0;
    std::uint64_t first_element = 0;
    axis.at(begin, [&](Index offset, std::uint64_t element) {
      first_offset = offset;
      first_element = element;
    });
    const Step& inner = axis.steps[0];
    for (Index i = 0; i < size;) {
      const Index index = begin + i;
      axis.at(index, [&](Index offset, std::uint64_t element) {
        const Index end = (std::min)(size, i + inner.extent - index % inner.extent);
        for (; i < end; ++i) {
          offsets[std::size_t(i)] = offset - first_offset;
          elements[std::size_t(i)] = element - first_element;
          offset += inner.stride;
          element += inner.element;
        }
      });
    }
    offset_places = axis.is_adjacent() ? Places<std::ptrdiff_t>{1}
                                       : Places<std::ptrdiff_t>{0, 0, offsets.data()};
    element_places = {0, 0, elements.data()};
  }
};

/// A view cut into numbered patches that can be made in any order.
class Patches {
 public:
  explicit Patches(const Path& path) : first_element_(path.first_element) {
    Path rest = path;
    if (rest.rank == 0) return;
    const bool has_rows = rest.steps[0].element == 1;
    const bool are_across = !has_rows || rest.nearest() > 0;
    if (are_across) take_adjacent_columns(rest, has_rows);
    take_rows(rest);
    JointAxis& others = are_across ? others_ : columns_;
    while (rest.rank > 0) others.append(rest.take(0));
    if (are_across) {
      width_ = even_share(columns_.extent, rows_.extent < few_rows ? patch_side : patch_width);
      // Whole blocks of random words, of 4, 2 or 1 elements each.
      const Index whole_blocks = patch_size / width_ / 4 * 4;
      height_ = (std::min)({rows_.extent, whole_blocks, rows_.most_in_patch()});
    } else {
      height_ = (std::min)(rows_.extent, rows_.most_in_patch());
      width_ =
          (std::min)({columns_.extent, patch_side, (std::max)(patch_size / height_, Index(1))});
    }
  }

  Index count() const noexcept {
    return pieces(rows_, height_) * pieces(columns_, width_) * others_.extent;
  }

  /// Calls visit(element, memory offset, patch) for patch `number`.
  template <class Visit>
  void visit(Index number, const Visit& visit) const {
    const Index column = number % pieces(columns_, width_) * width_;
    number /= pieces(columns_, width_);
    const Index row = number % pieces(rows_, height_) * height_;
    number /= pieces(rows_, height_);
    Index offset = 0;
    std::uint64_t element = first_element_;
    const auto add = [&](Index axis_offset, std::uint64_t axis_element) {
      offset += axis_offset;
      element += axis_element;
    };
    columns_.at(column, add);
    rows_.at(row, add);
    others_.at(number, add);
    AxisList rows, columns;
    const Index height = (std::min)(height_, rows_.extent - row);
    const Index width = (std::min)(width_, columns_.extent - column);
    Patch patch{height, width, {1}, {1}, {1}};
    Places<std::uint64_t> row_elements{1};
    rows.read(rows_, row, height, patch.row_offsets, row_elements);
    columns.read(columns_, column, width, patch.column_offsets, patch.column_elements);
    visit(element, offset, patch);
  }

 private:
  /// What is adjacent in memory, as far as it is worth the while. Consecutive elements share words,
  /// and are left to the rows.
  void take_adjacent_columns(Path& rest, bool has_rows) {
    std::size_t k = rest.nearest();
    while (k < rest.rank && columns_.extent < enough_columns) {
      const Step step = rest.take(k);
      columns_.append(step);
      for (k = has_rows; k < rest.rank; ++k) {
        if (rest.steps[k].stride == step.stride * step.extent) break;
      }
    }
  }

  /// Consecutive elements: later axes go on where earlier ones end, unless the view is a part of a
  /// larger tensor. Runs that are long and adjacent in memory stay what they are.
  void take_rows(Path& rest) {
    while (rest.rank > 0 && rest.steps[0].element == std::uint64_t(rows_.extent)) {
      if (rows_.rank > 0 && rows_.is_adjacent() && rows_.extent >= enough_columns) break;
      rows_.append(rest.take(0));
    }
  }

  /// Of about equal shares of at most `most` indices, one.
  static Index even_share(Index extent, Index most) noexcept {
    constexpr Index of_vectors = 32;
    if (extent <= most) return extent;
    const Index shares = (extent - 1) / most + 1;
    return ((extent - 1) / shares / of_vectors + 1) * of_vectors;
  }
  static Index pieces(const JointAxis& axis, Index size) noexcept {
    return (axis.extent - 1) / size + 1;
  }

  std::uint64_t first_element_;
  JointAxis rows_, columns_, others_;
  Index height_ = 1, width_ = 1;
};

/// Whether all elements of a whole tensor follow each other in memory as they are numbered.
template <class Scalar, std::size_t Rank>
bool is_one_run(const View<Scalar, Rank>& view) noexcept {
  Index next = 1;
  for (const Axis& axis : view.axes) {
    if (axis.whole != axis.extent || (axis.stride != next && axis.extent != 1)) return false;
    next *= axis.extent;
  }
  return true;
}

/// Calls make(element, patch, out) for patches that together make up the view: the first element's
/// number in the whole tensor and its place in memory. execute(pieces, elements, body) must call
/// body(first, last) so that every number below `pieces` is covered once, on as many threads as it
/// likes.
template <class Scalar, std::size_t Rank, class Make, class Execute>
void by_patches(const View<Scalar, Rank>& view, const Make& make, const Execute& execute) {
  const Index size = view.size();
  if (size == 0) return;
  if (size <= patch_size && is_one_run(view)) {  // to cut it takes longer than to make it
    make(0, Patch{size, 1, {1}, {1}, {1}}, view.data);
    return;
  }
  const Patches patches{Path(view)};
  execute(patches.count(), size, [&](Index first, Index last) {
    for (Index number = first; number < last; ++number) {
      patches.visit(number, [&](std::uint64_t element, Index offset, const Patch& patch) {
        make(element, patch, view.data + offset);
      });
    }
  });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::traversal
