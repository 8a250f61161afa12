// Every template of the library, for every scalar, storage and source: compilers warn inside of a
// template only where it is used. Compiled, not run.
//
// SPDX-License-Identifier: MIT

#define EIGEN_USE_THREADS  // Eigen declares its thread pools only then

#include <cmath>
#include <complex>
#include <cstddef>
#include <eigeninit/checkpoint.hpp>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/model.hpp>
#include <eigeninit/signal.hpp>
#include <eigeninit/torch.hpp>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <variant>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

namespace everything {

/// A distribution and a source as users write them.
struct Cauchy {
  double scale = 1;
  static Cauchy with_std(double std) { return {std}; }
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    init::uniform{-scale, scale}(std::forward<Tensor>(w), source);
  }
};
struct Fixed {
  static constexpr init::SourceTraits traits{};

  template <class Scalar, std::size_t Rank, class Distribution>
  void fill(const init::View<Scalar, Rank>& view, const Distribution&) {
    init::zeros{}(view);
  }
  std::vector<Index> permutation(Index n) { return std::vector<Index>(std::size_t(n)); }
};

/// What fills a tensor of any rank, from any source.
template <class Tensor, class Source>
void distributions(Tensor&& w, Source& source) {
  init::uniform{-1, 1}(w, source);
  init::normal{0, 0.5}(w, source);
  init::truncated_normal{0, 1, -2, 2}(w, source);
  init::truncated_normal::in_sigmas(1, -2, 2)(w, source);
  init::constant{0.5}(w, source);
  init::zeros{}(w);
  init::ones{}(w, source);
  const init::Fans fans{3, 4};
  init::xavier_uniform{}(w, fans, source);
  init::kaiming_normal{init::Activation::gelu(), init::FanMode::fan_out}(w, fans, source);
  init::lecun<init::truncated_normal>{}(w, fans, source);
  init::torch_default{}(w, fans, source);
  init::siren{}(w, fans, source);
  init::scaled{init::lecun_normal{}, 0.5}(w, fans, source);
}

/// What needs no source.
template <class Tensor>
void fixed(Tensor&& w) {
  init::constant{0.5}(w);
  init::gate_bias{}(w);
  init::prior_bias{0.25}(w);
  init::scaled{init::ones{}, 0.5}(w);
  init::packed{init::ones{}, 2}(w);
  init::icnr{init::ones{}, 2}(w);
}

/// What asks for fans.
template <class Tensor, class Source>
void schemes(Tensor&& w, Source& source) {
  init::xavier_normal{init::gain(init::Activation::tanh())}(w, source);
  init::kaiming_uniform{init::Activation::leaky_relu(0.2), init::FanMode::fan_geo_avg}(w, source);
  init::lecun_uniform{init::Layout::in_out()}(w, source);
  init::variance_scaling<init::normal>{2.0, init::FanMode::fan_avg}(w, source);
  init::torch_default{}(w, source);
  init::siren{30, true}(w, source);
  init::packed{init::xavier_uniform{}, 3}(w, source);
  init::icnr{init::kaiming_normal{}, 2}(w, source);
  init::scaled{init::xavier_uniform{}, init::gpt2_factor(12)}(w, source);
}

template <class Tensor, class Source>
void whole(Tensor&& w, Source& source) {
  init::orthogonal{0.5}(w, source);
  init::packed{init::orthogonal{}, 3}(w, source);
}

template <class Tensor, class Source>
void matrix(Tensor&& w, Source& source) {
  distributions(w, source);
  schemes(w, source);
  init::sparse{0.5}(w, source);
  init::eye{0.5}(w, source);
  init::chrono_bias{100}(w, source);
  init::gate_bias{2, 4, 0.5}(w, source);
}

template <class Tensor, class Source>
void kernel(Tensor&& w, Source& source) {
  distributions(w, source);
  schemes(w, source);
  init::delta_orthogonal{0.5}(w, source);
  init::dirac{2}(w, source);
  init::bilinear{}(w, source);
}

/// Every way to hold a weight.
template <class Scalar, int order>
void storages(init::Generator& rng) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;
  Matrix w(4, 6);
  matrix(w.block(0, 0, 2, 3), rng);
  matrix(w.transpose(), rng);
  matrix(init::shard(w, {40, 60}, {4, 6}), rng);
  Eigen::Map<Matrix, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> map(
      w.data(), 2, 3, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>(2, 6));
  distributions(map, rng);
  distributions(w.row(0), rng);
  Eigen::Matrix<Scalar, 4, 4, order> fixed_matrix;
  matrix(fixed_matrix, rng);
  Eigen::Tensor<Scalar, 1, order> bias(4);
  distributions(bias, rng);
  Eigen::Tensor<Scalar, 4, order> k(8, 4, 3, 3);
  kernel(init::shard(k, {80, 40, 3, 3}, {8, 4, 0, 0}), rng);
  Eigen::TensorMap<Eigen::Tensor<Scalar, 3, order>> tensor_map(k.data(), 8, 4, 9);
  kernel(tensor_map, rng);
  Eigen::TensorFixedSize<Scalar, Eigen::Sizes<2, 3, 3>, order> fixed_tensor;
  fixed_tensor.setZero();
  kernel(fixed_tensor, rng);
  (void)init::fans(k, init::Layout::spatial_in_out());
}

template <class Scalar, class Source>
void fills(Source& source) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> w(4, 6);
  matrix(w, source);
  whole(w, source);
  fixed(w);
  Eigen::Tensor<Scalar, 4, Eigen::RowMajor> k(8, 4, 3, 3);
  kernel(k, source);
  whole(k, source);
  init::kaiming<Cauchy>{}(k, source);
  Eigen::Array<Scalar, Eigen::Dynamic, 1> bias(4);
  distributions(bias, source);
  fixed(bias);
  init::chrono_bias{100}(bias, source);
}

template <class Scalar>
void scalar(init::Generator& rng) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> w(4, 6);
  matrix(w, rng);
  fixed(w);
  init::orthogonal{}(w, rng);
  init::transform(w, [](const Scalar& x) { return x; });
  init::matrix(w.row(0)) = init::matrix(w).row(1).transpose();
}

/// Every way to draw random words.
template <class Source>
void source(Source& source) {
  Eigen::MatrixXf w(4, 6);
  init::uniform{}(w, source);
  init::kaiming_normal{}(w, source);
  init::truncated_normal{}(w, source);
  init::sparse{}(w, source);
  init::chrono_bias{}(w, source);
  init::orthogonal{}(w, source);
}

template <class Engine>
void engine() {
  Engine engine(42);
  source(engine);
}

void sources(init::Generator& rng) {
  engine<std::mt19937>();
  engine<std::mt19937_64>();
  engine<std::minstd_rand>();
  engine<std::ranlux48>();
  Eigen::DefaultDevice device;
  auto on_device = rng.on(device);
  source(on_device);
  Eigen::ThreadPool pool(2);
  Eigen::ThreadPoolDevice threads(&pool, 2);
  auto on_threads = rng.on(threads);
  source(on_threads);
  Fixed own;
  source(own);
}

template <class Scalar>
void torch() {
  init::torch::Generator rng(42);
  fills<Scalar>(rng);
  init::torch::Generator newer(-1, init::torch::TruncatedNormalMethod::v2_12);
  fills<Scalar>(newer);
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> w(4, 6);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> b(4);
  init::torch::linear(w, b, rng);
  init::torch::linear(w, rng);
  Eigen::Tensor<Scalar, 4> k(4, 3, 5, 5);
  init::torch::conv(k, b, rng, 2);
  init::torch::conv(k, rng);
  rng.set_state(newer.get_state());
  (void)(rng.get_state() != newer.get_state());
}

/// The rest: numbers without a tensor.
double numbers() {
  double sum = init::gain([](double z) { return std::sin(z); });
  sum += init::exact_gain(init::Activation::silu()) + init::gain(init::Activation::elu(), 0.5);
  sum += init::critical([](double z) { return std::sin(z); }, 0.05).weight_variance;
  sum += double(init::fans({3, 4, 5}).in + init::fans(std::vector<int>{3, 4}).out);
  sum += init::fixup_factor(3, 2) + init::tfixup_encoder_factor(3) + init::tfixup_decoder_factor(3);
  sum += init::deepnorm_factor(3) + init::mup_factor(256, 64);
  init::use_instruction_set(init::instruction_set());
  const std::string name = init::name(init::instruction_set());
  init::Generator rng = init::Generator(42).stream(7).stream("name");
  sum += double(rng.permutation(7).size() + name.size());
  return sum;
}

/// A layer of a model, and a model of everything that may hold layers.
struct Layer {
  Eigen::MatrixXf weight{4, 6};
  Eigen::VectorXf bias{4};
};
void visit(Layer& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
struct Model {
  std::vector<std::unique_ptr<Layer>> layers;
  std::variant<Layer, Eigen::MatrixXd> either;
  std::optional<Layer> perhaps;
};
void visit(Model& model, init::Parameters& parameters) {
  parameters.add("layers", model.layers).add("either", model.either);
  if (model.perhaps) parameters.add("perhaps", model.perhaps);
}

template <class... Scalars>
void declare(init::Parameters& net) {
  (net.declare<Scalars>("declared", {3, 4}), ...);
}

std::string whole_model() {
  Model model;
  init::Parameters net(model);
  declare<float, double, Eigen::half, Eigen::bfloat16, std::complex<float>, std::complex<double>>(
      net);
  net.tie("other", "either");
  init::Rules rules = init::rules::gpt2(12);
  rules.on("*.bias", init::zeros{}).optional();
  rules.on("{layer}", [](const init::Match& m) { return init::constant{double(m["layer"])}; })
      .on("*.weight", [](init::View<float, 2> w, init::Generator& rng) { init::normal{}(w, rng); })
      .except("head.*");
  rules.on("*", [](auto& w, auto& rng) { init::orthogonal{}(w, rng); }).keep("frozen");
  rules.on([](std::string_view, const std::vector<Index>& extents) { return extents.size() == 4; },
           init::packed{init::depth_scaled{init::normal{}}.base, 3});
  rules.otherwise(init::scaled{init::icnr{init::sparse{}, 2}, 0.5});
  const init::Plan plan = rules.plan(net).skip({"frozen"});
  const auto progress = [](const init::Progress&) {};
  const init::Report report = plan.apply(init::Generator(42), init::Poison, progress);
  std::mt19937 engine;
  init::torch::Generator torch(42);
  (void)plan.apply(engine);
  plan.apply(torch).require_ok();
  const init::safetensors file("everything.safetensors", 1 << 20);
  (void)plan.write(file, init::Generator(42), init::Poison, progress);
  (void)plan.write(file, engine);
  (void)plan.write(file, torch);
  (void)plan.write(init::npy("."), torch);
  (void)plan.write(init::npz("everything.npz"), init::Generator(42));
  (void)init::load(net, file.path(), init::AllowMissing, init::AllowSurplus);
  std::ostringstream text;
  text << rules << plan << report << plan.csv() << report.json();
  return init::verify(report.manifest(), net).front() + text.str();
}

/// A signal through one layer, as every kind of expression.
std::string signal() {
  Layer layer;
  Eigen::Tensor<float, 3> image(2, 3, 4);
  image.setZero();
  const auto forward = [&](init::Recorder& record) {
    record("weight", layer.weight * Eigen::MatrixXf::Ones(6, 2), init::Activation::tanh());
    record("array", layer.weight.array().abs(), init::Bounds{0, 1});
    record.unit_axis(1);
    record("image", image);
    record("sum", image + image);
  };
  init::Parameters net(layer);
  init::Generator rng(42);
  (void)init::lsuv(net, forward, rng);
  init::Signal signal = init::lsuv(layer, forward);
  signal = init::measure_signal(forward, forward);
  const init::Plan plan = init::Rules().otherwise(init::ones{}).plan(net);
  const auto f = [](double z) { return z; };
  signal.compare(init::predict_signal(plan, f));
  signal.compare(init::predict_signal(plan.apply(rng), init::Activation::relu(), 2));
  std::ostringstream text;
  text << signal << signal.csv() << signal.json() << signal.growth().value_or(0);
  signal.require_ok();
  return text.str();
}

void all() {
  (void)whole_model();
  (void)signal();
  init::Generator rng(42);
  storages<float, Eigen::ColMajor>(rng);
  storages<double, Eigen::RowMajor>(rng);
  fills<float>(rng);
  fills<double>(rng);
  scalar<Eigen::half>(rng);
  scalar<Eigen::bfloat16>(rng);
  scalar<std::complex<float>>(rng);
  scalar<std::complex<double>>(rng);
  sources(rng);
  torch<float>();
  torch<double>();
  (void)numbers();
}

}  // namespace everything
