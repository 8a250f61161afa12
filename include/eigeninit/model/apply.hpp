// How a plan is applied to the model's memory.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "../random/draw.hpp"
#include "../random/std_engine.hpp"
#include "../tensor/subview.hpp"
#include "plan.hpp"
#include "work.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// Does not compile for what is no source. A generator is only asked for streams, and may be const.
template <class Source>
constexpr void require_source() {
  using Asked = std::conditional_t<is_generator<std::remove_const_t<Source>>::value,
                                   std::remove_const_t<Source>, Source>;
  static_assert(is_source_v<Asked&>,
                "eigeninit: apply() takes a random source: an eigeninit::Generator, a std:: engine "
                "or a torch::Generator, not const.");
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline void Plan::require_source_fills(const SourceTraits& traits,
                                       internal::model::Faults& faults) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const PlannedParameter& plan = rows_[row];
    if (plan.action != PlannedParameter::Action::fill) continue;
    if (!internal::model::fills(traits, plan.scalar)) {
      faults.add({"the source does not fill ", name_of(plan.scalar), ", which '", plan.name,
                  "' is; keep() it, or apply an eigeninit::Generator"});
    }
    const AnyView& view = fillings_[row].view;
    if (traits.needs_whole && internal::subview::cut_axis(view) != view.rank) {
      faults.add({"the source fills no parts, and '", plan.name,
                  "' is a shard; apply an eigeninit::Generator"});
    }
  }
}

inline void Plan::require_memory(const SourceTraits& traits) const {
  internal::model::Faults faults;
  require_source_fills(traits, faults);
  for (const PlannedParameter& row : rows_) {
    if (!row.is_declared) continue;
    faults.add({"'", row.name, "' is declared and has no memory; add() it"});
  }
  faults.refuse_any("apply");
}

template <class Source, class... Options>
Report Plan::apply(Source&& source, Options&&... given) const {
  using S = std::remove_reference_t<Source>;
  namespace model = internal::model;
  model::require_source<S>();
  if constexpr (internal::is_engine<S>::value) {
    require_memory({});
    return apply(Generator(internal::draw_key(source)), given...);
  } else {
    require_memory(internal::source_traits<S>());
    const model::Options options(given...);
    const auto begin = std::chrono::steady_clock::now();
    model::ModelMemory memory(fillings_);
    model::Work work(rows_, fillings_, memory, options);
    work.run(source);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    return Report(work.reported(), model::origin_of_source(source, rules_), seconds.count());
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
