// Complex values: the real distributions, carried over to the plane.
//
// One rule for all of them: a complex value spreads as far from its mean as a real one of the same
// numbers, E|z − mean|² being the real distribution's variance, and equally in every direction. So
// the standard deviation that a scheme states is that of |z|, and layers keep variance as real ones
// do (Trabelsi et al. 2018, arXiv:1705.09792).
//
// A value is made in place of two real ones, which were drawn into its memory: these are the
// numbers of what becomes of them, and finish.inl makes it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../numeric/elementary.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The radius of a disk with the variance of the interval [-1, 1].
inline constexpr double disk_in_interval = 0x1.a20bd700c2c3ep-1;  // √⅔

/// radius · √u: of uniform numbers u the radius of a point that is uniform over the disk.
struct DiskRadius {
  double radius;
};

/// |z|² of a complex normal is exponential, so its truncation is the inverse of 1 − exp(−t):
/// scale · √(−ln(1 − u · share)). A circle much smaller than the std, by its `cut`, holds a disk.
struct TruncatedRadius {
  double cut, distance, scale, share;
};

/// Of two uniform numbers the point at radius(first) from `center`, the second as a part of a full
/// turn away from the real axis.
template <class Radius>
struct ToPolar {
  double center;
  Radius radius;
};

/// Moves values that lie around 0.
struct ToMean {
  double mean;
};

/// One of these, chosen when the program runs.
struct AnyFinish {
  enum class Kind { disk, mean, truncated };
  Kind kind;
  ToPolar<DiskRadius> disk{};
  ToMean mean{};
  ToPolar<TruncatedRadius> truncated{};

  AnyFinish(const ToPolar<DiskRadius>& to) : kind(Kind::disk), disk(to) {}
  AnyFinish(const ToMean& to) : kind(Kind::mean), mean(to) {}
  AnyFinish(const ToPolar<TruncatedRadius>& to) : kind(Kind::truncated), truncated(to) {}
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
