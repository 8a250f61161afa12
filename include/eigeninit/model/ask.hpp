// What an initializer tells of a parameter, without filling it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "../initializers/algorithm/wrapped.hpp"
#include "../scaling/fans.hpp"
#include "../tensor/copy.hpp"
#include "plan.hpp"
#include "shape.hpp"
#include "source_of.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// What a parameter is, before a rule has been found for it.
inline PlannedParameter row_of(const Entry& entry) {
  PlannedParameter row{};
  row.name = entry.name;
  row.shape = shape_of(entry.view);
  row.scalar = entry.view.type();
  row.elements = entry.view.size();
  row.bytes = bytes_of(entry.view);
  row.is_declared = entry.is_declared;
  return row;
}

/// The fans of one of the layers that share a weight of two axes or more. Never 0, as where a
/// weight without elements is filled.
inline Fans fans_of_part(AnyView weight, const Description& description) {
  const Index divisor = description.parts * description.copies;
  if (divisor > 1) {
    Axis& outputs = weight.axes[output_axis("plan", description.layout, weight.rank)];
    outputs.whole /= divisor;
  }
  const Fans shape = fans(weight, description.layout);
  return {(std::max)(shape.in, Index(1)), (std::max)(shape.out, Index(1))};
}

/// A part of a weight that has no elements.
inline AnyView empty_part(AnyView weight) {
  weight.data = nullptr;
  for (std::size_t k = 0; k < weight.rank; ++k) weight.axes[k].extent = 0;
  return weight;
}

/// Throws what the initializer refuses of this parameter, and writes down what it tells. Filling a
/// part without elements is what asks it: all is checked before an element is written.
inline void ask(const AnyInitializer& initializer, const AnyView& weight, PlannedParameter& row) {
  row.initializer = initializer.to_string();
  Generator generator(0);
  GeneratorSource source(generator);
  initializer.check(empty_part(weight), source);
  if (initializer.describe().needs_whole) row.makes_whole = bytes_of(whole_of(weight));
  const bool has_fans = weight.rank > 1;
  if (has_fans) row.fans = fans_of_part(weight, initializer.describe());
  row.expected = initializer.expected(has_fans ? *row.fans : Fans{1, 1}, row.scalar);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
