// What theory expects of a layer's signal.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "../abi/abi.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// What theory expects of a layer's signal, before its activation. See predict_signal().
struct PredictedLayer {
  std::string name;           ///< of its weight
  std::optional<double> std;  ///< the root of the mean square; nullopt where a weight is not random
  std::optional<double> backward_factor;  ///< the gradient's std over that of the layer behind
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
