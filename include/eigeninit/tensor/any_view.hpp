// A weight whose scalar and rank are known only when the program runs. Initializers take it like
// any other weight, so that a model's rule is compiled once and not for every scalar and rank.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../numeric/error.hpp"
#include "view.hpp"

namespace eigeninit {

class Generator;

inline namespace EIGENINIT_ABI {

class AnyDistribution;
class AnyView;

/// The scalars of weights.
enum class ScalarType { float32, float64, float16, bfloat16, complex64, complex128 };

}  // namespace EIGENINIT_ABI

namespace internal {

namespace kernel {
inline namespace EIGENINIT_ABI {
struct Measured;
}
}  // namespace kernel

inline namespace EIGENINIT_ABI {

/// What has to know the scalar, compiled once for each that a program's models have. Numbers are
/// real ones: a complex element has two.
struct ScalarOperations {
  ScalarType type;                   ///< which one
  std::size_t size;                  ///< of an element, in bytes
  std::size_t number_size;           ///< of a number
  double largest;                    ///< the largest finite number
  std::uint64_t poison;              ///< the bits of a number that was never written
  double (*get)(const void*);        ///< a number
  void (*put)(void*, double value);  ///< a number, rounded
  /// Fills a view from a distribution.
  void (*draw)(Generator&, const AnyView&, const AnyDistribution&);
  /// See kernel/measure.hpp.
  void (*measure)(const void* line, std::ptrdiff_t count, std::ptrdiff_t stride,
                  std::uint64_t element, std::uint64_t element_step, double origin,
                  kernel::Measured&);
};

/// The scalar of an AnyView, as far as the compiler knows.
struct AnyScalar {};

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// A View whose scalar and rank are known when the program runs. See View.
class AnyView {
 public:
  using Scalar = internal::AnyScalar;  ///< not known when compiling

  void* data;                                    ///< the first element
  std::size_t rank;                              ///< the number of axes
  std::array<Axis, internal::max_rank> axes;     ///< of those beyond the rank the extent is 1
  const internal::ScalarOperations* operations;  ///< of its scalar

  /// A view of a scalar with these operations.
  template <class T, std::size_t Rank>
  AnyView(const View<T, Rank>& view, const internal::ScalarOperations& of_scalar)
      : data(view.data), rank(Rank), axes(), operations(&of_scalar) {
    axes.fill({1, 0, 1, 0});
    for (std::size_t k = 0; k < Rank; ++k) axes[k] = view.axes[k];
  }

  /// The scalar of its elements.
  [[nodiscard]] ScalarType type() const noexcept { return operations->type; }

  /// The number of elements.
  [[nodiscard]] Index size() const noexcept {
    return View<char, internal::max_rank>{nullptr, axes}.size();
  }
};

/// The name of a scalar: "float32", "complex64".
[[nodiscard]] inline const char* name_of(ScalarType type) noexcept {
  constexpr const char* names[] = {"float32",  "float64",   "float16",
                                   "bfloat16", "complex64", "complex128"};
  return names[std::size_t(type)];
}

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

template <class T>
inline constexpr bool is_any_view = std::is_same_v<std::decay_t<T>, AnyView>;

/// The bytes of an element.
inline std::size_t bytes_of(ScalarType type) noexcept {
  constexpr std::size_t bytes[] = {4, 8, 2, 2, 8, 16};
  return bytes[std::size_t(type)];
}

inline bool is_complex_type(ScalarType type) noexcept { return type >= ScalarType::complex64; }

/// The axes and the memory of a view as those of a known scalar. Rank may be larger than the
/// view's.
template <class T, std::size_t Rank>
View<T, Rank> typed(const AnyView& view) {
  View<T, Rank> result{static_cast<T*>(view.data), {}};
  for (std::size_t k = 0; k < Rank; ++k) result.axes[k] = view.axes[k];
  return result;
}

/// A type as a value, for functions that are told it.
template <class T>
struct TypeOf {
  using Type = T;  ///< itself
};

/// Calls use(TypeOf<T>()) with the type of a scalar.
template <class Use>
decltype(auto) with_scalar(ScalarType type, const Use& use) {
  switch (type) {
    case ScalarType::float32: return use(TypeOf<float>());
    case ScalarType::float64: return use(TypeOf<double>());
    case ScalarType::float16: return use(TypeOf<Eigen::half>());
    case ScalarType::bfloat16: return use(TypeOf<Eigen::bfloat16>());
    case ScalarType::complex64: return use(TypeOf<std::complex<float>>());
    default: return use(TypeOf<std::complex<double>>());
  }
}

/// Calls use(data) with the address of the first element, as one of its scalar.
template <class T, std::size_t Rank, class Use>
void with_elements(const View<T, Rank>& view, const Use& use) {
  use(view.data);
}
template <class Use>
void with_elements(const AnyView& view, const Use& use) {
  with_scalar(view.type(),
              [&](auto scalar) { use(static_cast<typename decltype(scalar)::Type*>(view.data)); });
}

/// As many bytes as an element has, to be copied.
template <std::size_t size>
struct Bytes {
  unsigned char bytes[size];  ///< in memory's order
};

/// Calls use(view) with a view of the elements as bytes.
template <class Use>
void with_bytes(const AnyView& view, const Use& use) {
  switch (view.operations->size) {
    case 2: return use(typed<Bytes<2>, max_rank>(view));
    case 4: return use(typed<Bytes<4>, max_rank>(view));
    case 8: return use(typed<Bytes<8>, max_rank>(view));
    default: return use(typed<Bytes<16>, max_rank>(view));
  }
}

/// Moves the first element of a view. A null pointer, of a view without elements, stays.
template <class T, std::size_t Rank>
void move_data(View<T, Rank>& view, Index elements) {
  if (view.data != nullptr) view.data += elements;
}
inline void move_data(AnyView& view, Index elements) {
  if (view.data == nullptr) return;
  view.data = static_cast<char*>(view.data) + elements * Index(view.operations->size);
}

/// The same memory with other axes.
template <class T, std::size_t Rank, std::size_t NewRank>
View<T, NewRank> with_axes(const View<T, Rank>& view, const std::array<Axis, NewRank>& axes) {
  return {view.data, axes};
}
template <std::size_t NewRank>
AnyView with_axes(AnyView view, const std::array<Axis, NewRank>& axes) {
  view.rank = NewRank;
  view.axes.fill({1, 0, 1, 0});
  for (std::size_t k = 0; k < NewRank; ++k) view.axes[k] = axes[k];
  return view;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
