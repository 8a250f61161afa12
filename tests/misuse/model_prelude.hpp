// What the programs of this folder that are about whole models begin with; compiled once.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/model.hpp>

#include "prelude.hpp"
