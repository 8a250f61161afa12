// How a model's parameters are named and found: in plain structs, containers, variants, behind
// pointers and private members; and the kinds of memory that they are.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <array>
#include <complex>
#include <cstddef>
#include <deque>
#include <eigeninit/model.hpp>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <variant>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::ScalarType;

// A user's layers, in a namespace of their own.
namespace user {

struct Linear {
  Linear(Index in, Index out) : weight(out, in), bias(out) {}
  Eigen::MatrixXf weight;
  Eigen::VectorXf bias;
};
void visit(Linear& layer, Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}

struct Conv {
  Eigen::Tensor<float, 4> weight{4, 3, 2, 2};
};
void visit(Conv& layer, Parameters& parameters) { parameters.add("weight", layer.weight); }

/// Has no parameters.
struct Relu {};
void visit(Relu&, Parameters&) {}

struct Attention {
  Linear qkv{6, 18}, proj{6, 6};
};
void visit(Attention& layer, Parameters& parameters) {
  parameters.add("qkv", layer.qkv).add("proj", layer.proj);
}

struct Block {
  Attention attn;
  Linear mlp{6, 12};
};
void visit(Block& block, Parameters& parameters) {
  parameters.add("attn", block.attn).add("mlp", block.mlp);
}

/// Names of all kinds of nesting, and a tie inside of a model.
struct Transformer {
  Eigen::MatrixXf wte{20, 6};
  std::vector<Block> blocks = std::vector<Block>(2);
  Linear head{6, 20};
};
void visit(Transformer& model, Parameters& parameters) {
  parameters.add("wte", model.wte).add("blocks", model.blocks).add("head", model.head);
  parameters.tie("lm_head.weight", "wte");
}

/// A base class with a virtual function, as in MiniDNN.
class Layer {
 public:
  Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;
  virtual ~Layer() = default;
  virtual void list(Parameters& parameters) = 0;
};
void visit(Layer& layer, Parameters& parameters) { layer.list(parameters); }

class FullyConnected : public Layer {
 public:
  FullyConnected(Index in, Index out) : weight_(in, out), bias_(out) {}
  void list(Parameters& parameters) override {
    parameters.add("weight", weight_).add("bias", bias_);
  }

 private:
  Eigen::MatrixXf weight_;
  Eigen::VectorXf bias_;
};

class MaxPooling : public Layer {
 public:
  void list(Parameters&) override {}
};

/// Keeps its weights private behind a pointer, and names a friend.
class Hidden {
 public:
  Hidden() : weights_(std::make_unique<Weights>()) {}
  const Eigen::MatrixXd& kernel() const { return weights_->kernel; }

 private:
  struct Weights {
    Eigen::MatrixXd kernel = Eigen::MatrixXd::Zero(3, 2);
    Eigen::RowVectorXd offset = Eigen::RowVectorXd::Zero(2);
  };
  friend void visit(Hidden& layer, Parameters& parameters) {
    parameters.add("kernel", layer.weights_->kernel).add("offset", layer.weights_->offset);
  }
  std::unique_ptr<Weights> weights_;
};

/// Has a beginning and an end, and says itself what it lists.
struct Sequence : std::vector<Linear> {
  using std::vector<Linear>::vector;
};
void visit(Sequence& sequence, Parameters& parameters) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    parameters.add("layer" + std::to_string(i), sequence[i]);
  }
}

}  // namespace user

namespace {

using user::Linear;
using Names = std::vector<std::string>;

/// The names that a model lists as "net".
template <class Model>
Names names_of(Model&& model) {
  Parameters net;
  net.add("net", std::forward<Model>(model));
  return net.names();
}

/// The view of the only parameter.
init::AnyView view_of(const Parameters& net) {
  EXPECT_EQ(net.size(), 1u);
  return net.entries().at(0).view;
}

template <class Weight>
init::AnyView view_of_added(Weight&& weight) {
  Parameters net;
  net.add("w", std::forward<Weight>(weight));
  return view_of(net);
}

}  // namespace

TEST(Parameters, AreNamedInTheOrderInWhichTheyAreAdded) {
  Eigen::MatrixXf w(2, 3);
  Eigen::VectorXd b(2);
  Parameters net;
  EXPECT_EQ(net.size(), 0u);
  EXPECT_EQ(&net.add("z.weight", w), &net);
  net.add("a.bias", b).declare<Eigen::half>("declared", {5});
  EXPECT_EQ(net.size(), 3u);
  EXPECT_EQ(net.names(), (Names{"z.weight", "a.bias", "declared"}));
  EXPECT_FALSE(net.entries()[0].is_declared);
  EXPECT_TRUE(net.entries()[2].is_declared);
}

TEST(Parameters, OfAPlainStructStandBehindItsName) {
  Linear layer(3, 2);
  EXPECT_EQ(names_of(layer), (Names{"net.weight", "net.bias"}));
  Parameters unnamed(layer);
  EXPECT_EQ(unnamed.names(), (Names{"weight", "bias"}));
  EXPECT_EQ(unnamed.entries()[0].view.data, layer.weight.data());
  EXPECT_EQ(unnamed.entries()[1].view.data, layer.bias.data());
}

TEST(Parameters, OfNestedStructsHaveDotsInTheirNames) {
  user::Transformer model;
  const Parameters net(model);
  EXPECT_EQ(net.names(),
            (Names{"wte", "blocks.0.attn.qkv.weight", "blocks.0.attn.qkv.bias",
                   "blocks.0.attn.proj.weight", "blocks.0.attn.proj.bias", "blocks.0.mlp.weight",
                   "blocks.0.mlp.bias", "blocks.1.attn.qkv.weight", "blocks.1.attn.qkv.bias",
                   "blocks.1.attn.proj.weight", "blocks.1.attn.proj.bias", "blocks.1.mlp.weight",
                   "blocks.1.mlp.bias", "head.weight", "head.bias"}));
  ASSERT_EQ(net.ties().size(), 1u);
  EXPECT_EQ(net.ties()[0].name, "lm_head.weight");
  EXPECT_EQ(net.ties()[0].to, "wte");
  EXPECT_EQ(net.entries()[7].view.data, model.blocks[1].attn.qkv.weight.data());
}

TEST(Parameters, OfAPartTieNamesOfThatPart) {
  user::Transformer model;
  Parameters net;
  net.add("encoder", model);
  EXPECT_EQ(net.ties()[0].name, "encoder.lm_head.weight");
  EXPECT_EQ(net.ties()[0].to, "encoder.wte");
  net.tie("x", "encoder.wte");
  EXPECT_EQ(net.ties()[1].name, "x");
}

TEST(Parameters, AfterAPartHaveNoMoreOfItsName) {
  Linear layer(3, 2);
  Eigen::VectorXf b(2);
  Parameters net;
  net.add("layer", layer).add("b", b);
  EXPECT_EQ(net.names().back(), "b");
}

TEST(Parameters, OfContainersAreNumbered) {
  const Names two = {"net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias"};
  std::vector<Linear> vector(2, Linear(3, 2));
  std::array<Linear, 2> array = {Linear(3, 2), Linear(2, 3)};
  std::list<Linear> list(2, Linear(3, 2));
  std::deque<Linear> deque(2, Linear(3, 2));
  Linear c_array[2] = {Linear(3, 2), Linear(2, 3)};
  EXPECT_EQ(names_of(vector), two);
  EXPECT_EQ(names_of(array), two);
  EXPECT_EQ(names_of(list), two);
  EXPECT_EQ(names_of(deque), two);
  EXPECT_EQ(names_of(c_array), two);
  vector.resize(12, Linear(1, 1));
  EXPECT_EQ(names_of(vector)[22], "net.11.weight");
  vector.clear();
  EXPECT_EQ(names_of(vector), Names());
}

TEST(Parameters, OfContainersOfWeightsAreNumberedToo) {
  std::vector<Eigen::MatrixXf> weights(2, Eigen::MatrixXf(3, 2));
  std::array<Eigen::VectorXd, 2> biases;
  std::vector<std::vector<Eigen::MatrixXf>> nested = {weights, weights};
  EXPECT_EQ(names_of(weights), (Names{"net.0", "net.1"}));
  EXPECT_EQ(names_of(biases), (Names{"net.0", "net.1"}));
  EXPECT_EQ(names_of(nested), (Names{"net.0.0", "net.0.1", "net.1.0", "net.1.1"}));
}

TEST(Parameters, OfAVariantAreThoseOfWhatItHolds) {
  using Any = std::variant<Linear, user::Conv, user::Relu>;
  std::vector<Any> layers;
  layers.emplace_back(user::Conv());
  layers.emplace_back(user::Relu());
  layers.emplace_back(Linear(3, 2));
  EXPECT_EQ(names_of(layers), (Names{"net.0.weight", "net.2.weight", "net.2.bias"}));
  Parameters net(layers);
  // One rule for every linear layer, whatever else there is.
  init::Rules rules;
  rules.on("*.bias", init::zeros{});
  rules.on([](std::string_view, const std::vector<Index>& shape) { return shape.size() == 2; },
           init::xavier_uniform{});
  rules.otherwise(init::kaiming_normal{});
  EXPECT_TRUE(rules.plan(net).apply(Generator(1)).ok());
}

TEST(Parameters, OfAVariantOfWeightsAreTheWeight) {
  std::variant<Eigen::MatrixXf, Eigen::MatrixXd> precision = Eigen::MatrixXd(3, 2);
  Parameters net;
  net.add("weight", precision);
  EXPECT_EQ(net.names(), Names{"weight"});
  EXPECT_EQ(view_of(net).type(), ScalarType::float64);
}

TEST(Parameters, BehindPointersAreThoseOfWhatTheyPointTo) {
  const Names one = {"net.weight", "net.bias"};
  Linear layer(3, 2);
  EXPECT_EQ(names_of(&layer), one);
  EXPECT_EQ(names_of(std::make_unique<Linear>(3, 2)), one);
  const auto shared = std::make_shared<Linear>(3, 2);
  EXPECT_EQ(names_of(shared), one);
  std::optional<Linear> optional(layer);
  EXPECT_EQ(names_of(optional), one);
  std::vector<std::unique_ptr<Linear>> owned;
  owned.push_back(std::make_unique<Linear>(3, 2));
  EXPECT_EQ(names_of(owned), (Names{"net.0.weight", "net.0.bias"}));
  Linear* pointer = &layer;
  Linear** to_pointer = &pointer;
  EXPECT_EQ(names_of(to_pointer), one);
}

TEST(Parameters, BehindPointersToWeightsAreTheWeights) {
  Eigen::MatrixXf weight(3, 2);
  std::optional<Eigen::VectorXf> bias(Eigen::VectorXf(4));
  const auto owned = std::make_unique<Eigen::Tensor<float, 3>>(2, 3, 4);
  Parameters net;
  net.add("weight", &weight).add("bias", bias).add("tensor", owned);
  EXPECT_EQ(net.names(), (Names{"weight", "bias", "tensor"}));
  EXPECT_EQ(net.entries()[1].view.data, bias->data());
}

TEST(Parameters, AreNotThoseOfANullPointer) {
  const std::string empty = " is a null pointer; add what is there";
  Parameters net;
  Linear* null = nullptr;
  std::unique_ptr<user::Layer> unique;
  std::optional<Linear> optional;
  std::vector<std::shared_ptr<Linear>> shared(1);
  EXPECT_EQ(message_of([&] { net.add("a", null); }), "Parameters: 'a'" + empty);
  EXPECT_EQ(message_of([&] { net.add("a.b", unique); }), "Parameters: 'a.b'" + empty);
  net.add("a", optional);  // which may be empty
  EXPECT_EQ(net.size(), 0u);
  EXPECT_EQ(message_of([&] { net.add("a", shared); }), "Parameters: 'a.0'" + empty);
  // And what is added next stands at the top again.
  Linear layer(3, 2);
  net.add("layer", layer);
  EXPECT_EQ(net.names(), (Names{"layer.weight", "layer.bias"}));
}

TEST(Parameters, OfAPolymorphicLayerAreListedByAVirtualFunction) {
  std::vector<std::unique_ptr<user::Layer>> network;
  network.push_back(std::make_unique<user::FullyConnected>(3, 2));
  network.push_back(std::make_unique<user::MaxPooling>());
  network.push_back(std::make_unique<user::FullyConnected>(2, 4));
  Parameters net(network);
  EXPECT_EQ(net.names(), (Names{"0.weight", "0.bias", "2.weight", "2.bias"}));
  std::vector<user::Layer*> raw;
  for (const auto& layer : network) raw.push_back(layer.get());
  EXPECT_EQ(Parameters(raw).names(), net.names());
  user::FullyConnected derived(3, 2);
  EXPECT_EQ(names_of(derived), (Names{"net.weight", "net.bias"}));
}

TEST(Parameters, MayBePrivateAndListedByAFriend) {
  user::Hidden layer;
  Parameters net(layer);
  EXPECT_EQ(net.names(), (Names{"kernel", "offset"}));
  (void)init::Rules().on("*", init::ones{}).plan(net).apply(Generator(1));
  EXPECT_EQ(layer.kernel(), Eigen::MatrixXd::Ones(3, 2));
}

TEST(Parameters, OfAContainerThatListsItselfAreWhatItLists) {
  user::Sequence sequence(2, Linear(3, 2));
  EXPECT_EQ(names_of(sequence), (Names{"net.layer0.weight", "net.layer0.bias", "net.layer1.weight",
                                       "net.layer1.bias"}));
}

TEST(Parameters, AreCopiedWithTheirNamesAndTies) {
  user::Transformer model;
  Parameters net(model);
  Parameters copy(net);
  EXPECT_EQ(copy.names(), net.names());
  EXPECT_EQ(copy.ties().size(), 1u);
  Eigen::VectorXf b(3);
  copy.add("more", b);
  EXPECT_EQ(copy.size(), net.size() + 1);
}

TEST(Parameters, AreEveryKindOfMemory) {
  Eigen::Matrix<Eigen::bfloat16, 3, 2, Eigen::RowMajor> rows;
  Eigen::MatrixXcf columns(4, 5);
  Eigen::VectorXd vector(7);
  std::vector<float> memory(100);
  Eigen::Map<Eigen::MatrixXf, 0, Eigen::OuterStride<>> map(memory.data(), 3, 2,
                                                           Eigen::OuterStride<>(10));
  Eigen::Tensor<Eigen::half, 3, Eigen::RowMajor> tensor(2, 3, 4);
  Eigen::TensorMap<Eigen::Tensor<float, 2>> tensor_map(memory.data() + 50, 5, 2);

  const auto expect_axes = [](const init::AnyView& view, ScalarType type, const void* data,
                              const std::vector<std::array<Index, 2>>& extents_and_strides) {
    EXPECT_EQ(view.type(), type);
    EXPECT_EQ(view.data, data);
    ASSERT_EQ(view.rank, extents_and_strides.size());
    for (std::size_t k = 0; k < view.rank; ++k) {
      EXPECT_EQ(view.axes[k].extent, extents_and_strides[k][0]);
      EXPECT_EQ(view.axes[k].stride, extents_and_strides[k][1]);
      EXPECT_EQ(view.axes[k].whole, extents_and_strides[k][0]);
      EXPECT_EQ(view.axes[k].origin, 0);
    }
    for (std::size_t k = view.rank; k < view.axes.size(); ++k) EXPECT_EQ(view.axes[k].extent, 1);
  };
  expect_axes(view_of_added(rows), ScalarType::bfloat16, rows.data(), {{3, 2}, {2, 1}});
  expect_axes(view_of_added(columns), ScalarType::complex64, columns.data(), {{4, 1}, {5, 4}});
  expect_axes(view_of_added(vector), ScalarType::float64, vector.data(), {{7, 1}});
  expect_axes(view_of_added(map), ScalarType::float32, memory.data(), {{3, 1}, {2, 10}});
  expect_axes(view_of_added(columns.block(1, 2, 2, 3)), ScalarType::complex64, columns.data() + 9,
              {{2, 1}, {3, 4}});
  expect_axes(view_of_added(columns.transpose()), ScalarType::complex64, columns.data(),
              {{5, 4}, {4, 1}});
  expect_axes(view_of_added(tensor), ScalarType::float16, tensor.data(), {{2, 12}, {3, 4}, {4, 1}});
  expect_axes(view_of_added(tensor_map), ScalarType::float32, memory.data() + 50, {{5, 1}, {2, 5}});
  expect_axes(view_of_added(init::View<float, 1>{memory.data(), {{{6, 3, 6, 0}}}}),
              ScalarType::float32, memory.data(), {{6, 3}});
  expect_axes(view_of_added(view_of_added(vector)), ScalarType::float64, vector.data(), {{7, 1}});
}

TEST(Parameters, AreShardsOfTheWhole) {
  Eigen::MatrixXf part(3, 2);
  const init::AnyView view = view_of_added(init::shard(part, {30, 20}, {6, 10}));
  EXPECT_EQ(view.data, part.data());
  EXPECT_EQ(view.axes[0].extent, 3);
  EXPECT_EQ(view.axes[0].whole, 30);
  EXPECT_EQ(view.axes[0].origin, 6);
  EXPECT_EQ(view.axes[1].whole, 20);
  EXPECT_EQ(view.axes[1].origin, 10);
}

TEST(Parameters, MayBeDeclaredWithoutMemory) {
  Parameters net;
  net.declare<std::complex<double>>("a", {2, 3, 4});
  net.declare<float>("b", std::vector<Index>{1, 2, 3, 4, 5, 6, 7, 8});
  net.declare<Eigen::bfloat16>("c", {0, 5});
  const init::AnyView a = net.entries()[0].view;
  EXPECT_EQ(a.data, nullptr);
  EXPECT_EQ(a.type(), ScalarType::complex128);
  EXPECT_EQ(a.rank, 3u);
  EXPECT_EQ(a.size(), 24);
  EXPECT_EQ(a.axes[2].whole, 4);
  EXPECT_EQ(a.axes[3].extent, 1);
  EXPECT_EQ(net.entries()[1].view.rank, 8u);
  EXPECT_EQ(net.entries()[1].view.size(), 40320);
  EXPECT_EQ(net.entries()[2].view.size(), 0);
}

TEST(Parameters, AreNotDeclaredWithBadExtents) {
  Parameters net;
  EXPECT_EQ(message_of([&] {
              net.declare<float>("w", {2, -3});
            }),
            "Parameters: 'w' is declared with the extent -3; pass 0 or more");
  EXPECT_EQ(message_of([&] { net.declare<float>("w", std::vector<Index>()); }),
            "Parameters: 'w' is declared with 0 extents; pass 1 to 8");
  EXPECT_EQ(message_of([&] {
              net.declare<float>("w", {1, 1, 1, 1, 1, 1, 1, 1, 1});
            }),
            "Parameters: 'w' is declared with 9 extents; pass 1 to 8");
  EXPECT_EQ(message_of([&] {
              net.declare<std::complex<float>>("w", {1, 1, 1, 1, 1, 1, 1, 1});
            }),
            "Parameters: 'w' is declared with 8 extents; pass 1 to 7");
  EXPECT_EQ(message_of([&] {
              net.declare<float>("w", {Index(1) << 31, Index(1) << 30});
            }),
            "Parameters: 'w' is declared with more bytes than an Index counts; pass smaller "
            "extents");
  EXPECT_EQ(net.size(), 0u);
  net.declare<float>("w", {0, Index(1) << 62, 4});
  EXPECT_EQ(net.entries()[0].view.size(), 0);
}

TEST(Parameters, AreDeclaredUnderTheNameOfAPart) {
  struct Declared {
    static void list(Parameters& parameters) { parameters.declare<float>("w", {-1}); }
  };
  struct Part : user::Layer {
    void list(Parameters& parameters) override { Declared::list(parameters); }
  } part;
  Parameters net;
  EXPECT_EQ(message_of([&] { net.add("part", part); }),
            "Parameters: 'part.w' is declared with the extent -1; pass 0 or more");
}
