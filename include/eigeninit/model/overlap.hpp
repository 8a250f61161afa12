// Whether views share memory: of two parameters that do, one would be overwritten by the other.
//
// Two views overlap where a byte of one is at distance 0 from a byte of the other. The distances
// are themselves the elements of a view with the axes of both, and axes of one stride are one axis
// of them: blocks of one matrix take a few divisions, however many columns they have.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <utility>
#include <vector>

#include "../tensor/any_view.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

inline bool has_memory(const AnyView& view) {
  return view.data != nullptr && std::none_of(view.axes.begin(), view.axes.end(),
                                              [](const Axis& axis) { return axis.extent == 0; });
}

/// The addresses from the first byte of a view to behind its last. Between them there may be gaps.
struct AddressRange {
  std::int64_t begin, end;

  /// Of a view that has elements.
  explicit AddressRange(const AnyView& view)
      : begin(std::int64_t(reinterpret_cast<std::uintptr_t>(view.data))), end(begin) {
    const auto size = std::int64_t(view.operations->size);
    end += size;
    for (const Axis& axis : view.axes) {
      const std::int64_t last = axis.extent - 1;
      (axis.stride < 0 ? begin : end) += last * axis.stride * size;
    }
  }
};

/// The distances in bytes from any byte of one view to any byte of another, counted from the
/// smallest: runs of consecutive ones, repeated along axes.
class Distances {
 public:
  Distances(const AnyView& a, const AnyView& b)
      : run_(std::int64_t(a.operations->size + b.operations->size) - 1) {
    std::array<Repeat, 2 * max_rank> repeats;
    const auto end = collect(b, collect(a, repeats.begin()));
    std::sort(repeats.begin(), end,
              [](const Repeat& x, const Repeat& y) { return x.stride < y.stride; });
    for (auto repeat = repeats.begin(); repeat != end; ++repeat) add(*repeat);
    std::int64_t span = run_, divisor = 0;
    for (std::size_t k = 0; k < rank_; ++k) {
      axes_[k].span_below = span;
      span += (axes_[k].extent - 1) * axes_[k].stride;
      axes_[k].divisor = divisor = std::gcd(divisor, axes_[k].stride);
    }
  }

  /// Of a distance that is neither smaller than the smallest nor larger than the largest.
  [[nodiscard]] bool contain(std::int64_t distance) const { return contain(distance, rank_); }

 private:
  struct Repeat {
    std::int64_t stride, extent;
  };
  struct DistanceAxis {
    std::int64_t stride, extent;
    std::int64_t span_below;  ///< of all distances along the axes before this one
    std::int64_t divisor;     ///< the largest one of the strides up to this one
  };

  template <class Iterator>
  static Iterator collect(const AnyView& view, Iterator out) {
    for (const Axis& axis : view.axes) {
      if (axis.extent == 1) continue;  // its stride may be anything
      *out++ = {std::abs(std::int64_t(axis.stride)) * std::int64_t(view.operations->size),
                axis.extent};
    }
    return out;
  }

  /// Adds an axis of no smaller stride than those before. Where it leaves no gaps it makes the run
  /// or the last axis longer.
  void add(const Repeat& next) {
    if (next.stride <= run_) {
      run_ += (next.extent - 1) * next.stride;
      return;
    }
    if (rank_ > 0) {
      DistanceAxis& last = axes_[rank_ - 1];
      const std::int64_t steps = next.stride / last.stride;
      if (steps * last.stride == next.stride && steps <= last.extent) {
        last.extent += (next.extent - 1) * steps;
        return;
      }
    }
    axes_[rank_++] = {next.stride, next.extent, 0, 0};
  }

  /// The same along the first `rank` axes only. Goes through the indices of the last one whose
  /// distances begin below this one and end above it: one or two, where axes of one stride nest.
  bool contain(std::int64_t distance, std::size_t rank) const {
    if (rank == 0) return true;
    const DistanceAxis& axis = axes_[rank - 1];
    if (distance % axis.divisor >= run_) return false;
    const std::int64_t last = (std::min)(distance / axis.stride, axis.extent - 1);
    std::int64_t rest = distance - last * axis.stride;
    for (std::int64_t i = last; i >= 0 && rest < axis.span_below; --i, rest += axis.stride) {
      if (contain(rest, rank - 1)) return true;
    }
    return false;
  }

  std::int64_t run_;
  std::size_t rank_ = 0;
  std::array<DistanceAxis, 2 * max_rank> axes_;
};

/// The same for views whose address ranges are known to intersect.
inline bool overlap(const AnyView& a, const AddressRange& range_a, const AnyView& b,
                    const AddressRange& range_b) {
  return Distances(a, b).contain(range_b.end - 1 - range_a.begin);
}

/// Whether an element of one is in memory where an element of the other is, wholly or partly.
/// Never for views without elements or with null data. Exact. For views whose axes nest, as nearly
/// all do, it takes at most about as long as a walk through the consecutive runs of the one that
/// has fewer of them between the ends of the other; for others it may have to try more.
inline bool overlap(const AnyView& a, const AnyView& b) {
  if (!has_memory(a) || !has_memory(b)) return false;
  const AddressRange range_a(a), range_b(b);
  return range_a.begin < range_b.end && range_b.begin < range_a.end &&
         overlap(a, range_a, b, range_b);
}

/// Whether both are the same elements in the same places, index for index: what a tie needs. The
/// strides of axes of one index do not count.
inline bool is_same_memory(const AnyView& a, const AnyView& b) {
  return a.data == b.data && a.type() == b.type() && a.rank == b.rank &&
         std::equal(a.axes.begin(), a.axes.end(), b.axes.begin(), [](const Axis& x, const Axis& y) {
           return x.extent == y.extent && (x.extent <= 1 || x.stride == y.stride);
         });
}

/// All pairs (i, j), i < j, of views that overlap, in order. Takes time for sorting the views by
/// address, and for each pair whose address ranges intersect.
inline std::vector<std::pair<std::size_t, std::size_t>> overlapping_pairs(
    const std::vector<AnyView>& views) {
  struct Place {
    AddressRange range;
    std::size_t index;
  };
  std::vector<Place> places;
  places.reserve(views.size());
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (has_memory(views[i])) places.push_back({AddressRange(views[i]), i});
  }
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.range.begin < b.range.begin; });
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (auto a = places.begin(); a != places.end(); ++a) {
    for (auto b = a + 1; b != places.end() && b->range.begin < a->range.end; ++b) {
      if (overlap(views[a->index], a->range, views[b->index], b->range)) {
        pairs.push_back(std::minmax({a->index, b->index}));
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
