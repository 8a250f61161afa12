// Tries all 2³² words of the float normal: its error against a reference in double that is far more
// accurate, that it rises with the word, that every instruction set gives the same bits, and that a
// polynomial step rounded by way of double is a fused one. Run by hand; a few minutes.
//
// SPDX-License-Identifier: MIT

#include <cmath>
#include <cstdio>
#include <eigeninit/kernel/dispatch.hpp>
#include <vector>

#include "value_of_word.hpp"

namespace internal = eigeninit::internal;
namespace scalar = eigeninit::internal::kernel::scalar;
using eigeninit::internal::bits_as;

namespace {

/// The scalar set's lower quantile with every step fused by the C library.
float fused_quantile(float tail) {
  const auto bits = bits_as<std::uint32_t>(tail);
  const std::uint32_t octave = (bits >> 23) - 126;
  const float t = bits_as<float>((bits & 0x7fffff) | 0x3f800000) - 1.5f;
  float z = internal::kernel::normal_table_f32[7][octave];
  for (int k = 7; k-- > 0;) z = std::fma(z, t, internal::kernel::normal_table_f32[k][octave]);
  return z;
}

/// How many of all tails, also those that only truncated normals meet, differ.
std::uint64_t count_unlike() {
  std::uint64_t count = 0;
  for (float tail = 0.5f; tail < 0x1p31f; tail = std::nextafter(tail, 0x1p32f)) {
    const float tails[1] = {tail};
    float z[1];
    scalar::lower_normal_quantile<scalar::Conversion<float>>(tails, z);
    count += z[0] != fused_quantile(tail);
  }
  return count;
}

}  // namespace

int main() {
  const internal::kernel::Normal<float> to_float{0, 1};
  const internal::kernel::Normal<double> to_double{0, 1};
  double largest_error = 0;
  std::uint32_t worst = 0;
  std::uint64_t falling = 0;
  float last = -10;
  for (std::uint64_t i = 0; i < std::uint64_t(1) << 32; ++i) {
    const auto word = std::uint32_t(i);
    const float z = value_of_word<float>(to_float, word);
    falling += z < last;
    last = z;
    // The word's own probability, as a word of the double path: (word + 1/2) / 2³².
    const double reference = value_of_word<double>(to_double, i << 32 | 0x80000000u);
    const double error = std::fabs(z - reference);
    if (error > largest_error) {
      largest_error = error;
      worst = word;
    }
  }
  const std::uint64_t unlike = count_unlike();
  std::printf(
      "largest error %.3g at word %08x; %llu tails unlike the fused path; %llu words fall\n",
      largest_error, worst, static_cast<unsigned long long>(unlike),
      static_cast<unsigned long long>(falling));
  return largest_error <= 5e-7 && unlike == 0 && falling == 0 ? 0 : 1;
}
