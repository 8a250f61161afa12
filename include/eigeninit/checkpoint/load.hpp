// How a model's parameters get the values of a checkpoint.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../model/faults.hpp"
#include "../model/name_index.hpp"
#include "../model/parameters.hpp"
#include "../model/pattern/nearest.hpp"
#include "../model/shape.hpp"
#include "../model/slabs.hpp"
#include "../tensor/buffer.hpp"
#include "../tensor/copy.hpp"
#include "row_major.hpp"
#include "safetensors.hpp"
#include "stored.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The type of AllowMissing.
struct AllowMissingOption {};
/// The type of AllowSurplus.
struct AllowSurplusOption {};

/// An option of load(): parameters that the checkpoint lacks stay as they are, such as the head of
/// a model that is trained further. A plan that skip()s what was loaded fills them.
inline constexpr AllowMissingOption AllowMissing{};

/// An option of load(): tensors of the checkpoint that the model lacks are left out.
inline constexpr AllowSurplusOption AllowSurplus{};

}  // namespace EIGENINIT_ABI

namespace internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// A parameter, and where its values are.
struct Loading {
  const model::Entry* entry;
  const StoredFile* file;
  const StoredTensor* tensor;
};

/// Finds for each parameter its tensor, and says what is wrong.
class Finder {
 public:
  Finder(const Parameters& net, const std::vector<std::unique_ptr<StoredFile>>& files,
         bool may_miss, bool may_have_more)
      : net_(net), may_miss_(may_miss), may_have_more_(may_have_more) {
    for (const auto& file : files) {
      for (const StoredTensor& tensor : file->header.tensors) {
        by_name_.add(tensor.name, stored_.size());
        stored_.push_back({file.get(), &tensor, false});
      }
    }
    by_name_.sort();
  }

  std::vector<Loading> find() {
    refuse_twice();
    std::vector<Loading> found;
    for (const model::Entry& entry : net_.entries()) {
      if (is_alias(entry.name)) continue;  // of memory that another name has
      if (Stored* const stored = find_stored(entry)) {
        compare(entry, *stored->tensor);
        found.push_back({&entry, stored->file, stored->tensor});
      }
    }
    refuse_surplus();
    faults_.refuse_any("load");
    return found;
  }

 private:
  struct Stored {
    const StoredFile* file;
    const StoredTensor* tensor;
    bool is_used;
  };

  Stored* find_stored(std::string_view name) {
    const std::size_t found = by_name_.find(
        name, [&](std::size_t number) { return stored_[number].tensor->name == name; });
    return found == model::NameIndex::none ? nullptr : &stored_[found];
  }

  /// That of one of a parameter's names, and no other.
  Stored* find_stored(const model::Entry& entry) {
    Stored* found = nullptr;
    for (const std::string& name : names_of(entry.name)) {
      Stored* const here = find_stored(name);
      if (here == nullptr) continue;
      here->is_used = true;
      if (found != nullptr) {
        faults_.add({"'", found->tensor->name, "' and '", name,
                     "' are one parameter, and the checkpoint has both; drop the tie"});
        continue;
      }
      found = here;
    }
    if (found == nullptr && !may_miss_) {
      std::vector<std::string_view> names;
      for (const Stored& stored : stored_) names.push_back(stored.tensor->name);
      faults_.add({"the checkpoint has no '", entry.name, "'",
                   pattern::nearest_phrase(std::string_view(entry.name), names)});
    }
    return found;
  }

  /// The names of a parameter and of all that is tied to it, directly or not.
  std::vector<std::string> names_of(const std::string& name) const {
    std::vector<std::string> names{name};
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (const model::Tie& tie : net_.ties()) {
        const bool is_new = std::find(names.begin(), names.end(), tie.name) == names.end();
        if (tie.to == names[i] && is_new) names.push_back(tie.name);
      }
    }
    return names;
  }

  bool is_alias(const std::string& name) const {
    return std::any_of(net_.ties().begin(), net_.ties().end(),
                       [&](const model::Tie& tie) { return tie.name == name; });
  }

  void compare(const model::Entry& entry, const StoredTensor& tensor) {
    constexpr const char* in_checkpoint = " in the checkpoint";
    const std::vector<Index> shape = model::shape_of(entry.view);
    if (entry.is_declared) {
      faults_.add({"'", entry.name, "' is declared and has no memory; add() it"});
    }
    if (tensor.dtype->scalar != entry.view.type()) {
      faults_.add({"'", entry.name, "' is ", name_of(entry.view.type()), ", and ",
                   tensor.dtype->name, in_checkpoint,
                   "; load it into a tensor of that scalar and cast"});
    }
    const bool is_same =
        std::equal(shape.begin(), shape.end(), tensor.shape.begin(), tensor.shape.end(),
                   [](Index here, std::uint64_t there) { return std::uint64_t(here) == there; });
    if (!is_same) {
      std::string there;
      for (const std::uint64_t extent : tensor.shape) {
        there += (there.empty() ? "" : " x ") + text(extent);
      }
      faults_.add({"'", entry.name, "' is ", model::text_of_shape(shape), ", and ",
                   there.empty() ? "one number" : there, in_checkpoint, "; resize it"});
    }
  }

  void refuse_twice() {
    for (const Stored& stored : stored_) {
      if (find_stored(stored.tensor->name) == &stored) continue;
      faults_.add({"two files of the checkpoint have '", stored.tensor->name, "'"});
    }
  }

  void refuse_surplus() {
    if (may_have_more_) return;
    const std::vector<std::string> names = net_.names();
    for (const Stored& stored : stored_) {
      if (stored.is_used) continue;
      faults_.add({"the model has no '", stored.tensor->name, "'",
                   pattern::nearest_phrase(std::string_view(stored.tensor->name),
                                           {names.begin(), names.end()})});
    }
  }

  const Parameters& net_;
  bool may_miss_, may_have_more_;
  std::vector<Stored> stored_;
  model::NameIndex by_name_;
  model::Faults faults_;
};

/// Reads a parameter, or the part of it that is here, tile by tile.
inline void load_parameter(const Loading& loading) {
  const AnyView& view = loading.entry->view;
  const model::Slabs slabs(in_rows(view, nullptr));
  Buffer tile(bytes_of(slabs[0]));
  for (Index number = 0; number < slabs.count(); ++number) {
    const AnyView part = in_rows(slabs[number], tile.data());
    const std::uint64_t begin = loading.file->data_begin + loading.tensor->begin;
    for_each_run(part, [&](std::uint64_t from, std::size_t to, std::size_t bytes) {
      loading.file->file.read_at(begin + from, static_cast<char*>(tile.data()) + to, bytes);
    });
    swap_for_files(tile.data(), bytes_of(part), view.operations->number_size);
    copy_elements(part, part_of(view, part));
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::checkpoint

inline namespace EIGENINIT_ABI {

/// Fills the parameters of a model, by their names, from a safetensors file, or from several by
/// their index, a path that ends in ".json". A shard reads its part. A tied parameter may have any
/// of its names there. Returns the names of what was loaded, for Plan::skip().
///
/// Options, in any order: AllowMissing, AllowSurplus. Throws std::invalid_argument, before anything
/// is written, with all that is wrong: parameters that the checkpoint lacks and, the other way
/// round, other shapes and scalars, and files that are not what the format says; no header is
/// believed. Throws std::runtime_error, with the path, for what the system refuses. Takes memory
/// for a tile of some 256 KiB, and a small multiple of a file's header.
template <class... Options>
std::vector<std::string> load(const Parameters& net, const std::string& path, Options...) {
  namespace checkpoint = internal::checkpoint;
  static_assert(((std::is_same_v<Options, AllowMissingOption> ||
                  std::is_same_v<Options, AllowSurplusOption>)&&...),
                "eigeninit: load() takes AllowMissing and AllowSurplus, after the path.");
  const auto files = checkpoint::open_checkpoint(path);
  checkpoint::Finder finder(net, files, (std::is_same_v<Options, AllowMissingOption> || ...),
                            (std::is_same_v<Options, AllowSurplusOption> || ...));
  std::vector<std::string> names;
  for (const checkpoint::Loading& loading : finder.find()) {
    checkpoint::load_parameter(loading);
    names.push_back(loading.entry->name);
  }
  return names;
}

/// The manifest that Plan::write() has put into a safetensors file, for verify(). Throws
/// std::invalid_argument where it has none.
[[nodiscard]] inline std::string read_manifest(const std::string& path) {
  namespace checkpoint = internal::checkpoint;
  const checkpoint::StoredFile file(path);
  for (const auto& [name, value] : file.header.metadata) {
    if (name == checkpoint::manifest_name) return value;
  }
  internal::refuse("read_manifest: '", path, "' has no manifest; it was not written by a Plan");
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
