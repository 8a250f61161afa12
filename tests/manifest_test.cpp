// Manifests: hashes that depend on values and places alone, one fingerprint for a model, and what
// verify() finds.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <eigeninit/model.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Index;
using init::Parameters;
using init::Rules;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;
using Lines = std::vector<std::string>;

/// Two weights, the first of several slabs, and a bias.
struct Model {
  Matrix<float> a{300, 301};
  Matrix<Eigen::bfloat16> b{7, 5};
  Eigen::VectorXd bias{9};

  Parameters parameters() {
    Parameters net;
    net.add("a.weight", a).add("b.weight", b).add("bias", bias);
    return net;
  }
};

Rules rules() {
  Rules result;
  result.on("*.weight", init::kaiming_normal{}).otherwise(init::uniform{-1, 1});
  return result;
}

init::Report filled(const Parameters& net) { return rules().plan(net).apply(init::Generator(7)); }

/// The hash of a weight that is left as it is.
template <class Weight>
std::uint64_t hash_of(Weight&& weight) {
  Parameters net;
  net.add("w", weight);
  Rules kept;
  kept.keep("*");
  return kept.plan(net).apply(init::Generator(0)).rows()[0].hash;
}

TEST(Manifest, HashesPlacesAndBitsOnly) {
  Matrix<float> columns(300, 301);
  init::Generator rng(1);
  init::normal{}(columns, rng);
  Matrix<float, Eigen::RowMajor> rows = columns;
  Matrix<float> apart = Matrix<float>::Zero(600, 301);
  Eigen::Map<Matrix<float>, 0, Eigen::Stride<Eigen::Dynamic, 2>> strided(
      apart.data(), 300, 301, Eigen::Stride<Eigen::Dynamic, 2>(600, 2));
  strided = columns;
  const std::uint64_t hash = hash_of(columns);
  EXPECT_EQ(hash_of(rows), hash);
  EXPECT_EQ(hash_of(strided), hash);
  const std::uint64_t left = hash_of(init::shard(columns.leftCols(100), {300, 301}, {0, 0}));
  EXPECT_EQ(left + hash_of(init::shard(rows.rightCols(201), {300, 301}, {0, 100})), hash);
}

TEST(Manifest, HashesChangeWithEveryBit) {
  Matrix<float> w = Matrix<float>::Zero(20, 30);
  const std::uint64_t hash = hash_of(w);
  for (const Index element : {0, 1, 19, 20, 333, 599}) {
    for (int bit = 0; bit < 32; ++bit) {
      std::uint32_t bits = 0;
      std::memcpy(&bits, w.data() + element, sizeof bits);
      bits ^= 1u << bit;
      std::memcpy(w.data() + element, &bits, sizeof bits);
      EXPECT_NE(hash_of(w), hash) << element << " " << bit;
      bits ^= 1u << bit;
      std::memcpy(w.data() + element, &bits, sizeof bits);
    }
  }
  w(3, 4) = 1;
  const std::uint64_t one = hash_of(w);
  std::swap(w(3, 4), w(4, 3));
  EXPECT_NE(hash_of(w), one);
}

TEST(Fingerprint, DoesNotDependOnTheOrderOfParameters) {
  Model one, other;
  Parameters turned;
  turned.add("bias", other.bias).add("b.weight", other.b).add("a.weight", other.a);
  EXPECT_EQ(filled(one.parameters()).fingerprint(), filled(turned).fingerprint());
}

TEST(Fingerprint, DependsOnNamesShapesScalarsAndValues) {
  const auto fingerprint_of = [](const char* name, auto weight) {
    weight.setZero();
    Parameters net;
    net.add(name, weight);
    Rules kept;
    kept.keep("*");
    return kept.plan(net).apply(init::Generator(0)).fingerprint();
  };
  const std::uint64_t fingerprint = fingerprint_of("w", Matrix<float>(4, 6));
  EXPECT_EQ(fingerprint_of("w", Matrix<float>(4, 6)), fingerprint);
  EXPECT_NE(fingerprint_of("v", Matrix<float>(4, 6)), fingerprint);
  EXPECT_NE(fingerprint_of("w", Matrix<float>(6, 4)), fingerprint);
  EXPECT_NE(fingerprint_of("w", Matrix<Eigen::bfloat16>(4, 6)), fingerprint);
  Model one, other;
  filled(one.parameters());
  const std::uint64_t whole = filled(other.parameters()).fingerprint();
  other.b(3, 3) = Eigen::bfloat16(0.5f);
  Rules kept;
  kept.keep("*");
  EXPECT_EQ(kept.plan(one.parameters()).apply(init::Generator(0)).fingerprint(), whole);
  EXPECT_NE(kept.plan(other.parameters()).apply(init::Generator(0)).fingerprint(), whole);
}

TEST(Manifest, SaysHowTheValuesCameAbout) {
  Model model;
  Parameters net = model.parameters();
  net.tie("head.weight", "b.weight");
  const init::Report report = filled(net);
  const auto json = init::internal::json::parse(report.manifest());
  EXPECT_EQ(json["manifest_format"].as_integer<int>(), 1);
  EXPECT_EQ(json["seed"].as_integer<int>(), 7);
  EXPECT_EQ(json["source"].as_string(), "eigeninit::Generator, stream format 1");
  EXPECT_EQ(json["rules"].as_string(), "*.weight = kaiming_normal; otherwise = uniform(-1)");
  const auto& rows = json["parameters"].as_array();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["name"].as_string(), "a.weight");
  EXPECT_EQ(rows[1]["ties"].as_array()[0].as_string(), "head.weight");
  EXPECT_EQ(rows[1]["scalar"].as_string(), "bfloat16");
  EXPECT_EQ(rows[1]["shape"].as_array()[1].as_integer<int>(), 5);
  EXPECT_EQ(rows[2]["rule"].as_string(), "otherwise");
  EXPECT_EQ(rows[2]["initializer"].as_string(), "uniform(-1)");
  const std::uint64_t key = init::Generator(7).stream("bias").get_state().seed;
  EXPECT_EQ(std::stoull(rows[2]["stream"].as_string(), nullptr, 16), key);
  EXPECT_EQ(std::stoull(rows[2]["hash"].as_string(), nullptr, 16), report.rows()[2].hash);
  // Whoever reads it can make the same values again.
  Model again;
  const auto parsed = Rules::parse(json["rules"].as_string());
  parsed.plan(again.parameters()).apply(init::Generator(json["seed"].as_integer<std::uint64_t>()));
  EXPECT_EQ(init::verify(report.manifest(), again.parameters()), Lines{});
}

TEST(Verify, NamesWhatDiffers) {
  Model model;
  Parameters net = model.parameters();
  net.tie("head.weight", "b.weight");
  const std::string manifest = filled(net).manifest();
  EXPECT_EQ(init::verify(manifest, net), Lines{});

  model.a(299, 300) += 1;
  Matrix<float> b(7, 5);
  Eigen::VectorXd longer(10), more(1);
  Parameters other;
  other.add("a.weight", model.a).add("b.weight", b).add("bias", longer).add("more", more);
  EXPECT_EQ(init::verify(manifest, other),
            (Lines{"'a.weight': its values are others",
                   "'b.weight': its scalar is float32 and was bfloat16",
                   "'bias': its shape is 10 and was 9", "'more': the manifest does not have it"}));

  Parameters by_other_name;
  by_other_name.add("head.weight", model.b);
  EXPECT_EQ(init::verify(manifest, by_other_name), (Lines{"'a.weight': the model does not have it",
                                                          "'bias': the model does not have it"}));
}

TEST(Verify, RefusesWhatIsNoManifest) {
  Model model;
  const Parameters net = model.parameters();
  EXPECT_EQ(message_of([&] { (void)init::verify("{}", net); }),
            "json: the document has no member \"manifest_format\"; add it");
  Parameters declared;
  declared.declare<float>("w", {3});
  EXPECT_EQ(message_of([&] {
              (void)init::verify(R"({"manifest_format": 1, "parameters": []})", declared);
            }),
            "verify: 1 fault, and nothing was written\n"
            "  'w' is declared and has no memory; add() it");
}

}  // namespace
