// One value in every element of a view.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "../numeric/error.hpp"
#include "../numeric/rounding.hpp"
#include "any_traversal.hpp"
#include "traversal.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Throws where `value` is finite and above `limit`, the scalar's largest number.
inline void require_limit(const char* name, const double& value, double limit) {
  if (is_finite(value) && (value > limit || value < -limit)) {
    refuse(name, ": ", value, " is beyond the scalar's largest number, ", limit,
           "; pass a smaller one");
  }
}

/// Throws where `value` is finite and the scalar of the view can't hold it.
template <class View>
void require_held(const char* name, const View&, const double& value) {
  require_limit(name, value, rounding::largest<typename View::Scalar>());
}
inline void require_held(const char* name, const AnyView& view, const double& value) {
  require_limit(name, value, view.operations->largest);
}

/// Copies a block from the first cache level over and over: as fast as memory under plain -O2,
/// where a loop of single stores is not. The block itself grows from a few elements.
template <class Scalar>
void fill_contiguous(Scalar* out, std::ptrdiff_t count, Scalar value) {
  constexpr std::ptrdiff_t few = 64, block = 1024;
  std::ptrdiff_t done = (std::min)(few, count);
  std::fill_n(out, done, value);
  while (done < count) {
    const std::ptrdiff_t copied = (std::min)({done, block, count - done});
    std::memcpy(static_cast<void*>(out + done), out, std::size_t(copied) * sizeof(Scalar));
    done += copied;
  }
}

/// `value`, rounded to the scalar, in every element of a view, on the threads of `execute`.
template <class Scalar, std::size_t Rank, class Execute>
void fill_constant(const View<Scalar, Rank>& target, double value, const Execute& execute) {
  const auto rounded = Scalar(Real<Scalar>(value));
  traversal::in_memory_order(
      target,
      [rounded](Scalar* line, std::ptrdiff_t count, std::ptrdiff_t stride) {
        if (stride == 1) {
          fill_contiguous(line, count, rounded);
        } else {
          for (std::ptrdiff_t i = 0; i < count; ++i) line[i * stride] = rounded;
        }
      },
      execute);
}
/// Whose threads do not matter: plans fill on several threads by themselves.
template <class Execute>
void fill_constant(const AnyView& target, double value, const Execute&) {
  unsigned char number[8], zero[8];
  target.operations->put(number, value);
  target.operations->put(zero, 0);
  traversal::fill_numbers(target, number, is_complex_type(target.type()) ? zero : number);
}

/// The same on the calling thread, for parts of a weight.
template <class View>
void fill_constant(const View& target, double value) {
  fill_constant(target, value, traversal::OneThread());
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
