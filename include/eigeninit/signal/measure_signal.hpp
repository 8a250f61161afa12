// Runs a network once, and measures what flows through it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "../model/pattern/nearest.hpp"
#include "recorder.hpp"
#include "signal.hpp"

namespace eigeninit {
namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// The rows of a forward pass.
inline std::vector<LayerSignal> rows_of(const Recorder& forward) {
  if (forward.recordings().empty()) {
    refuse("signal: the forward pass recorded nothing; call record(\"fc1\", w * x) in it");
  }
  std::vector<LayerSignal> rows;
  for (const Recording& recording : forward.recordings()) {
    LayerSignal row;
    row.name = recording.name;
    row.forward = recording.values.statistics();
    rows.push_back(std::move(row));
  }
  return rows;
}

inline void add_gradients(const Recorder& backward, std::vector<LayerSignal>& rows) {
  for (const Recording& recording : backward.recordings()) {
    std::vector<std::string_view> names;
    LayerSignal* found = nullptr;
    for (LayerSignal& row : rows) {
      names.push_back(row.name);
      if (row.name == recording.name) found = &row;
    }
    if (found == nullptr) {
      refuse("signal: the backward pass recorded '", recording.name,
             "', which the forward pass did not; record both by one name",
             pattern::nearest_phrase(std::string_view(recording.name), names));
    }
    found->backward = recording.values.statistics();
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::signal

inline namespace EIGENINIT_ABI {

/// What a network's forward pass does to a signal. `forward` is a function that runs it once, and
/// tells a recorder what each layer gives:
///
///     std::cout << eigeninit::measure_signal([&](eigeninit::Recorder& record) {
///       const Eigen::MatrixXf z = w1 * x;  // one sample in each column
///       record("fc1", z);
///       record("fc2", w2 * z.cwiseMax(0));
///     });
///
/// What it throws is thrown on. Throws std::invalid_argument where nothing is recorded.
template <class Forward>
[[nodiscard]] Signal measure_signal(Forward&& forward) {
  Recorder recorder;
  forward(recorder);
  return Signal(internal::signal::rows_of(recorder));
}

/// The same with a backward pass, which is run after the forward pass and records the gradient of
/// each layer's values by the layer's name, in any order. Throws also for a name that the forward
/// pass did not record.
template <class Forward, class Backward>
[[nodiscard]] Signal measure_signal(Forward&& forward, Backward&& backward) {
  Recorder forward_recorder, backward_recorder;
  forward(forward_recorder);
  auto rows = internal::signal::rows_of(forward_recorder);
  backward(backward_recorder);
  internal::signal::add_gradients(backward_recorder, rows);
  return Signal(std::move(rows));
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
