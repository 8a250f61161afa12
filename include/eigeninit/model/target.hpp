// Where a plan's parameters are made: in the model's memory, or wherever else a target keeps them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "plan.hpp"
#include "slabs.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// A reference to a function that fills a view, or reads it, and measures it, whatever its type.
class MakePart {
 public:
  template <class Make>
  explicit MakePart(const Make& make)
      : make_(&make), call_([](const void* held, const AnyView& part) {
          (*static_cast<const Make*>(held))(part);
        }) {}

  void operator()(const AnyView& part) const { call_(make_, part); }

 private:
  const void* make_;
  void (*call_)(const void*, const AnyView&);
};

/// What gives memory to parameters while they are made, piece by piece.
class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  /// In how many pieces a parameter is made that is not made as a whole.
  virtual std::size_t pieces(std::size_t row) const = 0;
  /// Calls make(part) for the parts of one piece, or for the whole parameter. Several threads may
  /// ask for pieces at a time.
  virtual void visit_piece(std::size_t row, std::size_t piece, const MakePart& make) = 0;
  virtual void visit_whole(std::size_t row, const MakePart& make) = 0;
};

/// The memory of the model itself.
class ModelMemory final : public Target {
 public:
  explicit ModelMemory(const std::vector<Filling>& fillings) : fillings_(fillings) {}

  std::size_t pieces(std::size_t row) const override {
    return std::size_t(Slabs(fillings_[row].view).count());
  }
  void visit_piece(std::size_t row, std::size_t piece, const MakePart& make) override {
    make(Slabs(fillings_[row].view)[Index(piece)]);
  }
  void visit_whole(std::size_t row, const MakePart& make) override { make(fillings_[row].view); }

 private:
  const std::vector<Filling>& fillings_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
