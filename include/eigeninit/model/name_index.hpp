// Finds names among many.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "../random/name_hash.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Numbers by the hash of a name. It keeps no names: is_it(number) tells whether a number that was
/// found is that of the name and not of another one with the same hash.
class NameIndex {
 public:
  static constexpr std::size_t none = std::size_t(-1);

  void add(std::string_view name, std::size_t number) {
    numbers_.emplace_back(hash_of(name), number);
  }

  /// After the last add().
  void sort() { std::sort(numbers_.begin(), numbers_.end()); }

  /// The first number of a name that is_it() takes; none where there is none.
  template <class IsIt>
  std::size_t find(std::string_view name, const IsIt& is_it) const {
    const std::uint64_t hash = hash_of(name);
    auto found =
        std::lower_bound(numbers_.begin(), numbers_.end(), std::pair(hash, std::size_t(0)));
    for (; found != numbers_.end() && found->first == hash; ++found) {
      if (is_it(found->second)) return found->second;
    }
    return none;
  }

 private:
  std::vector<std::pair<std::uint64_t, std::size_t>> numbers_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
