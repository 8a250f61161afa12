// Tiles of a fill, whatever its values: real ones by a kernel, complex ones by a kernel and what
// makes them of two real ones while these are in the first cache levels.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <cstddef>

#include "dispatch.hpp"

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

/// make(at, tile, out): the elements that `tile` names, the first of them at `at`, from `out` on.
template <class Parameters, class Scalar>
class TileMaker {
 public:
  TileMaker(const Parameters& parameters, InstructionSet set)
      : parameters_(parameters), kernel_(kernel_of<Parameters, Scalar>(set)) {}

  void operator()(const Position& at, const Tile& tile, Scalar* out) const {
    kernel_(parameters_, at, tile, out);
  }

 private:
  Parameters parameters_;
  Kernel<Parameters, Scalar> kernel_;
};

/// Tiles of complex numbers are seen as real ones, a real and an imaginary part one after the
/// other: rows come in pairs, and next to each other in memory.
template <class Parts, class Finish, class Scalar>
class TileMaker<Complex<Parts, Finish>, Scalar> {
 public:
  TileMaker(const Complex<Parts, Finish>& complex, InstructionSet set)
      : make_parts_(complex.parts, set), finish_(complex.finish) {}

  void operator()(const Position& at, const Tile& tile, Scalar* out) const {
    make_parts_(at, tile, out);
    for (std::ptrdiff_t c = 0; c < tile.columns; ++c) {
      // The standard lets two real numbers be one complex number where one was.
      finish_(reinterpret_cast<std::complex<Scalar>*>(out + c * tile.column_stride), tile.rows / 2);
    }
  }

 private:
  TileMaker<Parts, Scalar> make_parts_;
  Finish finish_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel
