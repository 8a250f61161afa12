// What every program of this folder begins with; compiled once.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
