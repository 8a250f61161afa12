// Hashes and fingerprints by their formula: what changes them and what does not, in every scalar.
// And what manifest_test.cpp does not ask of manifests.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <eigeninit/model.hpp>
#include <eigeninit/torch.hpp>
#include <limits>
#include <set>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
namespace json = eigeninit::internal::json;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Report;
using init::Rules;

namespace {

using Lines = std::vector<std::string>;

template <class Scalar, int order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;

std::string hex(std::uint64_t number) {
  char buffer[20];
  std::snprintf(buffer, sizeof buffer, "%016llx", static_cast<unsigned long long>(number));
  return buffer;
}

/// A report of parameters as they are.
Report kept(const Parameters& net) {
  return Rules().keep("*").optional().plan(net).apply(Generator(0));
}

/// The hash of one weight as it is.
template <class Weight>
std::uint64_t hash_of(Weight&& weight) {
  Parameters net;
  net.add("w", weight);
  return kept(net).rows().at(0).hash;
}

/// The fingerprint of one weight of this name.
template <class Weight>
std::uint64_t fingerprint_of(const char* name, Weight&& weight) {
  Parameters net;
  net.add(name, weight);
  return kept(net).fingerprint();
}

/// The documented formula of a hash, of the words of elements in column-major order.
std::uint64_t hash_of_words(const std::vector<std::uint32_t>& words) {
  std::uint64_t sum = 0, number = 0;
  for (const std::uint64_t word : words) {
    const std::uint64_t y = ++number * 0x9e3779b97f4a7c15 + word * 0xbb67ae85;
    const std::uint64_t high = y / 0x100000000, low = y % 0x100000000;
    sum += high * (high ^ low) + word * 0x100000000;
  }
  return sum;
}

/// The words of a column-major matrix.
template <class Scalar>
std::vector<std::uint32_t> words_of(const Matrix<Scalar>& w) {
  const std::size_t bytes = std::size_t(w.size()) * sizeof(Scalar);
  if (sizeof(Scalar) > 2) {
    std::vector<std::uint32_t> words(bytes / 4);
    std::memcpy(words.data(), static_cast<const void*>(w.data()), bytes);
    return words;
  }
  std::vector<std::uint16_t> halves(bytes / 2);
  std::memcpy(halves.data(), static_cast<const void*>(w.data()), bytes);
  std::vector<std::uint32_t> words;
  for (const std::uint32_t half : halves) words.push_back(half << 16);
  return words;
}

template <class Scalar>
Matrix<Scalar> filled(Index rows, Index columns, double mean = 0) {
  Matrix<Scalar> w(rows, columns);
  Generator rng(5);
  init::normal{mean, 1}(w, rng);
  return w;
}

/// Calls use(scalar) with one of each.
template <class Use>
void for_each_scalar(const Use& use) {
  use(float());
  use(double());
  use(Eigen::half());
  use(Eigen::bfloat16());
  use(std::complex<float>());
  use(std::complex<double>());
}

/// A model of two filled parameters, one of which has another name, and one that is kept.
struct Model {
  Matrix<float> weight = Matrix<float>(4, 3);
  Eigen::VectorXd bias{4};
  Matrix<Eigen::bfloat16> table = Matrix<Eigen::bfloat16>::Constant(2, 2, Eigen::bfloat16(3));
  Parameters net;

  Model() {
    net.add("fc.weight", weight).add("fc.bias", bias).add("table", table);
    net.tie("head", "fc.weight");
  }

  Report apply() {
    Rules rules;
    rules.keep("table").on("*.bias", init::zeros{}).on("*", init::normal{0, 0.02});
    return rules.plan(net).apply(Generator(42));
  }
};

}  // namespace

TEST(Hash, FollowsItsFormula) {
  EXPECT_EQ(hash_of(Matrix<float>(0, 3)), 0u);
  for_each_scalar([](auto scalar) {
    using Scalar = decltype(scalar);
    for (const auto& [rows, columns] : {std::pair<Index, Index>(1, 1), {7, 5}, {301, 402}}) {
      const auto w = filled<Scalar>(rows, columns);
      EXPECT_EQ(hash_of(Matrix<Scalar>(w)), hash_of_words(words_of(w)));
    }
  });
}

TEST(Hash, IsThatOfTheValuesAfterAFill) {
  for_each_scalar([](auto scalar) {
    using Scalar = decltype(scalar);
    Matrix<Scalar> w(301, 402);
    Parameters net;
    net.add("w", w);
    for (const double mean : {0.0, 2.0}) {
      const Report report = Rules().on("*", init::normal{mean, 1}).plan(net).apply(Generator(3));
      EXPECT_EQ(report.rows()[0].hash, hash_of_words(words_of(w)));
    }
  });
}

TEST(Hash, DoesNotDependOnHowTheValuesLieInMemory) {
  for_each_scalar([](auto scalar) {
    using Scalar = decltype(scalar);
    const auto w = filled<Scalar>(301, 402);
    const std::uint64_t hash = hash_of(Matrix<Scalar>(w));
    EXPECT_EQ(hash_of(Matrix<Scalar, Eigen::RowMajor>(w)), hash);
    Matrix<Scalar> surrounded(400, 500);
    surrounded.block(3, 5, 301, 402) = w;
    EXPECT_EQ(hash_of(surrounded.block(3, 5, 301, 402)), hash);
    Matrix<Scalar> transposed = w.transpose();
    EXPECT_EQ(hash_of(transposed.transpose()), hash);
    EXPECT_NE(hash_of(transposed), hash);
    Eigen::Map<Matrix<Scalar>, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> backwards(
        surrounded.data() + 300 * 2, 100, 100, {900, -2});
    backwards = w.topLeftCorner(100, 100);
    EXPECT_EQ(hash_of(backwards), hash_of(Matrix<Scalar>(w.topLeftCorner(100, 100))));
  });
}

TEST(Hash, OfPartsAddsUpToThatOfTheWhole) {
  for_each_scalar([](auto scalar) {
    using Scalar = decltype(scalar);
    auto w = filled<Scalar>(61, 47);
    std::uint64_t sum = 0;
    for (const auto& [row, rows] : {std::pair<Index, Index>(0, 20), {20, 41}}) {
      for (const auto& [column, columns] : {std::pair<Index, Index>(0, 1), {1, 30}, {31, 16}}) {
        Matrix<Scalar, Eigen::RowMajor> part = w.block(row, column, rows, columns);
        sum += hash_of(init::shard(part, {61, 47}, {row, column}));
      }
    }
    EXPECT_EQ(sum, hash_of(w));
  });
}

TEST(Hash, ChangesWithEveryBit) {
  for_each_scalar([](auto scalar) {
    using Scalar = decltype(scalar);
    auto w = filled<Scalar>(5, 3);
    std::set<std::uint64_t> hashes = {hash_of(w)};
    std::size_t count = 1;
    auto* const bytes = reinterpret_cast<unsigned char*>(w.data());
    for (std::size_t byte = 0; byte < 15 * sizeof(Scalar); ++byte) {
      for (int bit = 0; bit < 8; ++bit, ++count) {
        bytes[byte] = static_cast<unsigned char>(bytes[byte] ^ (1 << bit));
        hashes.insert(hash_of(w));
        bytes[byte] = static_cast<unsigned char>(bytes[byte] ^ (1 << bit));
      }
    }
    EXPECT_EQ(hashes.size(), count);
  });
}

TEST(Hash, ChangesWhereValuesChangePlaces) {
  auto w = filled<float>(20, 20);
  std::set<std::uint64_t> hashes = {hash_of(w)};
  std::size_t count = 1;
  for (Index i = 0; i < 20; ++i) {
    for (Index j = 0; j < i; ++j, ++count) {
      w.row(i).swap(w.row(j));
      hashes.insert(hash_of(w));
      w.row(i).swap(w.row(j));
    }
  }
  EXPECT_EQ(hashes.size(), count);
}

TEST(Hash, TellsZeroFromMinusZeroAndNaNsApart) {
  Matrix<float> zero = Matrix<float>::Zero(2, 2), minus = -zero;
  EXPECT_NE(hash_of(zero), hash_of(minus));
  Matrix<float> nan = Matrix<float>::Constant(2, 2, std::numeric_limits<float>::quiet_NaN());
  Matrix<float> other = -nan;
  EXPECT_NE(hash_of(nan), hash_of(other));
  EXPECT_EQ(hash_of(nan), hash_of_words(words_of(nan)));
}

TEST(Fingerprint, DoesNotDependOnTheOrderOfParameters) {
  auto a = filled<float>(4, 3);
  auto b = filled<double>(7, 2);
  auto c = filled<float>(4, 3);
  Parameters forth, back;
  forth.add("a", a).add("b", b).add("c", c);
  back.add("c", c).add("b", b).add("a", a);
  EXPECT_EQ(kept(forth).fingerprint(), kept(back).fingerprint());
  // But who has which values does.
  Parameters exchanged;
  b.setZero();
  exchanged.add("a", a).add("b", b).add("c", c);
  const std::uint64_t before = kept(exchanged).fingerprint();
  a(0, 0) = 1;
  const std::uint64_t after = kept(exchanged).fingerprint();
  const Matrix<float> old = a;
  a = c;
  c = old;
  EXPECT_NE(before, after);
  EXPECT_NE(kept(exchanged).fingerprint(), after);
  EXPECT_EQ(kept(Parameters()).fingerprint(), 0u);
}

TEST(Fingerprint, DoesNotDependOnHowTheValuesLieInMemory) {
  auto w = filled<float>(301, 402);
  Matrix<float, Eigen::RowMajor> rows = w;
  EXPECT_EQ(fingerprint_of("w", w), fingerprint_of("w", rows));
}

TEST(Fingerprint, ChangesWithNameShapeScalarAndValues) {
  std::set<std::uint64_t> all;
  Matrix<float> zeros = Matrix<float>::Zero(4, 3), turned = Matrix<float>::Zero(3, 4);
  Matrix<float> fewer = Matrix<float>::Zero(4, 2), empty(0, 3);
  Eigen::VectorXf vector = Eigen::VectorXf::Zero(12);
  Eigen::Tensor<float, 3> tensor(4, 3, 1);
  tensor.setZero();
  Matrix<double> wide = Matrix<double>::Zero(4, 3);
  Matrix<Eigen::bfloat16> brain = Matrix<Eigen::bfloat16>::Zero(4, 3);
  Matrix<Eigen::half> half = Matrix<Eigen::half>::Zero(4, 3);
  Matrix<float> one = zeros;
  one(3, 2) = 1e-45f;
  for (const char* name : {"w", "v", "layer.w"}) {
    for (const std::uint64_t fingerprint :
         {fingerprint_of(name, zeros), fingerprint_of(name, turned), fingerprint_of(name, fewer),
          fingerprint_of(name, empty), fingerprint_of(name, vector), fingerprint_of(name, tensor),
          fingerprint_of(name, wide), fingerprint_of(name, brain), fingerprint_of(name, half),
          fingerprint_of(name, one)}) {
      all.insert(fingerprint);
    }
  }
  EXPECT_EQ(all.size(), 30u);
}

TEST(Manifest, HasTheKeyOfEachStream) {
  Model model;
  const json::Value manifest = json::parse(model.apply().manifest());
  for (const std::size_t row : {0u, 1u}) {
    const json::Value& parameter = manifest["parameters"].as_array()[row];
    const Generator stream = Generator(42).stream(parameter["name"].as_string());
    EXPECT_EQ(parameter["stream"].as_string(), hex(stream.get_state().seed));
  }
  // With which the parameter can be made alone.
  const std::string key = manifest["parameters"].as_array()[0]["stream"].as_string();
  Matrix<float> alone(4, 3);
  Generator rng(std::stoull(key, nullptr, 16));
  init::normal{0, 0.02}(alone, rng);
  EXPECT_EQ(alone, model.weight);
}

TEST(Manifest, HasNoStreamsOfASourceThatIsDrawnFromInOrder) {
  Matrix<float> w(4, 3);
  Parameters net;
  net.add("w", w);
  const Report report = Rules().on("*", init::normal{}).plan(net).apply(init::torch::Generator(7));
  const json::Value manifest = json::parse(report.manifest());
  EXPECT_EQ(manifest["source"].as_string(), "torch::Generator");
  EXPECT_EQ(manifest["seed"].as_integer<int>(), 7);
  EXPECT_EQ(manifest["parameters"].as_array()[0].find("stream"), nullptr);
}

TEST(Manifest, KeepsSeedsOf64Bits) {
  Matrix<float> w(4, 3);
  Parameters net;
  net.add("w", w);
  const std::uint64_t seed = 0xfedcba9876543211;
  const Report report = Rules().on("*", init::normal{}).plan(net).apply(Generator(seed));
  EXPECT_EQ(json::parse(report.manifest())["seed"].as_integer<std::uint64_t>(), seed);
}

TEST(Manifest, IsTheSameText) {
  Model model, again;
  EXPECT_EQ(model.apply().manifest(), again.apply().manifest());
  EXPECT_EQ(model.apply().manifest().back(), '\n');
}

TEST(Verify, FindsNothingWhereAllIsTheSame) {
  Model model, again;
  const std::string manifest = model.apply().manifest();
  EXPECT_EQ(verify(manifest, model.net), Lines());
  (void)again.apply();
  EXPECT_EQ(verify(manifest, again.net), Lines());
  // In other orders, of parameters and of memory.
  Matrix<float, Eigen::RowMajor> rows = model.weight;
  Parameters other;
  other.add("table", model.table).add("fc.bias", model.bias).add("fc.weight", rows);
  other.tie("head", "fc.weight");
  EXPECT_EQ(verify(manifest, other), Lines());
  EXPECT_EQ(verify(kept(Parameters()).manifest(), Parameters()), Lines());
}

TEST(Verify, LeavesTheModelAsItIs) {
  Model model;
  const std::string manifest = model.apply().manifest();
  const Matrix<float> before = model.weight;
  (void)verify(manifest, model.net);
  EXPECT_EQ(model.weight, before);
}

TEST(Verify, ComparesTiedNamesWhereverTheyAreTied) {
  Matrix<float> a = filled<float>(4, 3), b = a, c = Matrix<float>::Zero(4, 3);
  Parameters tied, copies, others, both;
  tied.add("embed", a).tie("head", "embed");
  copies.add("embed", a).add("head", b);
  others.add("embed", a).add("head", c);
  both.add("embed", a).add("head", a).tie("head", "embed");
  const std::string by_ties = kept(tied).manifest();
  EXPECT_EQ(verify(by_ties, copies), Lines());
  EXPECT_EQ(verify(by_ties, both), Lines());
  EXPECT_EQ(verify(by_ties, others), Lines{"'head': its values are others"});
  EXPECT_NE(verify(kept(others).manifest(), tied), Lines());
}

TEST(Verify, NoticesMinusZero) {
  Model model;
  const std::string manifest = model.apply().manifest();
  model.bias[2] = -0.0;
  EXPECT_EQ(verify(manifest, model.net), Lines{"'fc.bias': its values are others"});
}

TEST(Verify, ComparesPartsOfAWhole) {
  auto w = filled<float>(8, 3);
  Matrix<float> part = w.bottomRows(4);
  Parameters lower, upper;
  lower.add("w", init::shard(part, {8, 3}, {4, 0}));
  upper.add("w", init::shard(part, {8, 3}, {0, 0}));
  const std::string manifest = kept(lower).manifest();
  EXPECT_EQ(verify(manifest, lower), Lines());
  EXPECT_EQ(verify(manifest, upper), Lines{"'w': its values are others"});
}

TEST(Verify, RefusesWhatIsNoManifest) {
  const auto refusal = [](const std::string& text) {
    return message_of([&] { (void)verify(text, Parameters()); });
  };
  EXPECT_EQ(refusal("no"), "json: line 1, column 2: expected null, found 'o'");
  EXPECT_EQ(refusal("{}"), "json: the document has no member \"manifest_format\"; add it");
  EXPECT_EQ(refusal("[]"), "json: the document is an array; expected an object");
  EXPECT_EQ(refusal(R"({"manifest_format": 2})"),
            "verify: the manifest has the format 2, and this library reads 1; use the one that "
            "wrote it");
  EXPECT_EQ(refusal(R"({"manifest_format": 1})"),
            "json: the document has no member \"parameters\"; add it");
  const auto with_row = [&](const std::string& row) {
    return refusal(R"({"manifest_format": 1, "parameters": [)" + row + "]}");
  };
  EXPECT_EQ(with_row(R"({})"), "json: parameters[0] has no member \"name\"; add it");
  EXPECT_EQ(with_row(R"({"name": "w"})"), "json: parameters[0] has no member \"scalar\"; add it");
  EXPECT_EQ(with_row(R"({"name": "w", "scalar": "float32"})"),
            "json: parameters[0] has no member \"hash\"; add it");
  EXPECT_EQ(with_row(R"({"name": "w", "scalar": "float32", "hash": "0", "shape": [2.5]})"),
            "json: parameters[0].shape[0] is 2.5; expected an integer from -9223372036854775808 to "
            "9223372036854775807");
  EXPECT_EQ(with_row(R"({"name": 3})"), "json: parameters[0].name is a number; expected a string");
}
