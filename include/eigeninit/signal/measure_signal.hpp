// Runs a network once, and measures what flows through it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "../model/pattern/nearest.hpp"
#include "layer_name.hpp"
#include "recorder.hpp"
#include "signal.hpp"

namespace eigeninit {
namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// That a pass recorded something, such as `what`.
inline void require_recorded(const char* pass, const Recorder& recorder, const char* what) {
  if (!recorder.recordings().empty()) return;
  refuse("signal: the ", pass, " pass recorded nothing; call record(\"fc1\", ", what, ") in it");
}

/// The rows of a forward pass.
inline std::vector<LayerSignal> rows_of(const Recorder& forward) {
  require_recorded("forward", forward, "w * x");
  std::vector<LayerSignal> rows;
  for (const Recording& recording : forward.recordings()) {
    LayerSignal row;
    row.name = recording.name;
    row.forward = recording.values.statistics();
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Adds the gradients to the rows of the forward pass, one for each of its recordings.
inline void add_gradients(const Recorder& forward, const Recorder& backward,
                          std::vector<LayerSignal>& rows) {
  require_recorded("backward", backward, "gradient");
  const std::vector<Recording>& recorded = forward.recordings();
  const std::vector<std::string_view> names = names_of(recorded);
  for (const Recording& gradient : backward.recordings()) {
    const auto found = std::find(names.begin(), names.end(), gradient.name);
    if (found == names.end()) {
      refuse("signal: the backward pass recorded '", gradient.name,
             "', which the forward pass did not; record both by one name",
             pattern::nearest_phrase(std::string_view(gradient.name), names));
    }
    const auto at = std::size_t(found - names.begin());
    if (gradient.values.units() != recorded[at].values.units()) {
      refuse("signal: the gradient of '", gradient.name, "' has ", gradient.values.units(),
             " units, and its signal has ", recorded[at].values.units(),
             "; record the gradient of what was recorded, along the same unit_axis()");
    }
    rows[at].backward = gradient.values.statistics();
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
/// pass did not record, and for another number of units.
template <class Forward, class Backward>
[[nodiscard]] Signal measure_signal(Forward&& forward, Backward&& backward) {
  Recorder forward_recorder, backward_recorder;
  forward(forward_recorder);
  auto rows = internal::signal::rows_of(forward_recorder);
  backward_recorder.unit_axis(forward_recorder.unit_axis());
  backward(backward_recorder);
  internal::signal::add_gradients(forward_recorder, backward_recorder, rows);
  return Signal(std::move(rows));
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
