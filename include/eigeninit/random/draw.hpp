// How initializers draw, from the library's generator or from another source.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "generator.hpp"
#include "permutation.hpp"
#include "std_engine.hpp"
#include "threads.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Every element of `target` from `distribution`. A std:: engine gives a key, unless the numbers
/// are refused.
template <class View, class Distribution, class Source>
void draw(const View& target, const Distribution& distribution, Source& source) {
  if constexpr (is_engine<Source>::value) {
    distribution.template check<typename View::Scalar>();
    Generator(draw_key(source)).fill(target, distribution);
  } else {
    source.fill(target, distribution);
  }
}

/// 0 … n-1 in random order. A std:: engine gives a key for each.
template <class Source>
std::vector<Index> draw_permutation(Source& source, Index n) {
  if constexpr (is_engine<Source>::value) {
    shuffle::require_length(n);
    return Generator(draw_key(source)).permutation(n);
  } else {
    return source.permutation(n);
  }
}

/// The generator of one that may be on a device.
inline const Generator& generator_of(const Generator& generator) { return generator; }
template <class Holder, class Device>
const Generator& generator_of(const GeneratorOn<Holder, Device>& generator) {
  return generator.generator();
}

/// The threads that a source fills with, for values that are not drawn.
template <class Source>
threads::OpenMp threads_of(const Source&) {
  return {};
}
template <class Holder, class Device>
threads::OnDevice<Device> threads_of(const GeneratorOn<Holder, Device>& generator) {
  return generator.threads();
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
