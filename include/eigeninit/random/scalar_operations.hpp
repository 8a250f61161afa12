// What plans of whole models do with memory of a scalar that they know only when the program runs,
// compiled once for each scalar of a program's models.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "../kernel/measure.hpp"
#include "../kernel/multiply.hpp"
#include "../numeric/rounding.hpp"
#include "../tensor/constant_fill.hpp"
#include "generator.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class Scalar>
inline constexpr ScalarType scalar_type = ScalarType::float32;
template <>
inline constexpr ScalarType scalar_type<double> = ScalarType::float64;
template <>
inline constexpr ScalarType scalar_type<Eigen::half> = ScalarType::float16;
template <>
inline constexpr ScalarType scalar_type<Eigen::bfloat16> = ScalarType::bfloat16;
template <>
inline constexpr ScalarType scalar_type<std::complex<float>> = ScalarType::complex64;
template <>
inline constexpr ScalarType scalar_type<std::complex<double>> = ScalarType::complex128;

/// The bytes of a whole number, as memory has them.
template <class Integer>
void write_bits(Integer bits, unsigned char* out) {
  std::memcpy(out, &bits, sizeof bits);
}

/// The operations of a scalar. Complex numbers have one axis less than real ones.
template <class Scalar>
struct OperationsOf {
  using Number = Real<Scalar>;
  static constexpr std::size_t rank = max_rank - (is_complex<Scalar>::value ? 1 : 0);

  static double get(const void* number) { return double(read(number)); }
  static void put(void* number, double value) {
    const Number rounded = Number(kernel::Compute<Number>(value));
    std::memcpy(number, static_cast<const void*>(&rounded), sizeof rounded);
  }
  static void draw(Generator& generator, const AnyView& view, const AnyDistribution& from) {
    generator.fill_as<Scalar>(view, from);
  }
  static void measure(const void* line, std::ptrdiff_t count, std::ptrdiff_t stride,
                      std::uint64_t element, std::uint64_t element_step, double origin,
                      kernel::Measured& into) {
    kernel::measure(static_cast<const Number*>(line), count, stride, element, element_step, origin,
                    into);
  }

 private:
  static Number read(const void* number) {
    Number value;
    std::memcpy(static_cast<void*>(&value), number, sizeof value);
    return value;
  }
};

/// The operations of a scalar.
template <class Scalar>
const ScalarOperations& operations() {
  using Of = OperationsOf<Scalar>;
  using Number = typename Of::Number;
  static const ScalarOperations result{scalar_type<Scalar>,
                                       sizeof(Scalar),
                                       sizeof(Number),
                                       rounding::largest<Scalar>(),
                                       kernel::poison_bits<Number>,
                                       Of::get,
                                       Of::put,
                                       Of::draw,
                                       Of::measure};
  return result;
}

/// Those that only draw from one distribution, for numbers that are no parameter: a kernel for one
/// distribution takes less time to compile than one for all, unless that is there already.
template <class Scalar, class Distribution>
const ScalarOperations& drawing_operations() {
  if constexpr (std::is_same_v<Scalar, float>) {
    return operations<float>();
  } else {
    static const ScalarOperations result{
        scalar_type<Scalar>,
        sizeof(Scalar),
        sizeof(Real<Scalar>),
        0,
        0,
        nullptr,
        nullptr,
        [](Generator& generator, const AnyView& view, const AnyDistribution& from) {
          generator.fill(typed<Scalar, OperationsOf<Scalar>::rank>(view), from.get<Distribution>());
        },
        nullptr};
    return result;
  }
}

/// What the numbers of a view are: see kernel/measure.hpp. The origin of imaginary parts is 0.
inline void measure(const AnyView& view, double origin, kernel::Measured& into) {
  const auto size = std::ptrdiff_t(view.operations->number_size);
  const bool in_pairs = is_complex_type(view.type()) && origin != 0;
  traversal::for_each_tile(
      view, traversal::TileVisitor([&](std::uint64_t element, const Tile& tile, const char* first) {
        const traversal::Lines lines(tile);
        const std::ptrdiff_t pairs = lines.length / 2, stride = lines.stride;
        const std::uint64_t along = lines.are_rows ? tile.step : 1;
        const std::uint64_t across = lines.are_rows ? 1 : tile.step;
        for (std::ptrdiff_t i = 0; i < lines.count; ++i) {
          const char* const line = first + i * lines.between * size;
          const std::uint64_t number = element + std::uint64_t(i) * across;
          if (in_pairs) {  // of rows
            const char* const odd = line + stride * size;
            view.operations->measure(line, pairs, 2 * stride, number, 2, origin, into);
            view.operations->measure(odd, pairs, 2 * stride, number + 1, 2, 0, into);
          } else {
            view.operations->measure(line, lines.length, stride, number, along, origin, into);
          }
        }
      }));
}

/// Every number is one that was never written.
inline void poison(const AnyView& view) {
  unsigned char number[8];
  switch (view.operations->number_size) {
    case 2: write_bits(std::uint16_t(view.operations->poison), number); break;
    case 4: write_bits(std::uint32_t(view.operations->poison), number); break;
    default: write_bits(view.operations->poison, number);
  }
  traversal::fill_numbers(view, number, number);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
