// The whole text of an error, for tests that compare it: errors are part of the interface.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

/// What the std::invalid_argument that `action` throws says; "" where it throws none.
template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}
