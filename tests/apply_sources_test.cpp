// Where the numbers of a plan come from: from a generator each parameter has its own by its name,
// from other sources in the order of the parameters.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <cstddef>
#include <eigeninit/model.hpp>
#include <eigeninit/torch.hpp>
#include <map>
#include <random>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Rules;

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Kernel = Eigen::Tensor<float, 4, Eigen::RowMajor>;
using Bfloat16Vector = Eigen::Matrix<Eigen::bfloat16, Eigen::Dynamic, 1>;

/// Matrices by their names.
using Model = std::map<std::string, Eigen::MatrixXf>;

/// A model with weights of these names, added in this order, and filled.
Model filled(const std::vector<std::string>& names, Generator rng = Generator(5)) {
  Model model;
  Parameters net;
  for (const std::string& name : names) {
    model[name].setConstant(7, 5, -1);
    net.add(name, model[name]);
  }
  (void)Rules().on("*", init::normal{}).plan(net).apply(rng);
  return model;
}

/// What a model of these weights has after normal{0.1, 2}, whatever they are before.
template <class Weight>
Weight by_normal(Weight w, Generator rng) {
  init::normal{0.1, 2}(w, rng);
  return w;
}

/// Shaped like LeNet, as PyTorch's modules keep it, and listed as they list it.
struct LeNet {
  Kernel conv1{6, 1, 5, 5}, conv2{16, 6, 5, 5};
  RowMajor fc1{120, 400}, fc2{84, 120}, fc3{10, 84};
  Eigen::VectorXf conv1_bias{6}, conv2_bias{16}, fc1_bias{120}, fc2_bias{84}, fc3_bias{10};

  /// Calls visit(name, parameter) for each.
  template <class Visit>
  void for_each(const Visit& visit) {
    visit("conv1.weight", conv1);
    visit("conv1.bias", conv1_bias);
    visit("conv2.weight", conv2);
    visit("conv2.bias", conv2_bias);
    visit("fc1.weight", fc1);
    visit("fc1.bias", fc1_bias);
    visit("fc2.weight", fc2);
    visit("fc2.bias", fc2_bias);
    visit("fc3.weight", fc3);
    visit("fc3.bias", fc3_bias);
  }

  Parameters parameters() {
    Parameters net;
    for_each([&](const char* name, auto& parameter) { net.add(name, parameter); });
    return net;
  }

  /// All elements, in the order of for_each() and of memory.
  std::vector<float> elements() {
    std::vector<float> result;
    for_each([&](const char*, auto& parameter) {
      result.insert(result.end(), parameter.data(), parameter.data() + parameter.size());
    });
    return result;
  }
};

/// A generator that counts, and notes how large its fills are.
class CountingSource {
 public:
  static constexpr init::SourceTraits traits{};

  explicit CountingSource(Generator generator) : generator_(generator) {}

  template <class View, class Distribution>
  void fill(const View& view, const Distribution& distribution) {
    sizes.push_back(view.size());
    generator_.fill(view, distribution);
  }
  std::vector<Index> permutation(Index n) {
    sizes.push_back(-n);
    return generator_.permutation(n);
  }

  std::vector<Index> sizes;  // of orders negative

 private:
  Generator generator_;
};

/// A source that fills no complex numbers.
struct RealSource : CountingSource {
  static constexpr init::SourceTraits traits{false, init::SourceTraits::Scalars::real};
  using CountingSource::CountingSource;
};

}  // namespace

TEST(ApplyByName, GivesAParameterItsNumbersWhateverElseThereIs) {
  const Model few = filled({"a", "b"});
  const Model more = filled({"z", "b", "between", "a"});
  EXPECT_EQ(more.at("a"), few.at("a"));
  EXPECT_EQ(more.at("b"), few.at("b"));
  EXPECT_EQ(filled({"a"}).at("a"), few.at("a"));
}

TEST(ApplyByName, GivesOtherNumbersByAnotherName) {
  const Model model = filled({"a", "b", "c"});
  const Model renamed = filled({"a", "new", "c"});
  EXPECT_EQ(renamed.at("a"), model.at("a"));
  EXPECT_EQ(renamed.at("c"), model.at("c"));
  EXPECT_EQ((renamed.at("new").array() == model.at("b").array()).count(), 0);
}

TEST(ApplyByName, GivesParametersOfOneShapeDifferentNumbers) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back("layers." + std::to_string(i) + ".weight");
  const Model model = filled(names);
  for (const auto& [a, first] : model) {
    for (const auto& [b, second] : model) {
      if (a == b) continue;
      EXPECT_LE((first.array() == second.array()).count(), 1) << a << " and " << b;
    }
  }
}

TEST(ApplyByName, GivesWhatTheStreamOfTheNameGives) {
  const Model model = filled({"blocks.0.weight", "ä.ö"}, Generator(9));
  for (const auto& [name, weight] : model) {
    Eigen::MatrixXf expected(7, 5);
    Generator stream = Generator(9).stream(name);
    init::normal{}(expected, stream);
    EXPECT_EQ(weight, expected) << name;
  }
}

TEST(ApplyByName, FillsATiedParameterByTheNameThatItIsTiedTo) {
  Eigen::MatrixXf embedding(7, 5);
  Parameters net;
  net.add("embed", embedding).tie("head", "embed");
  (void)Rules().on("*", init::normal{}).plan(net).apply(Generator(5));
  EXPECT_EQ(embedding, filled({"embed"}).at("embed"));
  // The order of adding does not matter, nor does which of the two is added first.
  Parameters both;
  Eigen::MatrixXf w(7, 5);
  both.add("head", w).add("embed", w).tie("head", "embed");
  (void)Rules().on("*", init::normal{}).plan(both).apply(Generator(5));
  EXPECT_EQ(w, embedding);
}

TEST(ApplyByName, GivesDifferentNumbersToSubstreams) {
  EXPECT_NE(filled({"a"}, Generator(5).stream(1)), filled({"a"}, Generator(5).stream(2)));
}

TEST(ApplyByName, LeavesTheGeneratorAndDoesNotLookAtWhatItHasFilled) {
  Generator rng(5);
  Eigen::VectorXf other(3);
  init::normal{}(other, rng);
  const Generator before = rng;
  Eigen::MatrixXf w(7, 5);
  Parameters net;
  net.add("a", w);
  const init::Plan plan = Rules().on("*", init::normal{}).plan(net);
  (void)plan.apply(rng);
  EXPECT_EQ(rng, before);
  EXPECT_EQ(w, filled({"a"}).at("a"));
  w.setZero();
  (void)plan.apply(rng);
  EXPECT_EQ(w, filled({"a"}).at("a"));
}

TEST(ApplyByName, FillsEveryKindOfEigenObject) {
  std::vector<float> memory(1000, -77);
  const auto expected = [](auto object, const char* name) {
    return by_normal(object, Generator(5).stream(name));
  };
  Eigen::Matrix3d fixed = Eigen::Matrix3d::Zero();
  RowMajor row_major(9, 4), surrounded = RowMajor::Constant(9, 8, -77);
  Eigen::ArrayXXf array(6, 2);
  Eigen::RowVectorXcd row(11);
  Eigen::Map<Eigen::MatrixXf, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> map(
      memory.data() + 2, 7, 5, {100, 3});
  Eigen::Tensor<Eigen::half, 3, Eigen::RowMajor> tensor(3, 5, 2);
  Eigen::TensorMap<Eigen::Tensor<float, 2>> tensor_map(memory.data() + 600, 4, 6);
  Parameters net;
  net.add("fixed", fixed).add("rows", row_major).add("block", surrounded.middleCols(3, 2));
  net.add("array", array).add("row", row).add("map", map).add("tensor", tensor);
  net.add("tensor_map", tensor_map);
  (void)Rules().on("*", init::normal{0.1, 2}).plan(net).apply(Generator(5));
  EXPECT_EQ(fixed, expected(Eigen::Matrix3d::Zero().eval(), "fixed"));
  EXPECT_EQ(Eigen::MatrixXf(row_major), expected(Eigen::MatrixXf(9, 4), "rows"));
  EXPECT_EQ(Eigen::MatrixXf(surrounded.middleCols(3, 2)), expected(Eigen::MatrixXf(9, 2), "block"));
  EXPECT_EQ((surrounded.array() == -77).count(), 9 * 6);
  EXPECT_TRUE((array == expected(Eigen::ArrayXXf(6, 2), "array")).all());
  EXPECT_EQ(row, expected(Eigen::RowVectorXcd(11), "row"));
  EXPECT_EQ(Eigen::MatrixXf(map), expected(Eigen::MatrixXf(7, 5), "map"));
  EXPECT_EQ(std::count(memory.begin(), memory.end(), -77.0f), 1000 - 7 * 5 - 4 * 6);
  const Eigen::Tensor<Eigen::half, 3, Eigen::RowMajor> wanted = expected(tensor, "tensor");
  EXPECT_TRUE(std::equal(wanted.data(), wanted.data() + wanted.size(), tensor.data()));
  const Eigen::Tensor<float, 2> wanted_2 = expected(Eigen::Tensor<float, 2>(4, 6), "tensor_map");
  EXPECT_TRUE(std::equal(wanted_2.data(), wanted_2.data() + wanted_2.size(), memory.data() + 600));
}

TEST(ApplyByName, TakesAGeneratorThatIsATemporary) {
  Eigen::MatrixXf w(7, 5);
  Parameters net;
  net.add("a", w);
  const init::Report report = Rules().on("*", init::normal{}).plan(net).apply(Generator(5));
  EXPECT_EQ(w, filled({"a"}).at("a"));
  EXPECT_EQ(report.origin().source, "eigeninit::Generator, stream format 1");
  EXPECT_EQ(report.origin().seed, 5u);
  EXPECT_TRUE(report.origin().has_streams);
}

TEST(ApplyFromAnEngine, DrawsOneKeyForAll) {
  std::mt19937 engine(3), twin(3);
  Eigen::MatrixXf a(7, 5), b(6, 4);
  Parameters net;
  net.add("a", a).add("b", b);
  const init::Report report = Rules().on("*", init::normal{}).plan(net).apply(engine);
  // Two words of 32 bits, the lower one first.
  const std::uint64_t low = twin(), high = twin();
  EXPECT_TRUE(engine == twin);
  EXPECT_EQ(a, filled({"a"}, Generator(low + (high << 32))).at("a"));
  EXPECT_EQ(report.origin().seed, low + (high << 32));
}

TEST(ApplyFromAnEngine, DrawsNothingWhereThePlanIsRefused) {
  std::mt19937 engine(3);
  const std::mt19937 before = engine;
  Parameters net;
  net.declare<float>("a", {3, 4});
  const init::Plan plan = Rules().on("*", init::normal{}).plan(net);
  EXPECT_EQ(message_of([&] { (void)plan.apply(engine); }),
            "apply: 1 fault, and nothing was written\n"
            "  'a' is declared and has no memory; add() it");
  EXPECT_TRUE(engine == before);
}

TEST(ApplyFromTorch, GivesWhatALoopOverTheParametersGives) {
  LeNet by_plan, by_loop;
  Rules rules;
  rules.on("*.bias", init::uniform{-0.1, 0.1}).on("conv*.weight", init::kaiming_normal{});
  rules.on("fc3.weight", init::xavier<init::truncated_normal>{});
  rules.on("*.weight", init::torch_default{});
  init::torch::Generator rng(42), loop_rng(42);
  const init::Report report = rules.plan(by_plan.parameters()).apply(rng);
  EXPECT_TRUE(report.ok());
  by_loop.for_each([&](const std::string& name, auto& w) {
    if constexpr (init::rank_of<decltype(w)> == 1) {
      init::uniform{-0.1, 0.1}(w, loop_rng);
    } else if constexpr (init::rank_of<decltype(w)> == 4) {
      init::kaiming_normal{}(w, loop_rng);
    } else if (name == "fc3.weight") {
      init::xavier<init::truncated_normal>{}(w, loop_rng);
    } else {
      init::torch_default{}(w, loop_rng);
    }
  });
  EXPECT_TRUE(by_plan.elements() == by_loop.elements());
  Eigen::VectorXf next(3), loop_next(3);
  init::uniform{}(next, rng);
  init::uniform{}(loop_next, loop_rng);
  EXPECT_EQ(next, loop_next);
  EXPECT_EQ(report.origin().source, "torch::Generator");
  EXPECT_EQ(report.origin().seed, 42u);
  EXPECT_FALSE(report.origin().has_streams);
}

TEST(ApplyFromTorch, GivesWhatPyTorchGives) {
  // torch.manual_seed(42); torch.nn.init.uniform_(torch.empty(4)), then again.
  Eigen::Vector4f first, second;
  Parameters net;
  net.add("z", first).add("a", second);
  (void)Rules().on("*", init::uniform{}).plan(net).apply(init::torch::Generator(42));
  EXPECT_EQ(first, Eigen::Vector4f(0.88226926f, 0.91500396f, 0.38286376f, 0.95930564f));
  EXPECT_EQ(second, Eigen::Vector4f(0.39044821f, 0.60089535f, 0.25657248f, 0.79364133f));
}

TEST(ApplyFromTorch, DrawsInTheOrderInWhichParametersWereAdded) {
  Eigen::VectorXf a(5), b(5), c(5), first(5), second(5), third(5);
  Parameters net;
  net.add("b", b).add("c", c).add("a", a);
  init::torch::Generator rng(7), loop_rng(7);
  (void)Rules().on("a", init::normal{}).on("*", init::uniform{}).plan(net).apply(rng);
  init::uniform{}(first, loop_rng);
  init::uniform{}(second, loop_rng);
  init::normal{}(third, loop_rng);
  EXPECT_EQ(b, first);
  EXPECT_EQ(c, second);
  EXPECT_EQ(a, third);
}

TEST(ApplyFromTorch, DrawsNothingForWhatIsKeptOrConstant) {
  Eigen::VectorXf kept = Eigen::VectorXf::Constant(5, 3), skipped = kept, zero(5), w(5), first(5);
  Parameters net;
  net.add("kept", kept).add("skipped", skipped).add("zero", zero).add("w", w);
  Rules rules;
  rules.keep("kept").on("zero", init::zeros{}).on("*", init::normal{});
  init::torch::Generator rng(7), loop_rng(7);
  (void)rules.plan(net).skip({"skipped"}).apply(rng);
  init::normal{}(first, loop_rng);
  EXPECT_EQ(w, first);
  EXPECT_EQ(kept, Eigen::VectorXf::Constant(5, 3));
  EXPECT_EQ(skipped, kept);
}

TEST(ApplyFromTorch, FillsMatricesAsPyTorchDoes) {
  Eigen::MatrixXf q(8, 6), sparse(9, 4), q_by_itself(8, 6), sparse_by_itself(9, 4);
  Eigen::MatrixXd packed(6, 4), packed_by_itself(6, 4);
  Parameters net;
  net.add("q", q).add("sparse", sparse).add("packed", packed);
  Rules rules;
  rules.on("q", init::orthogonal{}).on("sparse", init::sparse{0.3});
  rules.on("packed", init::packed{init::xavier_normal{}, 3});
  init::torch::Generator rng(7), loop_rng(7);
  (void)rules.plan(net).apply(rng);
  init::orthogonal{}(q_by_itself, loop_rng);
  init::sparse{0.3}(sparse_by_itself, loop_rng);
  init::packed{init::xavier_normal{}, 3}(packed_by_itself, loop_rng);
  EXPECT_EQ(q, q_by_itself);
  EXPECT_EQ(sparse, sparse_by_itself);
  EXPECT_EQ(packed, packed_by_itself);
}

TEST(ApplyFromTorch, RefusesAtOnceAllThatItDoesNotFill) {
  Bfloat16Vector brain = Bfloat16Vector::Constant(6, Eigen::bfloat16(5));
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(4, 4, 5), part = w;
  Eigen::VectorXcf complex = Eigen::VectorXcf::Constant(3, 5);
  Eigen::Matrix<Eigen::half, 3, 1> half, kept;
  half.setConstant(Eigen::half(5));
  kept = half;
  Parameters net;
  net.add("w", w).add("brain", brain).add("part", init::shard(part, {8, 4}, {4, 0}));
  net.add("complex", complex).add("half", half).add("kept", kept).declare<double>("none", {2});
  net.add("whole", init::shard(w, {4, 4}, {0, 0})).tie("whole", "w");
  Rules rules;
  rules.keep("kept").on("*", init::normal{});
  init::torch::Generator rng(42);
  EXPECT_EQ(message_of([&] { (void)rules.plan(net).apply(rng); }),
            "apply: 5 faults, and nothing was written\n"
            "  the source does not fill bfloat16, which 'brain' is; keep() it, or apply an "
            "eigeninit::Generator\n"
            "  the source fills no parts, and 'part' is a shard; apply an eigeninit::Generator\n"
            "  the source does not fill complex64, which 'complex' is; keep() it, or apply an "
            "eigeninit::Generator\n"
            "  the source does not fill float16, which 'half' is; keep() it, or apply an "
            "eigeninit::Generator\n"
            "  'none' is declared and has no memory; add() it");
  EXPECT_TRUE((w.array() == 5).all());
  EXPECT_TRUE((part.array() == 5).all());
  EXPECT_TRUE((brain.array() == Eigen::bfloat16(5)).all());
  EXPECT_TRUE((half.array() == Eigen::half(5)).all());
  Eigen::VectorXf next(3), first(3);
  init::torch::Generator twin(42);
  init::normal{}(next, rng);
  init::normal{}(first, twin);
  EXPECT_EQ(next, first);
}

TEST(ApplyFromAUsersSource, DrawsInTheOrderInWhichParametersWereAdded) {
  Eigen::VectorXf b(5), c(7), b_by_itself(5), c_by_itself(7);
  Eigen::Matrix<std::complex<double>, 6, 4> a, a_by_itself;
  Eigen::MatrixXd sparse(4, 2);
  Parameters net;
  net.add("b", b).add("c", c).add("a", a).add("sparse", sparse);
  Rules rules;
  rules.on("a", init::packed{init::xavier_uniform{}, 2}).on("sparse", init::sparse{0.5});
  rules.on("c", init::ones{}).on("*", init::normal{});
  CountingSource source(Generator(7)), twin(Generator(7));
  const init::Report report = rules.plan(net).apply(source);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(source.sizes, (std::vector<Index>{5, 12, 12, 8, -4, -4}));
  init::normal{}(b_by_itself, twin);
  init::packed{init::xavier_uniform{}, 2}(a_by_itself, twin);
  EXPECT_EQ(b, b_by_itself);
  EXPECT_EQ(a, a_by_itself);
  EXPECT_EQ(c, Eigen::VectorXf::Ones(7));
  EXPECT_EQ(report.origin().source, "another source");
  EXPECT_EQ(report.origin().seed, std::nullopt);
  EXPECT_FALSE(report.origin().has_streams);
}

TEST(ApplyFromAUsersSource, FillsAPartAtATimeWhereTheSourceDoes) {
  Eigen::MatrixXf whole(8, 6), part(4, 6);
  Parameters net;
  net.add("part", init::shard(part, {8, 6}, {4, 0}));
  CountingSource source(Generator(7)), twin(Generator(7));
  (void)Rules().on("*", init::kaiming_normal{}).plan(net).apply(source);
  init::kaiming_normal{}(whole, twin);
  EXPECT_EQ(part, whole.bottomRows(4));
}

TEST(ApplyFromAUsersSource, RefusesTheScalarsThatItDoesNotFill) {
  Eigen::VectorXcd complex = Eigen::VectorXcd::Constant(3, 5);
  Bfloat16Vector brain(6);
  Parameters net;
  net.add("brain", brain).add("complex", complex);
  RealSource source(Generator(7));
  EXPECT_EQ(message_of([&] { (void)Rules().on("*", init::normal{}).plan(net).apply(source); }),
            "apply: 1 fault, and nothing was written\n"
            "  the source does not fill complex128, which 'complex' is; keep() it, or apply an "
            "eigeninit::Generator");
  EXPECT_TRUE(source.sizes.empty());
  Rules rules;
  rules.keep("complex").on("*", init::normal{});
  (void)rules.plan(net).apply(source);
  EXPECT_EQ(source.sizes, std::vector<Index>{6});
  EXPECT_TRUE((complex.array() == 5.0).all());
}
