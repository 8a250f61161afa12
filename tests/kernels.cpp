// See kernels.hpp.
//
// SPDX-License-Identifier: MIT

#define KERNELS template
#include "kernels.hpp"
