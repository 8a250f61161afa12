// Tries all 2³² words of the float normal: its error against a reference in double that is far more
// accurate, that it rises with the word, that every instruction set gives the same bits, and that a
// polynomial step rounded by way of double is a fused one. Run by hand; a few minutes.
//
// SPDX-License-Identifier: MIT

#include <cmath>
#include <cstdio>
#include <eigeninit/kernel/dispatch.hpp>
#include <vector>

namespace kernel = eigeninit::kernel;
namespace scalar = eigeninit::kernel::scalar;
using eigeninit::bits_as;

namespace {

/// The scalar set's normal with every step fused by the C library.
float fused_normal(std::uint32_t word) {
  const std::uint32_t mirrored = word ^ scalar::sign_mask(word);
  const float tail = std::fmin(float(std::int32_t(mirrored)) + 0.5f, 0x1.fffffep30f);
  const auto bits = bits_as<std::uint32_t>(tail);
  const std::uint32_t octave = (bits >> 23) - 126;
  const float t = bits_as<float>((bits & 0x7fffff) | 0x3f800000) - 1.5f;
  float z = kernel::normal_table_f32[7][octave];
  for (int k = 7; k-- > 0;) z = std::fma(z, t, kernel::normal_table_f32[k][octave]);
  return word >> 31 ? -z : z;
}

}  // namespace

int main() {
  const kernel::Normal<float> to_float{0, 1};
  const kernel::Normal<double> to_double{0, 1};
  double largest_error = 0;
  std::uint32_t worst = 0;
  std::uint64_t unlike = 0, falling = 0;
  float last = -10;
  for (std::uint64_t i = 0; i < std::uint64_t(1) << 32; ++i) {
    const auto word = std::uint32_t(i);
    const float z = scalar::transform(to_float, word);
    unlike += bits_as<std::uint32_t>(z + 0.0f) != bits_as<std::uint32_t>(fused_normal(word) + 0.0f);
    falling += z < last;
    last = z;
    // The word's own probability, as a word of the double path: (word + 1/2) / 2³².
    const double reference = scalar::transform(to_double, i << 32 | 0x80000000u);
    const double error = std::fabs(z - reference);
    if (error > largest_error) {
      largest_error = error;
      worst = word;
    }
  }
  std::printf("largest error %.3g at word %08x; %llu words unlike the fused path; %llu fall\n",
              largest_error, worst, static_cast<unsigned long long>(unlike),
              static_cast<unsigned long long>(falling));
  return largest_error <= 5e-7 && unlike == 0 && falling == 0 ? 0 : 1;
}
