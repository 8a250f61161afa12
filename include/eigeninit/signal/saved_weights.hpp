// Weights as they were, to be put back when something fails.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "../tensor/any_traversal.hpp"

namespace eigeninit::internal::signal {
inline namespace EIGENINIT_ABI {

/// Holds copies of weights, and writes them back when it goes, unless it was told to keep what is
/// there now.
class SavedWeights {
 public:
  SavedWeights() = default;
  SavedWeights(const SavedWeights&) = delete;
  SavedWeights& operator=(const SavedWeights&) = delete;
  ~SavedWeights() {
    for (const Copy& copy : copies_) {
      const char* from = copy.bytes.data();
      for_each_number(copy.view, [&from](char* number, std::size_t size) {
        std::memcpy(number, from, size);
        from += size;
      });
    }
  }

  void save(const AnyView& view) {
    Copy copy{view, {}};
    copy.bytes.reserve(std::size_t(view.size()) * view.operations->size);
    for_each_number(view, [&copy](const char* number, std::size_t size) {
      copy.bytes.insert(copy.bytes.end(), number, number + size);
    });
    copies_.push_back(std::move(copy));
  }

  /// What the weights are now, they stay.
  void release() noexcept { copies_.clear(); }

  /// Calls use(address, size) for every number of a view, always in the same order.
  template <class Use>
  static void for_each_number(const AnyView& view, const Use& use) {
    const std::size_t size = view.operations->number_size;
    traversal::for_each_tile(
        view, traversal::TileVisitor([&](std::uint64_t, const Tile& tile, char* first) {
          const traversal::Lines lines(tile);
          for (std::ptrdiff_t line = 0; line < lines.count; ++line) {
            for (std::ptrdiff_t i = 0; i < lines.length; ++i) {
              use(first + (line * lines.between + i * lines.stride) * std::ptrdiff_t(size), size);
            }
          }
        }));
  }

 private:
  struct Copy {
    AnyView view;
    std::vector<char> bytes;
  };

  std::vector<Copy> copies_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::signal
