// How a model lists its parameters: what counts as a part of one, and how parts hold others.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "../numeric/error.hpp"
#include "../tensor/eigen_object.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

template <class T>
inline constexpr bool is_eigen = is_view<Plain<T>>::value || is_dense<T>::value ||
                                 is_tensor<T>::value || is_eigen_expression<Plain<T>>::value;

template <class T>
struct is_variant : std::false_type {};
template <class... Alternatives>
struct is_variant<std::variant<Alternatives...>> : std::true_type {};

template <class T>
struct is_optional : std::false_type {};
/// It may be empty, where a pointer must not.
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

template <class T, class = void>
struct is_range : std::false_type {};
template <class T>
struct is_range<T, std::void_t<decltype(std::declval<T&>().begin() != std::declval<T&>().end())>>
    : std::bool_constant<!is_eigen<T> && !std::is_convertible_v<T&, std::string>> {};

template <class T, std::size_t size>
struct is_range<T[size], void> : std::true_type {};

template <class T, class = void>
struct is_pointer : std::false_type {};
/// A pointer, a smart one, a std::optional: tested and followed.
template <class T>
struct is_pointer<T, std::void_t<decltype(*std::declval<T&>()), decltype(bool(std::declval<T&>()))>>
    : std::bool_constant<!is_eigen<T>> {};

template <class T, class Parameters, class = void>
struct is_listed : std::false_type {};
/// A layer with a function visit(layer, parameters), found by argument-dependent lookup.
template <class T, class Parameters>
struct is_listed<T, Parameters,
                 std::void_t<decltype(visit(std::declval<T&>(), std::declval<Parameters&>()))>>
    : std::bool_constant<!is_eigen<T>> {};

template <class Model, class Parameters>
inline constexpr bool is_model = is_variant<Plain<Model>>::value ||
                                 is_listed<std::remove_reference_t<Model>, Parameters>::value ||
                                 is_range<std::remove_reference_t<Model>>::value ||
                                 is_pointer<std::remove_reference_t<Model>>::value;

/// Adds the parameters of a part of a model, and of what it holds. False where it is a pointer to
/// nothing.
template <class Model, class Parameters>
bool list(Model&& part, Parameters& parameters) {
  using Part = std::remove_reference_t<Model>;
  if constexpr (is_variant<Plain<Model>>::value) {
    std::visit([&](auto& held) { parameters.add("", held); }, part);
  } else if constexpr (is_listed<Part, Parameters>::value) {
    visit(part, parameters);
  } else if constexpr (is_range<Part>::value) {
    std::size_t number = 0;
    for (auto&& held : part) parameters.add(text(number++), held);
  } else {
    if (!part) return is_optional<Plain<Model>>::value;
    parameters.add("", *part);
  }
  return true;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
