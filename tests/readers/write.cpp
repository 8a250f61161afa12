// Writes a model in every format, and beside it the memory of what the same plan fills:
// write <folder>.
//
// SPDX-License-Identifier: MIT

#include <complex>
#include <cstddef>
#include <cstdio>
#include <eigeninit/checkpoint.hpp>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;

struct Model {
  Matrix<float> columns{700, 301};
  Matrix<float, Eigen::RowMajor> rows{300, 701};
  Matrix<double> doubles{41, 43};
  Matrix<Eigen::half> halves{65, 33};
  Matrix<Eigen::bfloat16> brain{33, 65};
  Matrix<std::complex<float>> complex{31, 17};
  Eigen::VectorXf bias{11};
  Matrix<float> none{0, 7};

  init::Parameters parameters(bool with_bfloat16) {
    init::Parameters net;
    net.add("columns", columns).add("rows", rows).add("doubles", doubles).add("halves", halves);
    if (with_bfloat16) net.add("brain", brain);
    net.add("complex", complex).add("a bias, \"quoted\" in ü", bias).add("none", none);
    return net;
  }
};

init::Plan plan_of(const init::Parameters& net) {
  init::Rules rules;
  rules.on("rows", init::packed{init::xavier_uniform{}, 3}).on("*", init::normal{0, 0.02});
  return rules.plan(net);
}

/// The bytes of a tensor as they lie in memory.
template <class Derived>
void dump(const std::string& path, const Eigen::PlainObjectBase<Derived>& tensor) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(tensor.data()),
             std::streamsize(std::size_t(tensor.size()) * sizeof(typename Derived::Scalar)));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    const std::string folder = std::string(arguments[1]) + "/";
    const init::Generator rng(42);
    Model model;
    const init::Plan all = plan_of(model.parameters(true)), most = plan_of(model.parameters(false));
    (void)all.write(init::safetensors(folder + "model.safetensors"), rng);
    (void)all.write(init::safetensors(folder + "sharded.safetensors", 500'000), rng);
    (void)most.write(init::npy(folder), rng);
    (void)most.write(init::npz(folder + "model.npz"), rng);
    (void)all.apply(rng);
    dump(folder + "columns.memory", model.columns);
    dump(folder + "rows.memory", model.rows);
    dump(folder + "doubles.memory", model.doubles);
    dump(folder + "halves.memory", model.halves);
    dump(folder + "brain.memory", model.brain);
    dump(folder + "complex.memory", model.complex);
    dump(folder + "a bias, \"quoted\" in ü.memory", model.bias);
    dump(folder + "none.memory", model.none);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
