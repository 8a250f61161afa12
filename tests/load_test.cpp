// Checkpoints that are read: what was written comes back, what does not fit is said at once, and no
// header is believed.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <eigeninit/checkpoint.hpp>
#include <stdexcept>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "folder.hpp"
#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Rules;
using init::safetensors;
using Names = std::vector<std::string>;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;

struct Model {
  Matrix<float> columns = Matrix<float>::Zero(700, 301);
  Matrix<float, Eigen::RowMajor> rows = Matrix<float>::Zero(300, 701);
  Matrix<Eigen::bfloat16> brain = Matrix<Eigen::bfloat16>::Zero(33, 65);
  Matrix<std::complex<float>> complex = Matrix<std::complex<float>>::Zero(31, 17);
  Eigen::Tensor<double, 3> kernel{8, 6, 5};
  Eigen::VectorXf bias = Eigen::VectorXf::Zero(11);
  Matrix<float> gaps = Matrix<float>::Zero(40, 60);

  Model() { kernel.setZero(); }

  Parameters parameters() {
    Parameters net;
    net.add("columns", columns).add("rows", rows).add("brain", brain).add("complex", complex);
    net.add("kernel", kernel).add("bias", bias).add("gaps", gaps.block(3, 5, 20, 30));
    return net;
  }
};

init::Plan plan_of(const Parameters& net) {
  Rules rules;
  rules.on("*", init::normal{0, 0.02});
  return rules.plan(net);
}

/// Writes the model of seed 9.
init::Report write_model(const std::string& path, std::uint64_t most_bytes = 1 << 30) {
  Model model;
  return plan_of(model.parameters()).write(safetensors(path, most_bytes), Generator(9));
}

TEST(Load, ReadsWhatWasWritten) {
  const Folder folder;
  const init::Report written = write_model(folder / "m");
  Model model;
  const Parameters net = model.parameters();
  EXPECT_EQ(init::load(net, folder / "m"), net.names());
  EXPECT_EQ(init::verify(written.manifest(), net), Names());
  EXPECT_EQ(model.gaps.topRows(3), Eigen::MatrixXf::Zero(3, 60));
  EXPECT_EQ(model.gaps.bottomRows(17), Eigen::MatrixXf::Zero(17, 60));
}

TEST(Load, ReadsTheFilesOfAnIndex) {
  const Folder folder;
  const init::Report written = write_model(folder / "m.safetensors", 900'000);
  EXPECT_GT(folder.size(), 2u);
  Model model;
  const Parameters net = model.parameters();
  EXPECT_EQ(init::load(net, folder / "m.safetensors.index.json").size(), 7u);
  EXPECT_EQ(init::verify(written.manifest(), net), Names());
}

TEST(Load, GivesShardsTheirParts) {
  const Folder folder;
  write_model(folder / "m");
  Model model;
  (void)plan_of(model.parameters()).apply(Generator(9));
  Matrix<float> part = Matrix<float>::Zero(100, 77);
  Matrix<float, Eigen::RowMajor> left = Matrix<float>::Zero(300, 10);
  Parameters net;
  net.add("columns", init::shard(part, {700, 301}, {50, 200}));
  net.add("rows", init::shard(left, {300, 701}, {0, 691}));
  EXPECT_EQ(init::load(net, folder / "m", init::AllowSurplus).size(), 2u);
  EXPECT_EQ(part, model.columns.block(50, 200, 100, 77));
  EXPECT_EQ(left, model.rows.rightCols(10));
}

TEST(Load, LeavesTheRestToAPlan) {
  const Folder folder;
  write_model(folder / "backbone");
  Model model, expected;
  (void)plan_of(expected.parameters()).apply(Generator(9));
  Eigen::MatrixXf head = Eigen::MatrixXf::Zero(10, 20), alone = head;
  Parameters net = model.parameters();
  net.add("head", head);
  const Names loaded = init::load(net, folder / "backbone", init::AllowMissing);
  EXPECT_EQ(loaded.size(), 7u);
  init::Plan plan = plan_of(net);
  plan.skip(loaded);
  EXPECT_TRUE(plan.apply(Generator(1)).ok());
  Generator of_head = Generator(1).stream("head");
  init::normal{0, 0.02}(alone, of_head);
  EXPECT_EQ(head, alone);
  EXPECT_EQ(model.columns, expected.columns);
}

TEST(Load, FindsATiedParameterByAnyOfItsNames) {
  const Folder folder;
  Eigen::MatrixXf w(3, 4), same(3, 4);
  Parameters stored, net, both;
  stored.add("lm_head", w);
  net.add("wte", same).tie("lm_head", "wte");
  (void)plan_of(stored).write(safetensors(folder / "m"), Generator(9));
  (void)plan_of(stored).apply(Generator(9));
  EXPECT_EQ(init::load(net, folder / "m"), Names{"wte"});
  EXPECT_EQ(same, w);
  both.add("lm_head", w).add("wte", same);
  (void)plan_of(both).write(safetensors(folder / "both"), Generator(9));
  EXPECT_EQ(message_of([&] { init::load(net, folder / "both"); }),
            "load: 1 fault, and nothing was written\n"
            "  'wte' and 'lm_head' are one parameter, and the checkpoint has both; drop the tie");
}

TEST(Load, SaysAtOnceAllThatIsWrong) {
  const Folder folder;
  write_model(folder / "m");
  Eigen::MatrixXf columns = Eigen::MatrixXf::Ones(301, 700), brain(33, 65), complicated(2, 2);
  Eigen::VectorXf bias = Eigen::VectorXf::Ones(11);
  Parameters net;
  net.add("bias", bias).add("columns", columns).add("brain", brain).add("kernal", complicated);
  net.declare<float>("rows", {300, 701});
  EXPECT_EQ(
      message_of([&] { init::load(net, folder / "m"); }),
      "load: 7 faults, and nothing was written\n"
      "  'columns' is 301 x 700, and 700 x 301 in the checkpoint; resize it\n"
      "  'brain' is float32, and BF16 in the checkpoint; load it into a tensor of that scalar "
      "and cast\n"
      "  the checkpoint has no 'kernal'; nearest: 'kernel'\n"
      "  'rows' is declared and has no memory; add() it\n"
      "  the model has no 'complex'; nearest: 'columns'\n"
      "  the model has no 'kernel'; nearest: 'kernal'\n"
      "  the model has no 'gaps'; nearest: 'bias'");
  EXPECT_EQ(bias, Eigen::VectorXf::Ones(11));
}

/// What load() says of a file with this header, and so many bytes behind it.
std::string refusal(const std::string& json, std::size_t bytes = 0) {
  const Folder folder;
  folder.write("m", init::internal::checkpoint::little_endian(json.size(), 8) + json +
                        std::string(bytes, '\0'));
  const Parameters net;
  const std::string message =
      message_of([&] { init::load(net, folder / "m", init::AllowSurplus); });
  const std::string begin = "load: '" + (folder / "m") + "': ";
  return message.rfind(begin, 0) == 0 ? message.substr(begin.size()) : message;
}

/// The same of one tensor's members.
std::string refusal_of_tensor(const std::string& members, std::size_t bytes = 0) {
  return refusal("{\"w\": {" + members + "}}", bytes);
}

TEST(Load, TakesWhatTheFormatAllows) {
  EXPECT_EQ(refusal("{}"), "");
  EXPECT_EQ(refusal("{ }      "), "");
  EXPECT_EQ(refusal(R"({"__metadata__":{"a":"b"}})"), "");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F32","shape":[],"data_offsets":[0,4])", 4), "");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"U8","shape":[3],"data_offsets":[0,3])", 3), "");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F4","shape":[2,3],"data_offsets":[0,3])", 3), "");
  EXPECT_EQ(refusal(R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
      "a":{"data_offsets":[0,4],"dtype":"F32","shape":[1]},
      "none":{"dtype":"F64","shape":[7,0],"data_offsets":[4,4]}})",
                    8),
            "");
}

TEST(Load, RefusesPlacesThatDoNotFit) {
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])", 4),
            "'w' has 4 bytes, and its shape and dtype need 8");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,8])", 8),
            "'w' has the bytes from 4 to 8, and byte 0 is the next; tensors follow each other "
            "without holes");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])", 5),
            "the tensors have 4 bytes, and the file has 5 behind its header");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])", 4).substr(0, 3),
            "'w'");
  EXPECT_EQ(refusal(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},
      "b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
                    6),
            "'b' has the bytes from 2 to 6, and byte 4 is the next; tensors follow each other "
            "without holes");
  EXPECT_EQ(
      refusal_of_tensor(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])"),
      "'w' has a shape of more bytes than a file can have");
  EXPECT_EQ(refusal_of_tensor(R"("dtype":"F4","shape":[3],"data_offsets":[0,2])", 2),
            "'w' has a shape of bytes that are not full");
  EXPECT_EQ(
      refusal_of_tensor(R"("dtype":"F32","shape":[0,18446744073709551615],"data_offsets":[0,0])"),
      "");
}

TEST(Load, RefusesWhatIsNoHeader) {
  const auto json = [](const std::string& place, const std::string& fault) {
    return "json: line 1, column " + place + ": " + fault;
  };
  EXPECT_EQ(refusal(""), json("1", "expected '{' as the first character, found the end"));
  EXPECT_EQ(refusal(" {}"), json("1", "expected '{' as the first character, found ' '"));
  EXPECT_EQ(refusal("{}x"), json("3", "expected the end, found 'x'"));
  EXPECT_EQ(refusal(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
                    R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
            json("105", "two tensors have the name \"a\""));
  EXPECT_EQ(refusal(R"({"__metadata__":{"a":"b","a":"c"}})").substr(0, 5), "json:");
  EXPECT_EQ(refusal(R"({"__metadata__":{"a":1}})").substr(0, 5), "json:");
  EXPECT_EQ(refusal(R"({"__metadata__":{},"__metadata__":{}})").substr(0, 5), "json:");
  const std::string members[] = {
      R"("dtype":"F31","shape":[0],"data_offsets":[0,0])",
      R"("dtype":"F32","shape":[0])",
      R"("dtype":"F32","shape":[0],"data_offsets":[0])",
      R"("dtype":"F32","shape":[0],"data_offsets":[0,0,0])",
      R"("dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0])",
      R"("dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1)",
      R"("dtype":"F32","shape":[-1],"data_offsets":[0,0])",
      R"("dtype":"F32","shape":[1e3],"data_offsets":[0,0])",
      R"("dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,0])",
      R"("dtype":"F32","shape":[[0]],"data_offsets":[0,0])",
      R"("dtype":1,"shape":[0],"data_offsets":[0,0])",
      "\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"\xff\":1",
  };
  for (const std::string& one : members) {
    EXPECT_EQ(refusal_of_tensor(one).substr(0, 5), "json:") << one;
  }
  EXPECT_EQ(refusal(std::string(1000000, '{')).substr(0, 5), "json:");  // nothing nests
  EXPECT_EQ(refusal("{\"a\":" + std::string(1000000, '[')).substr(0, 5), "json:");
}

TEST(Load, RefusesLengthsThatAreNone) {
  const Folder folder;
  const Parameters net;
  const auto said_of = [&](const std::string& bytes) {
    folder.write("m", bytes);
    const std::string message = message_of([&] { init::load(net, folder / "m"); });
    return message.substr((std::min)(message.size(), ("load: '" + (folder / "m") + "': ").size()));
  };
  EXPECT_EQ(said_of("1234567"), "it has 7 bytes; a safetensors file has 8 or more");
  EXPECT_EQ(said_of(init::internal::checkpoint::little_endian(3, 8) + "{}"),
            "its first 8 bytes say that the header has 3 bytes, and there are 2; the file is not "
            "whole, or no safetensors file");
  EXPECT_EQ(said_of(std::string(8, '\xff')),
            "its first 8 bytes say that the header has 18446744073709551615 bytes, and no header "
            "has more than 100000000; it is no safetensors file");
}

TEST(Load, ReadsALongHeaderInAFewSeconds) {
  std::string json = "{\"__metadata__\":{";
  for (std::size_t i = 0; json.size() < 4'000'000; ++i) {
    json += "\"" + std::to_string(i) + "\":\"\",";
  }
  json += "\"end\":\"\"}";
  for (std::size_t i = 0; json.size() < 9'900'000; ++i) {
    json +=
        ",\"" + std::to_string(i) + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
  }
  json += '}';
  EXPECT_EQ(refusal(json), "");
}

TEST(Load, RefusesAnIndexThatLeavesItsFolder) {
  const Folder folder;
  const Parameters net;
  folder.write("i.json", R"({"weight_map": {"a": "../secret"}})");
  EXPECT_EQ(
      message_of([&] { init::load(net, folder / "i.json"); }),
      "load: '" + (folder / "i.json") +
          "' names the file '../secret'; expected the name of one beside it, without a folder");
  folder.write("i.json", R"({"weight_map": {"a": "missing"}})");
  EXPECT_THROW(init::load(net, folder / "i.json"), std::runtime_error);
}

TEST(Load, SaysWhichFileIsNotThere) {
  const Folder folder;
  const Parameters net;
  try {
    init::load(net, folder / "m");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()), "'" + (folder / "m") + "': No such file or directory");
  }
  EXPECT_EQ(
      message_of([&] {
        folder.write("none", init::internal::checkpoint::little_endian(2, 8) + "{}");
        (void)init::read_manifest(folder / "none");
      }),
      "read_manifest: '" + (folder / "none") + "' has no manifest; it was not written by a Plan");
}

}  // namespace
