// How GPT-2 starts: each part of the packed weight of queries, keys and values by its own fans, and
// the two projections that add to the residual stream made smaller with the depth of the network.
// The block itself is in transformer.hpp.
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <utility>
#include <vector>

#include "transformer.hpp"

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;
using transformer::Block;
using transformer::layers;
using transformer::residual_stream;
using transformer::std_of;
using transformer::width;

int main() {
  const Block block(1, init::Generator(42).stream("layer 0"));
  std::printf("The packed weight of queries, keys and values, 384 x 128, by Xavier's rule\n");
  for (Index part = 0; part < 3; ++part) {
    const auto rows = block.qkv.middleRows(part * width, width);
    const init::Fans fans = init::fans(rows);
    std::printf("  part %d: fan_in %d, fan_out %d, std %.3f\n", int(part), int(fans.in),
                int(fans.out), std_of(rows));
  }
  // torch.nn.init.xavier_uniform_(attention.in_proj_weight), as torch.nn.MultiheadAttention does
  MatrixXf whole(3 * width, width);
  init::xavier_uniform{}(whole, init::Generator(42).stream("qkv"));
  const init::Fans fans = init::fans(whole);
  std::printf("  filled as one weight: fan_in %d, fan_out %d, std %.3f\n\n", int(fans.in),
              int(fans.out), std_of(whole));

  const double factor = init::gpt2_factor(layers);
  const std::vector<double> plain = residual_stream(1), scaled = residual_stream(factor);
  std::printf(
      "The std of the residual stream, which begins at 1\n"
      "  behind block         1     6    12    24\n");
  for (const auto& [name, stds] :
       {std::pair("unscaled", plain), std::pair("gpt2_factor", scaled)}) {
    std::printf("  %-15s", name);
    for (const std::size_t layer : {1u, 6u, 12u, 24u}) std::printf("  %4.1f", stds[layer - 1]);
    std::printf("\n");
  }
}
