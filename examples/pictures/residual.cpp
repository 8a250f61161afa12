// The data of the picture `residual`: what becomes of a transformer's residual stream, with and
// without the factor of GPT-2.
//
// Prints for each block its number, and the standard deviation of the stream behind it without the
// factor and with it. Block 0 is the embedding.
//
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <vector>

#include "../transformer.hpp"

int main() {
  using transformer::residual_stream;
  const std::vector<double> plain = residual_stream(1);
  const std::vector<double> scaled = residual_stream(eigeninit::gpt2_factor(transformer::layers));
  std::printf("# block, std of the residual stream without the factor, with it\n0 1 1\n");
  for (std::size_t k = 0; k < plain.size(); ++k) {
    std::printf("%d %.4g %.4g\n", int(k) + 1, plain[k], scaled[k]);
  }
}
