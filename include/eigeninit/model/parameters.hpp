// The parameters of a model: their names, and where they live.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../random/scalar_operations.hpp"
#include "../tensor/make_view.hpp"
#include "layers.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// A parameter.
struct Entry {
  std::string name;
  AnyView view;              ///< without memory where it is only declared
  bool is_declared = false;  ///< whether it is
};

/// A second name of a parameter.
struct Tie {
  std::string name;
  std::string to;
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

/// The parameters of a model, buffers included: names, and the weights that they stand for. Owns
/// nothing: what is added must outlive it, and must not be resized. Names are checked when a plan
/// is made, all at once.
class Parameters {
 public:
  Parameters() = default;

  /// The parameters that a model lists: see add().
  template <class Model, std::enable_if_t<internal::model::is_model<Model, Parameters>, int> = 0>
  explicit Parameters(Model& model) {
    add("", model);
  }

  /// Adds a parameter, or the parameters of a part of a model under this name.
  ///
  /// A parameter is a weight (see weight.hpp): a Matrix, a Tensor, a Map, a shard. A part is an
  /// object whose namespace has a function
  ///
  ///     void visit(Layer& layer, eigeninit::Parameters& parameters)
  ///
  /// that adds what the layer has; a std::vector or another range of parts, which are numbered from
  /// 0; a std::variant, a std::optional, which may be empty, or a pointer that holds one. Names are
  /// joined by dots: "blocks.0.attn.weight". An empty name adds none. Throws std::invalid_argument
  /// for a null pointer.
  template <class Thing>
  Parameters& add(std::string_view name, Thing&& thing) {
    namespace model = internal::model;
    if constexpr (is_weight_v<Thing>) {
      add_view(name, view(std::forward<Thing>(thing)));
    } else if constexpr (model::is_model<Thing, Parameters>) {
      const Prefix prefix(*this, name);
      if (!model::list(std::forward<Thing>(thing), *this)) {
        internal::refuse("Parameters: '", full_name(""), "' is a null pointer; add what is there");
      }
    } else if constexpr (model::is_eigen<Thing>) {
      (void)view(std::forward<Thing>(thing));  // does not compile, and says why
    } else {
      static_assert(internal::never<Thing>,
                    "eigeninit: this is neither a weight nor a part of a model. Give its type a "
                    "function visit(layer, eigeninit::Parameters&) in its own namespace that adds "
                    "its parameters.");
    }
    return *this;
  }

  /// Another name of a parameter whose memory it shares, such as the output layer's of an
  /// embedding: the memory is filled once, as `to`. The name may have been added itself, with the
  /// same memory.
  Parameters& tie(std::string_view name, std::string_view to) {
    ties_.push_back({full_name(name), full_name(to)});
    return *this;
  }

  /// A parameter without memory: to be planned, hashed, or written to a file part by part.
  /// Throws std::invalid_argument for more than 8 extents (complex: 7), for none, for one below 0,
  /// and for more bytes than an Index counts.
  template <class Scalar>
  Parameters& declare(std::string_view name, const std::vector<Index>& extents) {
    using internal::OperationsOf;
    constexpr std::size_t most = OperationsOf<Scalar>::rank;
    if (extents.empty() || extents.size() > most) {
      internal::refuse("Parameters: '", full_name(name), "' is declared with ", extents.size(),
                       " extents; pass 1 to ", most);
    }
    Index bytes = Index(sizeof(Scalar));
    if (std::find(extents.begin(), extents.end(), 0) != extents.end()) bytes = 0;
    View<Scalar, most> shape{nullptr, {}};
    for (std::size_t k = 0; k < extents.size(); ++k) {
      if (extents[k] < 0) {
        internal::refuse("Parameters: '", full_name(name), "' is declared with the extent ",
                         extents[k], "; pass 0 or more");
      }
      if (bytes > 0 && extents[k] > (std::numeric_limits<Index>::max)() / bytes) {
        internal::refuse(
            "Parameters: '", full_name(name),
            "' is declared with more bytes than an Index counts; pass smaller extents");
      }
      bytes *= extents[k];
      shape.axes[k] = {extents[k], 0, extents[k], 0};
    }
    AnyView declared(shape, internal::operations<Scalar>());
    declared.rank = extents.size();
    for (std::size_t k = extents.size(); k < most; ++k) declared.axes[k] = {1, 0, 1, 0};
    entries_.push_back({full_name(name), declared, true});
    return *this;
  }
  /// The same: declare<Eigen::bfloat16>("wte.weight", {50257, 768}).
  template <class Scalar>
  Parameters& declare(std::string_view name, std::initializer_list<Index> extents) {
    return declare<Scalar>(name, std::vector<Index>(extents));
  }

  /// The number of parameters, ties not counted.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// Their names, in the order in which they were added.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& entry : entries_) result.push_back(entry.name);
    return result;
  }

  /// For plans.
  [[nodiscard]] const std::vector<internal::model::Entry>& entries() const noexcept {
    return entries_;
  }
  /// For plans.
  [[nodiscard]] const std::vector<internal::model::Tie>& ties() const noexcept { return ties_; }

 private:
  /// Puts a name before all that are added while it lives.
  class Prefix {
   public:
    Prefix(Parameters& parameters, std::string_view name)
        : parameters_(parameters), length_(parameters.prefix_.size()) {
      if (!name.empty()) parameters.prefix_.append(name).append(".");
    }
    Prefix(const Prefix&) = delete;
    Prefix& operator=(const Prefix&) = delete;
    ~Prefix() { parameters_.prefix_.resize(length_); }

   private:
    Parameters& parameters_;
    std::size_t length_;
  };

  /// What has no name of its own, such as what a pointer points to, has the part's.
  [[nodiscard]] std::string full_name(std::string_view name) const {
    if (name.empty() && !prefix_.empty()) return prefix_.substr(0, prefix_.size() - 1);
    return std::string(prefix_).append(name);
  }

  template <class Scalar, std::size_t Rank>
  void add_view(std::string_view name, const View<Scalar, Rank>& weight) {
    add_view(name, AnyView(weight, internal::operations<Scalar>()));
  }
  void add_view(std::string_view name, const AnyView& weight) {
    entries_.push_back({full_name(name), weight, false});
  }

  std::string prefix_;
  std::vector<internal::model::Entry> entries_;
  std::vector<internal::model::Tie> ties_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
