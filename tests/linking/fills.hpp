// What both objects of the program do: every kind of fill, by the same instantiations of the
// library's templates, so that the linker has copies of everything to choose from. FILLS is the
// name of the function here.
//
// In memory of the program's own, without orthogonal, which calls Eigen's matrix products, and
// without std:: engines: Eigen's and the standard library's functions have one name in all objects.
//
// SPDX-License-Identifier: MIT

std::uint64_t FILLS(eigeninit::Generator& rng) {
  namespace init = eigeninit;
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&hash](const auto& tensor) {
    using Scalar = std::decay_t<decltype(*tensor.data())>;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(tensor.data());
    for (std::size_t i = 0; i < std::size_t(tensor.size()) * sizeof(Scalar); ++i) {
      hash = (hash ^ bytes[i]) * 1099511628211u;
    }
  };
  const auto fill = [&](auto& tensor, auto& source) {
    init::kaiming_normal{}(tensor, source);
    add(tensor);
    init::xavier_uniform{}(tensor, source);
    add(tensor);
    init::lecun<init::truncated_normal>{}(tensor, source);
    add(tensor);
  };

  static double memory[36 * 5 * 7 * 6];
  const auto at = [](auto scalar) { return reinterpret_cast<decltype(scalar)*>(memory); };
  Eigen::Map<Eigen::MatrixXf> matrix(at(float()), 250, 30);
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> row_major(
      at(double()), 50, 70);
  Eigen::Map<Eigen::MatrixXcf> complex(at(std::complex<float>()), 12, 12);
  Eigen::TensorMap<Eigen::Tensor<Eigen::half, 4>> kernel(at(Eigen::half()), 36, 5, 7, 6);
  fill(matrix, rng);
  fill(row_major, rng);
  fill(complex, rng);
  fill(kernel, rng);
  init::truncated_normal{0, 1, 5, 6}(matrix, rng);
  add(matrix);
  init::scaled<init::siren>{{}, 0.3}(matrix, rng);
  add(matrix);
  init::packed<init::lecun_normal>{{}, 2}(matrix, rng);
  add(matrix);
  init::sparse{0.28, 0.5}(matrix, rng);
  add(matrix);
  init::eye{0.1}(matrix);
  add(matrix);
  init::icnr<init::torch_default>{{}, 3}(kernel, rng);
  add(kernel);
  init::bilinear{}(kernel);
  add(kernel);
  init::dirac{}(kernel);
  add(kernel);
  Eigen::Map<Eigen::VectorXf> bias(at(float()), 40);
  init::chrono_bias{784}(bias, rng);
  add(bias);
  init::gate_bias{}(bias);
  add(bias);

  init::torch::Generator torch(42);
  init::kaiming_normal{}(matrix, torch);
  add(matrix);
  init::torch::linear(matrix, torch);
  add(matrix);
  const double gain = init::gain([](double z) { return z > 0 ? z : 0; });
  add(Eigen::Map<const Eigen::VectorXd>(&gain, 1));
  return hash;
}
