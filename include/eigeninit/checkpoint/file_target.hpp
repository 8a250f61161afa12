// A plan's parameters made in tiles of memory, from which they go to files.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "../model/plan.hpp"
#include "../model/target.hpp"
#include "../tensor/buffer.hpp"
#include "../tensor/copy.hpp"
#include "../tensor/subview.hpp"
#include "output.hpp"
#include "row_major.hpp"
#include "share.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// Whether a process has a part of this parameter and others have the rest.
inline bool is_shard(const AnyView& view) { return subview::cut_axis(view) != view.rank; }

/// Makes each parameter tile by tile, and writes what has been made and measured: the parts that
/// this process has, and its share of what it has whole.
class FileTarget final : public model::Target {
 public:
  FileTarget(const std::vector<PlannedParameter>& rows, const std::vector<model::Filling>& fillings,
             const std::vector<Place>& places,
             const std::vector<std::unique_ptr<OutputFile>>& files, const Share& share)
      : rows_(rows), fillings_(fillings), places_(places), files_(files), share_(share) {}

  std::size_t pieces(std::size_t row) const override {
    const auto slabs = std::size_t(slabs_of(row).count());
    return (slabs + slabs_of_piece - 1) / slabs_of_piece;
  }

  void visit_piece(std::size_t row, std::size_t piece, const model::MakePart& make) override {
    if (!has(row, piece)) return;
    const model::Slabs slabs = slabs_of(row);
    const Index first = Index(piece * slabs_of_piece);
    const Index end = (std::min)(first + Index(slabs_of_piece), slabs.count());
    Buffer tile(bytes_of(slabs[0]));
    for (Index number = first; number < end; ++number) make_part(row, slabs[number], tile, make);
  }

  void visit_whole(std::size_t row, const model::MakePart& make) override {
    if (!has(row, 0)) return;
    Buffer tile(bytes_of(fillings_[row].view));
    make_part(row, fillings_[row].view, tile, make);
  }

 private:
  // Enough to be worth a turn of the threads' counter, 16 MiB, and few enough for all threads to
  // have some: what is kept of a piece until the end takes 100 bytes.
  static constexpr std::size_t slabs_of_piece = 64;

  bool has(std::size_t row, std::size_t piece) const {
    return is_shard(fillings_[row].view) || share_.has(row, piece);
  }

  model::Slabs slabs_of(std::size_t row) const {
    return model::Slabs(in_rows(fillings_[row].view, nullptr));
  }

  void make_part(std::size_t row, const AnyView& part, Buffer& tile, const model::MakePart& make) {
    const AnyView made = in_rows(part, tile.data());
    if (rows_[row].action != PlannedParameter::Action::fill) {
      copy_elements(part_of(fillings_[row].view, part), made);
    }
    make(made);
    swap_for_files(tile.data(), bytes_of(made), made.operations->number_size);
    const Place& place = places_[row];
    for_each_run(made, [&](std::uint64_t to, std::size_t from, std::size_t bytes) {
      files_[place.file]->put(place.offset + to, static_cast<const char*>(tile.data()) + from,
                              bytes);
    });
  }

  const std::vector<PlannedParameter>& rows_;
  const std::vector<model::Filling>& fillings_;
  const std::vector<Place>& places_;
  const std::vector<std::unique_ptr<OutputFile>>& files_;
  const Share& share_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
