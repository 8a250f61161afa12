// See compiled_once.hpp.
//
// SPDX-License-Identifier: MIT

#define INSTANTIATE template
#include "compiled_once.hpp"
