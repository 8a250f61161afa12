// Fills and measures from stacks of every alignment that Windows allows, with every instruction set
// that the processor has, and compares the bits: see GCC bug 54412 in numeric/unroll.hpp. A vector
// that lies where it must not ends the program.
//
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/kernel/measure.hpp>
#include <eigeninit/torch.hpp>
#include <thread>

namespace init = eigeninit;

namespace {

using init::internal::kernel::Measured;

template <class Matrix>
void add(const Matrix& matrix, Measured& all) {
  using Scalar = typename Matrix::Scalar;
  using Real = typename Eigen::NumTraits<Scalar>::Real;
  const auto* const numbers = reinterpret_cast<const Real*>(matrix.data());
  const auto count = matrix.size() * std::ptrdiff_t(sizeof(Scalar) / sizeof(Real));
  init::internal::kernel::measure(numbers, count, 1, all.count, 1, 0.0, all);
}

/// Runs of columns with ends inside a batch, rows of blocks, and the orders that are staged.
template <class Scalar>
void fill_matrices(Measured& all) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  init::Generator rng(42);
  const auto fill = [&](const auto& initializer) {
    Matrix columns(67, 5);
    RowMajor rows(17, 37), staged(7, 9);  // 17: columns begin inside of blocks
    initializer(columns, rng);
    initializer(rows, rng);
    initializer(staged, rng);
    add(columns, all);
    add(rows, all);
    add(staged, all);
  };
  fill(init::uniform{1, 1.1});
  fill(init::normal{});
  fill(init::truncated_normal{});
  if constexpr (!Eigen::NumTraits<Scalar>::IsComplex) fill(init::truncated_normal{0, 1, 8, 9});
}

void fill_everything(Measured& all) {
  fill_matrices<float>(all);
  fill_matrices<double>(all);
  fill_matrices<Eigen::half>(all);
  fill_matrices<Eigen::bfloat16>(all);
  fill_matrices<std::complex<float>>(all);
  fill_matrices<std::complex<double>>(all);
  init::torch::Generator rng(42);
  Eigen::MatrixXf floats(40, 40);
  Eigen::MatrixXd doubles(40, 40);
  init::normal{}(floats, rng);
  add(floats, all);
  init::uniform{}(floats, rng);
  add(floats, all);
  init::uniform{}(doubles, rng);
  add(doubles, all);
}

/// With the stack moved by a multiple of 16, which is all that Windows asks of a stack.
__attribute__((noinline)) void fill_from(unsigned sixteens, Measured& all) {
  volatile char* const room = static_cast<char*>(__builtin_alloca(16 * sixteens + 16));
  room[0] = 1;
  fill_everything(all);
  room[16 * sixteens] = 1;
}

std::uint64_t hash_from_every_stack() {
  std::uint64_t hash = 0;
  for (unsigned sixteens = 0; sixteens < 4; ++sixteens) {
    Measured here, in_thread;
    fill_from(sixteens, here);
    std::thread([&] { fill_from(sixteens, in_thread); }).join();
    hash = hash * 31 + here.hash;
    hash = hash * 31 + in_thread.hash;
  }
  return hash;
}

}  // namespace

int main() {
  init::use_instruction_set(init::InstructionSet::scalar);
  const std::uint64_t expected = hash_from_every_stack();
  bool has_failed = false;
  for (const init::InstructionSet set : init::internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    init::use_instruction_set(set);
    std::printf("%s ", init::name(set));
    std::fflush(stdout);
    const bool is_same = hash_from_every_stack() == expected;
    std::puts(is_same ? "same" : "DIFFERS");
    has_failed |= !is_same;
  }
  return has_failed ? 1 : 0;
}
