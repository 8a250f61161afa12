// How strong the signal is in every layer of a network, forward and backward, before it is trained.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../model/pattern/nearest.hpp"
#include "../numeric/error.hpp"
#include "layer_name.hpp"
#include "predicted_layer.hpp"
#include "signal_statistics.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// What was recorded of one layer.
struct LayerSignal {
  std::string name;                             ///< as it was recorded
  SignalStatistics forward;                     ///< of what the layer gives
  std::optional<double> factor;                 ///< forward.std over that of the layer before
  std::optional<SignalStatistics> backward;     ///< of the gradient, where one was recorded
  std::optional<double> backward_factor;        ///< backward->std over that of the layer behind
  std::optional<double> expected_std;           ///< what `forward.std` should be: see compare()
  std::optional<double> expected_backward_std;  ///< what `backward->std` should be
  std::string fault;  ///< what keeps it from learning, such as "vanishes"; empty where nothing does

  /// Whether it can learn, as far as this tells.
  [[nodiscard]] bool ok() const noexcept { return fault.empty(); }
};

/// The signal in every layer of a network: a row for each name that was recorded, in the order of
/// the forward pass. Made by measure_signal() and lsuv(); prints itself as a table.
class Signal {
 public:
  /// For measure_signal(). Each row's statistics are there, what follows from them is not.
  explicit Signal(std::vector<LayerSignal> rows) : rows_(std::move(rows)) {
    compare_neighbours();
    for (LayerSignal& row : rows_) find_faults(row);
  }

  /// The rows.
  [[nodiscard]] const std::vector<LayerSignal>& rows() const noexcept { return rows_; }
  /// The first row.
  [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
  /// Behind the last row.
  [[nodiscard]] auto end() const noexcept { return rows_.end(); }
  /// The row of a name. Throws std::invalid_argument where there is none.
  [[nodiscard]] const LayerSignal& operator[](std::string_view name) const {
    for (const LayerSignal& row : rows_) {
      if (row.name == name) return row;
    }
    internal::refuse("signal: nothing was recorded as '", std::string(name), "'",
                     internal::pattern::nearest_phrase(name, internal::signal::names_of(rows_)));
  }

  /// By how much a layer multiplies the signal's standard deviation, the geometric mean from the
  /// first to the last; nullopt where there is one layer, or where the signal is 0.
  [[nodiscard]] std::optional<double> growth() const {
    return growth(rows_.begin(), rows_.end(),
                  [](const LayerSignal& row) { return std::optional<double>(row.forward.std); });
  }
  /// The same of the gradient, from the last layer to the first.
  [[nodiscard]] std::optional<double> backward_growth() const {
    return growth(rows_.rbegin(), rows_.rend(), [](const LayerSignal& row) {
      return row.backward ? std::optional<double>(row.backward->std) : std::nullopt;
    });
  }

  /// Adds what was predicted to the rows of these weights: those by a weight's name, or by that of
  /// its layer, which has no dot and what is behind it, where the layer has no other weight. The
  /// gradient's is worked out from the measured one of the last layer, because the loss decides how
  /// strong that is. Throws std::invalid_argument where no row is one of a weight. See
  /// predict_signal().
  Signal& compare(const std::vector<PredictedLayer>& prediction) {
    const std::vector<LayerSignal*> predicted = rows_of(prediction);
    std::optional<double> gradient;  // of the layer behind
    for (std::size_t k = prediction.size(); k-- > 0;) {
      if (gradient && prediction[k].backward_factor) {
        *gradient *= *prediction[k].backward_factor;
      } else {
        gradient = std::nullopt;
      }
      if (predicted[k] == nullptr) continue;
      LayerSignal& row = *predicted[k];
      if (k + 1 == prediction.size() && row.backward) gradient = row.backward->std;
      row.expected_std = prediction[k].std;
      row.expected_backward_std = gradient;
    }
    return *this;
  }

  /// Whether no layer has a fault, as far as was recorded: without gradients, or the activation, a
  /// saturated layer has none. A layer's signal vanishes or grows if its standard deviation is
  /// 10 times smaller or larger than in the first layer, and so does its gradient beside the last
  /// layer's; it is constant at a standard deviation of a millionth of the mean, dead or saturated
  /// if more than half of its units or values are.
  [[nodiscard]] bool ok() const noexcept {
    return std::all_of(rows_.begin(), rows_.end(), [](const LayerSignal& row) { return row.ok(); });
  }

  /// Throws std::runtime_error, with all faults, unless ok().
  void require_ok() const {
    constexpr std::size_t shown = 10;
    std::string message;
    std::size_t count = 0;
    for (const LayerSignal& row : rows_) {
      if (row.ok() || ++count > shown) continue;
      message +=
          "\n  '" + row.name + "': " + row.fault + " (std " + internal::text(row.forward.std);
      if (row.backward) message += ", of the gradient " + internal::text(row.backward->std);
      message += ")";
    }
    if (count == 0) return;
    if (count > shown) message += "\n  … and " + internal::text(count - shown) + " more";
    const auto last = last_gradient();
    internal::fail(
        "signal: these layers will not learn well; let none be ", tolerated,
        " times weaker or stronger than the first, of std ", rows_.front().forward.std,
        last ? ", or than the last gradient, of std " + internal::text(*last) : std::string(),
        ": see gain(), critical() and lsuv()", message);
  }

  /// The rows as comma-separated values (RFC 4180), with a line of titles.
  [[nodiscard]] std::string csv() const;
  /// The rows as a JSON array of objects.
  [[nodiscard]] std::string json() const;

 private:
  static constexpr double tolerated = 10;

  /// Nullopt where one of them is not known or `under` is 0.
  static std::optional<double> ratio(double over, double under) {
    if (!internal::is_finite(over) || !internal::is_finite(under) || under == 0) {
      return std::nullopt;
    }
    return over / under;
  }

  /// The row of each layer; null where none was recorded.
  std::vector<LayerSignal*> rows_of(const std::vector<PredictedLayer>& layers) {
    const std::vector<std::string_view> names = internal::signal::names_of(layers);
    std::vector<LayerSignal*> result(layers.size());
    for (LayerSignal& row : rows_) {
      const auto found = internal::signal::parameters_of(row.name, names);
      if (found.size() == 1) result[found.front()] = &row;
    }
    const bool none_fits = std::all_of(result.begin(), result.end(),
                                       [](const LayerSignal* row) { return row == nullptr; });
    if (none_fits && !layers.empty() && !rows_.empty()) {
      internal::refuse(
          "signal: what was recorded, such as '", rows_.front().name,
          "', has no weight among what was predicted; record layers by the names of "
          "their weights",
          internal::pattern::nearest_phrase(std::string_view(rows_.front().name), names));
    }
    return result;
  }

  template <class Row, class Std>
  static std::optional<double> growth(Row first, Row end, const Std& std_of) {
    std::optional<double> begin, last;
    int steps = -1;
    for (; first != end; ++first) {
      const std::optional<double> std = std_of(*first);
      if (!std) continue;
      if (!begin) begin = std;
      last = std;
      ++steps;
    }
    if (steps < 1 || *last == 0 || !ratio(*last, *begin)) return std::nullopt;
    return std::exp((std::log(*last) - std::log(*begin)) / steps);
  }

  void compare_neighbours() {
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      LayerSignal &before = rows_[i - 1], &row = rows_[i];
      row.factor = ratio(row.forward.std, before.forward.std);
      if (before.backward && row.backward) {
        before.backward_factor = ratio(before.backward->std, row.backward->std);
      }
    }
  }

  void find_faults(LayerSignal& row) const {
    add_fault(row, "", row.forward, rows_.front().forward.std);
    if (row.forward.saturated && *row.forward.saturated > 0.5) add_fault(row, "saturated");
    if (row.backward) add_fault(row, "gradient ", *row.backward, *last_gradient());
  }

  /// Its standard deviation; nullopt where none was recorded.
  std::optional<double> last_gradient() const {
    const auto last = std::find_if(rows_.rbegin(), rows_.rend(),
                                   [](const LayerSignal& row) { return row.backward.has_value(); });
    return last == rows_.rend() ? std::nullopt : std::optional<double>(last->backward->std);
  }

  static void add_fault(LayerSignal& row, const std::string& of, const SignalStatistics& values,
                        double beside) {
    if (values.not_finite > 0) add_fault(row, of + "not finite");
    if (values.dead > 0.5) add_fault(row, of + "dead");
    if (values.dead < 1 && internal::signal::is_constant(values)) add_fault(row, of + "constant");
    if (!ratio(values.std, beside)) return;
    if (values.std > 0 && values.std * tolerated < beside) add_fault(row, of + "vanishes");
    if (values.std > tolerated * beside) add_fault(row, of + "grows");
  }

  static void add_fault(LayerSignal& row, const std::string& fault) {
    row.fault += (row.fault.empty() ? "" : ", ") + fault;
  }

  std::vector<LayerSignal> rows_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
