// Sources as AnySource.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <vector>

#include "../random/any_source.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// A Generator. Its kernels are compiled where a parameter's scalar is known.
class GeneratorSource final : public AnySource {
 public:
  explicit GeneratorSource(Generator& generator) : generator_(generator) {}

  std::vector<Index> permutation(Index n) override { return generator_.permutation(n); }
  SourceTraits run_time_traits() const override { return Generator::traits; }
  Generator* generator() override { return &generator_; }

 private:
  void draw(const AnyView& view, const AnyDistribution& distribution) override {
    generator_.fill(view, distribution);
  }

  Generator& generator_;
};

/// Another source. Compiled for every scalar that it fills.
template <class Source>
class SourceOf final : public AnySource {
 public:
  explicit SourceOf(Source& source) : source_(source) {}

  std::vector<Index> permutation(Index n) override { return source_.permutation(n); }
  SourceTraits run_time_traits() const override { return traits_of(source_); }

 private:
  void draw(const AnyView& view, const AnyDistribution& distribution) override {
    with_scalar(view.type(),
                [&](auto scalar) { draw_as<typename decltype(scalar)::Type>(view, distribution); });
  }

  template <class Scalar>
  void draw_as(const AnyView& view, const AnyDistribution& distribution) {
    if constexpr (includes<Scalar>(source_traits<Source>().scalars)) {
      distribution.visit([&](const auto& numbers) {
        source_.fill(typed<Scalar, OperationsOf<Scalar>::rank>(view), numbers);
      });
    } else {
      refuse("the source does not fill ", name_of(view.type()), " tensors");
    }
  }

  Source& source_;
};

/// Whether a source fills a scalar.
inline bool fills(const SourceTraits& traits, ScalarType type) {
  switch (traits.scalars) {
    case SourceTraits::Scalars::real: return !is_complex_type(type);
    case SourceTraits::Scalars::float_and_double: return type <= ScalarType::float64;
    default: return true;
  }
}

template <class Source>
struct is_generator : std::is_same<Source, Generator> {};
template <class Holder, class Device>
struct is_generator<GeneratorOn<Holder, Device>> : std::true_type {};

template <class Source, class = void>
struct has_initial_seed : std::false_type {};
template <class Source>
struct has_initial_seed<Source, std::void_t<decltype(std::declval<Source&>().initial_seed())>>
    : std::true_type {};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
