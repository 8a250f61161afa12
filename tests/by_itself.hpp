// What a plan writes, beside what each initializer writes by itself from rng.stream(name): in every
// scalar, rank and storage, and in parts of a tensor.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <eigeninit/model.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

/// What each weight of a model becomes, beside what an initializer writes by itself.
namespace by_itself {

namespace init = eigeninit;
using init::Generator;
using init::Index;

inline constexpr std::uint64_t seed = 0x5eed;

template <std::size_t Rank>
using Extents = std::array<Index, Rank>;

/// Calls visit(index) for all indices below these extents, the first one fastest.
template <std::size_t Rank, class Visit>
void for_each_index(const Extents<Rank>& extents, const Visit& visit) {
  Index size = 1;
  for (const Index extent : extents) size *= extent;
  Extents<Rank> index{};
  for (Index e = 0; e < size; ++e) {
    visit(index);
    for (std::size_t k = 0; k < Rank && ++index[k] == extents[k]; ++k) index[k] = 0;
  }
}

/// Where elements lie in memory that has gaps between them, or has none.
template <std::size_t Rank>
struct Placing {
  Extents<Rank> strides{};
  Index first = 0;  // where the element of index 0 … lies
  Index size = 1;   // of the memory

  Index operator()(const Extents<Rank>& index) const {
    Index place = first;
    for (std::size_t k = 0; k < Rank; ++k) place += index[k] * strides[k];
    return place;
  }
};

template <std::size_t Rank>
Placing<Rank> by_columns(const Extents<Rank>& extents) {
  Placing<Rank> placing;
  for (std::size_t k = 0; k < Rank; ++k) {
    placing.strides[k] = placing.size;
    placing.size *= extents[k];
  }
  return placing;
}

template <std::size_t Rank>
Placing<Rank> by_rows(const Extents<Rank>& extents) {
  Placing<Rank> placing;
  for (std::size_t k = Rank; k-- > 0;) {
    placing.strides[k] = placing.size;
    placing.size *= extents[k];
  }
  return placing;
}

/// Every third element, gaps behind each axis, and the last axis backwards.
template <std::size_t Rank>
Placing<Rank> with_gaps(const Extents<Rank>& extents) {
  Placing<Rank> placing;
  placing.size = 3;
  for (std::size_t k = 0; k < Rank; ++k) {
    placing.strides[k] = placing.size;
    placing.size = placing.size * extents[k] + 2;
  }
  placing.first = placing.strides[Rank - 1] * (extents[Rank - 1] - 1);
  placing.strides[Rank - 1] *= -1;
  return placing;
}

/// A model, and what is to be seen in its memory once a plan has been applied.
struct Expectations {
  init::Parameters net;
  std::vector<std::function<void()>> checks;
};

inline constexpr int untouched = -77;

/// Adds the part of `whole` that is described by `extents` and `origin`; it must become that part
/// of what the initializer writes into a whole tensor by itself.
template <class Scalar, std::size_t Rank, class Initializer>
void expect_part(Expectations& expected, const std::string& name, const Initializer& initializer,
                 const Extents<Rank>& whole, const Extents<Rank>& origin,
                 const Extents<Rank>& extents, const Placing<Rank>& placing) {
  const auto memory =
      std::make_shared<std::vector<Scalar>>(std::size_t(placing.size), Scalar(untouched));
  init::View<Scalar, Rank> target{memory->data() + placing.first, {}};
  for (std::size_t k = 0; k < Rank; ++k) {
    target.axes[k] = {extents[k], placing.strides[k], whole[k], origin[k]};
  }
  expected.net.add(name, target);
  expected.checks.push_back([=] {
    Eigen::Tensor<Scalar, int(Rank)> by_itself(whole);
    Generator stream = Generator(seed).stream(name);
    initializer(by_itself, stream);
    std::vector<Scalar> wanted(memory->size(), Scalar(untouched));
    for_each_index(extents, [&](Extents<Rank> index) {
      const auto place = std::size_t(placing(index));
      for (std::size_t k = 0; k < Rank; ++k) index[k] += origin[k];
      wanted[place] = by_itself(index);
    });
    EXPECT_EQ(std::memcmp(static_cast<const void*>(wanted.data()),
                          static_cast<const void*>(memory->data()), wanted.size() * sizeof(Scalar)),
              0)
        << name;
  });
}

/// The name of the scalar that an Expectations' names begin with.
template <class Scalar>
std::string name_of() {
  return init::name_of(init::internal::scalar_type<Scalar>);
}

template <class Scalar, std::size_t Rank, class Initializer>
void expect_storages(Expectations& expected, const Initializer& initializer,
                     const Extents<Rank>& whole) {
  const std::string name = name_of<Scalar>() + "." + std::to_string(expected.checks.size());
  expect_part<Scalar>(expected, name + ".columns", initializer, whole, {}, whole,
                      by_columns(whole));
  expect_part<Scalar>(expected, name + ".rows", initializer, whole, {}, whole, by_rows(whole));
  expect_part<Scalar>(expected, name + ".gaps", initializer, whole, {}, whole, with_gaps(whole));
  if (initializer.describe().needs_whole) return;
  Extents<Rank> origin{}, extents{};
  for (std::size_t k = 0; k < Rank; ++k) {
    origin[k] = whole[k] / 5;
    extents[k] = whole[k] * 2 / 3 - origin[k];
  }
  expect_part<Scalar>(expected, name + ".part_by_columns", initializer, whole, origin, extents,
                      by_columns(extents));
  expect_part<Scalar>(expected, name + ".part_by_rows", initializer, whole, origin, extents,
                      by_rows(extents));
}

/// That in a model of all scalars and storages each weight is what the initializer writes by
/// itself.
template <class Initializer, std::size_t... Rank>
void expect_as_by_itself(const Initializer& initializer, const Extents<Rank>&... shapes) {
  Expectations expected;
  const auto add = [&](auto scalar) {
    using Scalar = decltype(scalar);
    (expect_storages<Scalar>(expected, initializer, shapes), ...);
  };
  add(float());
  add(double());
  add(Eigen::half());
  add(Eigen::bfloat16());
  add(std::complex<float>());
  add(std::complex<double>());
  init::Rules rules;
  rules.on("*", initializer);
  Generator rng(seed);
  const init::Report report = rules.plan(expected.net).apply(rng);
  EXPECT_EQ(rng, Generator(seed));
  EXPECT_TRUE(report.ok());
  for (const auto& check : expected.checks) check();
}

// Shorter than a slab, and two to nine slabs of 256 KiB long, with axes that are no multiples of
// one.
inline constexpr Extents<1> short_vector = {72}, vector = {140012};
inline constexpr Extents<2> small_matrix = {24, 15}, matrix = {1020, 143},
                            wide_matrix = {12, 11003};
inline constexpr Extents<3> small_cube = {24, 5, 7}, cube = {60, 37, 67};
inline constexpr Extents<4> small_kernel = {12, 5, 3, 4}, kernel = {36, 19, 11, 19};

}  // namespace by_itself
