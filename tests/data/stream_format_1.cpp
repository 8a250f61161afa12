// Writes data/stream_format_1.golden to standard output. To be run only when the stream format gets
// a new number: a change of these values changes every user's weights.
//
// SPDX-License-Identifier: MIT

#include <iostream>

#include "../golden.hpp"

int main() {
  std::cout
      << "# Stream format 1: the bits of fills with seed 0x0123456789abcdef, first index fastest.\n"
         "# Made by tests/data/stream_format_1.cpp. scalar distribution shape values, or stream "
         "and\n"
         "# the first double of U(0, 1) that it gives.\n";
  for (const std::string& line : golden::lines()) std::cout << line << "\n";
}
