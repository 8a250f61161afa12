// The weights of a model, to be found by what a forward pass records.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../model/faults.hpp"
#include "../model/parameters.hpp"
#include "../model/pattern/nearest.hpp"
#include "../model/storage.hpp"
#include "layer_name.hpp"

namespace eigeninit::internal::signal {
inline namespace EIGENINIT_ABI {

/// The weights of a model, by all their names.
class NamedWeights {
 public:
  /// Throws std::invalid_argument where names, ties or memory are at fault.
  explicit NamedWeights(const Parameters& net) {
    model::Faults faults;
    const model::Storage storage(net, faults);
    faults.refuse_any("lsuv");
    for (std::size_t i = 0; i < net.size(); ++i) {
      const model::Entry& entry = net.entries()[i];
      if (!storage.is_root(i) || entry.view.rank < 2) continue;
      add(entry.name, entry);
      for (const std::string& alias : storage.aliases(i)) add(alias, entry);
    }
  }

  /// The weight of what was recorded; null where it has none.
  const model::Entry* find(const std::string& recorded) const {
    const model::Entry* weight = nullptr;
    for (const std::size_t i : parameters_of(recorded, names_)) {
      if (weight != nullptr && weight != entries_[i]) {
        refuse("lsuv: '", recorded, "' has two weights, '", weight->name, "' and '",
               entries_[i]->name, "'; record what one of them gives by that one's name");
      }
      weight = entries_[i];
    }
    return weight;
  }

  /// Throws std::invalid_argument in the name of what was recorded and belongs to none.
  [[noreturn]] void refuse_strangers(const std::string& recorded) const {
    const std::vector<std::string_view> names(names_.begin(), names_.end());
    refuse("lsuv: the forward pass recorded '", recorded,
           "', and no layer by the name of a weight of two axes or more",
           pattern::nearest_phrase(std::string_view(recorded), names));
  }

 private:
  void add(const std::string& name, const model::Entry& entry) {
    names_.push_back(name);
    entries_.push_back(&entry);
  }

  std::vector<std::string> names_;
  std::vector<const model::Entry*> entries_;  // of each name
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::signal
