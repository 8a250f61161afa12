// The words of fill after fill of one seed, without end, for programs that judge random bits.
//
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <cstdio>
#include <eigeninit/kernel/philox.hpp>
#include <vector>

int main() {
  constexpr std::uint32_t blocks_of_fill = 1 << 20;
  std::vector<std::uint32_t> words(4 * blocks_of_fill);
  for (std::uint32_t fill = 0;; ++fill) {
    for (std::uint32_t block = 0; block < blocks_of_fill; ++block) {
      const eigeninit::PhiloxCounter four = eigeninit::philox({block, 0, fill, 0}, {42, 0});
      for (std::size_t i = 0; i < 4; ++i) words[4 * block + i] = four[i];
    }
    if (std::fwrite(words.data(), sizeof words[0], words.size(), stdout) != words.size()) return 0;
  }
}
