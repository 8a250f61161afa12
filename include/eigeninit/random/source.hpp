// What a random source offers: the second of the library's three protocols.
//
// A source is an eigeninit::Generator, a uniform random bit generator such as std::mt19937, or any
// type with
//
//   static constexpr SourceTraits traits          what it can't do, or does in its own way
//   fill(view, distribution)                      for each of Uniform, Normal and TruncatedNormal:
//                                                 every element of a View, or a refusal of what
//                                                 distribution.check<Scalar>() refuses
//   permutation(n)                                0 … n-1 in random order, as a std::vector<Index>
//
// A type that has some of these is told by the compiler which one it lacks.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include "../tensor/weight.hpp"
#include "std_engine.hpp"

namespace eigeninit {

/// What a source can't do, or does in its own way.
struct SourceTraits {
  /// The scalars that a source fills.
  enum class Scalars {
    all,
    real,             ///< not complex ones
    float_and_double  ///< neither complex ones nor half and bfloat16
  };

  bool needs_whole = false;         ///< refuses shards, because no part can be made alone
  Scalars scalars = Scalars::all;   ///< what it fills
  bool factorizes_normals = false;  ///< orthogonal is to factorize its normals, as PyTorch does
};

inline namespace EIGENINIT_ABI {

struct Uniform;
struct Normal;
struct TruncatedNormal;

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

template <class S, class Distribution, class = void>
struct can_fill : std::false_type {};
template <class S, class Distribution>
struct can_fill<S, Distribution,
                std::void_t<decltype(std::declval<S&>().fill(std::declval<const View<float, 2>&>(),
                                                             std::declval<const Distribution&>()))>>
    : std::true_type {};

template <class S, class = void>
struct can_permute : std::false_type {};
template <class S>
struct can_permute<
    S, std::enable_if_t<std::is_convertible_v<
           decltype(std::declval<S&>().permutation(std::declval<Index>())), std::vector<Index>>>>
    : std::true_type {};

template <class S, class = void>
struct has_traits : std::false_type {};
template <class S>
struct has_traits<S, std::enable_if_t<std::is_same_v<Plain<decltype(S::traits)>, SourceTraits>>>
    : std::true_type {};

/// An engine has the defaults, and so has what only a user's initializer takes for a source.
template <class Source>
constexpr SourceTraits source_traits() {
  if constexpr (has_traits<Plain<Source>>::value) {
    return Plain<Source>::traits;
  } else {
    return {};
  }
}

template <class S, class = void>
struct has_run_time_traits : std::false_type {};
/// A source that stands for others says what they can't do when the program runs.
template <class S>
struct has_run_time_traits<S, std::void_t<decltype(std::declval<const S&>().run_time_traits())>>
    : std::true_type {};

/// The traits of this source.
template <class Source>
constexpr SourceTraits traits_of([[maybe_unused]] const Source& source) {
  if constexpr (has_run_time_traits<Source>::value) {
    return source.run_time_traits();
  } else {
    return source_traits<Source>();
  }
}

template <class Scalar>
constexpr bool includes(SourceTraits::Scalars scalars) {
  if (std::is_same_v<Scalar, AnyScalar>) return true;  // known when the program runs
  switch (scalars) {
    case SourceTraits::Scalars::real: return !is_complex<Scalar>::value;
    case SourceTraits::Scalars::float_and_double:
      return std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>;
    default: return true;
  }
}

enum class SourceFault { none, no_source, number, no_traits, no_fill, no_permutation, scalar };

/// Why an argument of type S&& is no source.
template <class S>
constexpr SourceFault source_fault() {
  using Source = std::remove_reference_t<S>;
  if constexpr (std::is_arithmetic_v<Source> || std::is_enum_v<Source>) {
    return SourceFault::number;
  } else if constexpr (is_engine<Source>::value) {
    return SourceFault::none;
  } else {
    constexpr bool fills = can_fill<Source, Uniform>::value && can_fill<Source, Normal>::value &&
                           can_fill<Source, TruncatedNormal>::value;
    constexpr bool permutes = can_permute<Source>::value;
    if (fills && permutes && has_traits<Source>::value) return SourceFault::none;
    if (std::is_const_v<Source> || !(fills || permutes || has_traits<Source>::value)) {
      return SourceFault::no_source;
    }
    return !has_traits<Source>::value ? SourceFault::no_traits
           : !fills                   ? SourceFault::no_fill
                                      : SourceFault::no_permutation;
  }
}

/// The same for the source of values of a scalar.
template <class S, class Scalar>
constexpr SourceFault source_fault_for() {
  constexpr SourceFault fault = source_fault<S>();
  if constexpr (fault == SourceFault::none) {
    if (!includes<Scalar>(source_traits<std::remove_reference_t<S>>().scalars)) {
      return SourceFault::scalar;
    }
  }
  return fault;
}

/// Takes the place of a source of random values of a scalar for all that is none, and says why (see
/// sentence.hpp).
template <class Scalar>
struct NotASource {
  template <class S, SourceFault fault>
  using If = std::enable_if_t<source_fault_for<S, Scalar>() == fault, int>;

  template <class S, If<S, SourceFault::no_source> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: random values need a source that can be written to. Pass an eigeninit::Generator "
      "or a std:: engine, not const, after the tensor.")
  NotASource(S&&);
  template <class S, If<S, SourceFault::number> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: a number is no random source. Braces hold the settings, parentheses take the "
      "tensor and the source: normal{0, 0.02}(w, rng).")
  NotASource(S&&);
  template <class S, If<S, SourceFault::no_traits> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this source has no traits. Give it static constexpr eigeninit::SourceTraits "
      "traits{}.")
  NotASource(S&&);
  template <class S, If<S, SourceFault::no_fill> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this source has no fill(view, distribution) for each of Uniform, Normal and "
      "TruncatedNormal. Give it one that takes any View and any of them.")
  NotASource(S&&);
  template <class S, If<S, SourceFault::no_permutation> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this source has no permutation(n). Give it one that returns 0 … n-1 in random "
      "order as a std::vector<Eigen::Index>.")
  NotASource(S&&);
  template <class S, If<S, SourceFault::scalar> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this source does not fill tensors of this scalar (torch::Generator fills float "
      "and double). Fill a float tensor and cast, or use an eigeninit::Generator.")
  NotASource(S&&);
  ~NotASource() = delete;
};

/// Whether a source can draw the values of a weight.
template <class Source, class Tensor>
constexpr bool is_source_for() {
  if constexpr (is_weight_of<Tensor>) {
    return source_fault_for<Source, typename Plain<Tensor>::Scalar>() == SourceFault::none;
  } else {
    return false;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Whether an argument of type S&& is a random source: is_source_v<Generator&> is true,
/// is_source_v<const Generator&> is false.
template <class S>
inline constexpr bool is_source_v = internal::source_fault<S>() == internal::SourceFault::none;

#if defined(__cpp_concepts) && __cpp_concepts >= 201907L
/// is_source_v, as a concept.
template <class S>
concept Source = is_source_v<S>;
#endif

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
