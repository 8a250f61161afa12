// Checkpoints that are written: the bytes of the format, the values of the model, and what becomes
// of a write that is killed, or for which there is no room.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <eigeninit/checkpoint.hpp>
#include <eigeninit/torch.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "folder.hpp"
#include "message.hpp"

#if !defined(_WIN32)
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Rules;
using init::safetensors;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;

/// A file as its format says, read by rules of its own.
struct Stored {
  std::string bytes;
  init::internal::json::Value header;
  std::uint64_t data = 0;

  explicit Stored(const std::string& text) : bytes(text) {
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i)
      length = length * 256 + static_cast<unsigned char>(bytes[std::size_t(i)]);
    header = init::internal::json::parse(std::string_view(bytes).substr(8, length));
    data = 8 + length;
  }

  /// Element number `index`, row by row, of a little-endian machine.
  template <class Scalar>
  Scalar at(const std::string& name, std::size_t index) const {
    const std::uint64_t begin =
        header[name]["data_offsets"].as_array()[0].as_integer<std::uint64_t>();
    Scalar value;
    std::memcpy(static_cast<void*>(&value), bytes.data() + data + begin + index * sizeof(Scalar),
                sizeof value);
    return value;
  }
  template <class Derived>
  void expect(const std::string& name, const Eigen::MatrixBase<Derived>& weight) const {
    Index wrong = 0;
    for (Index r = 0; r < weight.rows(); ++r) {
      for (Index c = 0; c < weight.cols(); ++c) {
        const auto stored = at<typename Derived::Scalar>(name, std::size_t(r * weight.cols() + c));
        wrong += stored != weight(r, c);
      }
    }
    EXPECT_EQ(wrong, 0) << name;
  }
};

/// All scalars that the format has, and what is larger than a tile in every direction.
struct Model {
  Matrix<float> columns{700, 301};
  Matrix<float, Eigen::RowMajor> rows{300, 701};
  Matrix<float> wide{3, 200000};
  Matrix<double> doubles{41, 43};
  Matrix<Eigen::half> halves{65, 33};
  Matrix<Eigen::bfloat16> brain{33, 65};
  Matrix<std::complex<float>> complex{31, 17};
  Eigen::Tensor<float, 4> kernel{8, 6, 5, 3};
  Matrix<float> square{32, 32}, zeros{40, 24}, kept{20, 30}, skipped{9, 9}, none{0, 7};
  Eigen::VectorXf bias{11};

  Model() {
    kept.setRandom();
    skipped.setRandom();
  }

  Parameters parameters() {
    Parameters net;
    net.add("columns", columns).add("rows", rows).add("wide", wide).add("doubles", doubles);
    net.add("halves", halves).add("brain", brain).add("complex", complex).add("kernel", kernel);
    net.add("square", square).add("zeros", zeros).add("kept", kept).add("skipped", skipped);
    net.add("none", none).add("bias", bias).tie("head", "rows");
    return net;
  }
  /// The same without the memory of what is filled.
  Parameters declared() {
    Parameters net;
    net.declare<float>("columns", {700, 301}).declare<float>("rows", {300, 701});
    net.declare<float>("wide", {3, 200000}).declare<double>("doubles", {41, 43});
    net.declare<Eigen::half>("halves", {65, 33}).declare<Eigen::bfloat16>("brain", {33, 65});
    net.declare<std::complex<float>>("complex", {31, 17}).declare<float>("kernel", {8, 6, 5, 3});
    net.declare<float>("square", {32, 32}).declare<float>("zeros", {40, 24});
    net.add("kept", kept).add("skipped", skipped).declare<float>("none", {0, 7});
    net.declare<float>("bias", {11}).tie("head", "rows");
    return net;
  }
};

init::Plan plan_of(const Parameters& net) {
  Rules rules;
  rules.keep("kept").on("square", init::orthogonal{}).on("zeros", init::sparse{0.3});
  rules.on("rows", init::packed{init::xavier_uniform{}, 3}).on("bias", init::uniform{-1, 1});
  rules.on("complex", init::truncated_normal{}).otherwise(init::kaiming_normal{});
  init::Plan plan = rules.plan(net);
  plan.skip({"skipped"});
  return plan;
}

TEST(Write, WritesWhatApplyFills) {
  const Folder folder;
  Model model;
  const init::Plan plan = plan_of(model.declared());
  const init::Report written = plan.write(safetensors(folder / "m.safetensors"), Generator(3));
  EXPECT_TRUE(written.ok());
  const init::Report filled = plan_of(model.parameters()).apply(Generator(3));
  EXPECT_EQ(written.fingerprint(), filled.fingerprint());
  EXPECT_EQ(written.manifest(), filled.manifest());

  const Stored stored(folder.text("m.safetensors"));
  stored.expect("columns", model.columns);
  stored.expect("rows", model.rows);
  stored.expect("wide", model.wide);
  stored.expect("doubles", model.doubles);
  stored.expect("halves", model.halves);
  stored.expect("brain", model.brain);
  stored.expect("complex", model.complex);
  stored.expect("square", model.square);
  stored.expect("zeros", model.zeros);
  stored.expect("kept", model.kept);
  stored.expect("skipped", model.skipped);
  stored.expect("bias", model.bias);
  Index wrong = 0;
  std::size_t number = 0;
  for (Index i = 0; i < 8; ++i) {
    for (Index j = 0; j < 6; ++j) {
      for (Index k = 0; k < 5; ++k) {
        for (Index l = 0; l < 3; ++l)
          wrong += stored.at<float>("kernel", number++) != model.kernel(i, j, k, l);
      }
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(folder.size(), 1u);  // nothing is left
}

TEST(Write, LeavesTheModelAsItIs) {
  const Folder folder;
  Model model;
  model.bias.setConstant(5);
  model.square.setConstant(5);
  (void)plan_of(model.parameters()).write(safetensors(folder / "m"), Generator(3));
  EXPECT_EQ(model.bias, Eigen::VectorXf::Constant(11, 5));
  EXPECT_EQ(model.square, Eigen::MatrixXf::Constant(32, 32, 5));
}

TEST(Write, KeepsTheRulesOfTheFormat) {
  const Folder folder;
  Model model;
  (void)plan_of(model.declared()).write(safetensors(folder / "m"), Generator(3));
  const Stored stored(folder.text("m"));
  EXPECT_EQ(stored.data % 8, 0u);
  EXPECT_EQ(stored.bytes[8], '{');
  std::uint64_t next = 0;
  std::size_t tensors = 0;
  const std::vector<std::string>& names = stored.header.names();
  EXPECT_EQ(names[0], "__metadata__");
  for (std::size_t i = 1; i < names.size(); ++i, ++tensors) {
    const auto& offsets = stored.header[names[i]]["data_offsets"].as_array();
    EXPECT_EQ(offsets[0].as_integer<std::uint64_t>(), next) << names[i];
    next = offsets[1].as_integer<std::uint64_t>();
  }
  EXPECT_EQ(tensors, 14u);
  EXPECT_EQ(stored.data + next, stored.bytes.size());
  // By the size of the scalar, then by name.
  EXPECT_EQ(names[1], "complex");
  EXPECT_EQ(names[2], "doubles");
  EXPECT_EQ(names[3], "bias");
  EXPECT_EQ(names.back(), "halves");
  EXPECT_EQ(stored.header["brain"]["dtype"].as_string(), "BF16");
  EXPECT_EQ(stored.header["halves"]["dtype"].as_string(), "F16");
  EXPECT_EQ(stored.header["none"]["shape"].as_array()[0].as_integer<int>(), 0);
  EXPECT_EQ(stored.header["__metadata__"]["format"].as_string(), "pt");
  EXPECT_EQ(stored.header["__metadata__"]["head"].as_string(), "rows");
}

TEST(Write, PutsTheManifestIntoTheFile) {
  const Folder folder;
  Model model;
  const init::Report report =
      plan_of(model.declared()).write(safetensors(folder / "m"), Generator(3));
  EXPECT_EQ(init::read_manifest(folder / "m"), report.manifest());
  const Parameters net = model.parameters();
  (void)plan_of(net).apply(Generator(3));
  EXPECT_EQ(init::verify(init::read_manifest(folder / "m"), net), std::vector<std::string>());
}

TEST(Write, DividesAmongFilesOfASize) {
  const Folder folder;
  Model model;
  const init::Plan plan = plan_of(model.declared());
  const init::Report report =
      plan.write(safetensors(folder / "m.safetensors", 1'000'000), Generator(3));
  const auto index = init::internal::json::parse(folder.text("m.safetensors.index.json"));
  EXPECT_EQ(index["metadata"]["total_size"].as_integer<std::size_t>(), plan.bytes());
  const auto& files = index["weight_map"];
  EXPECT_EQ(files.names().size(), 14u);
  EXPECT_EQ(files["columns"].as_string(), "m-00001-of-00004.safetensors");
  EXPECT_EQ(files["rows"].as_string(), "m-00002-of-00004.safetensors");
  EXPECT_EQ(files["wide"].as_string(), "m-00003-of-00004.safetensors");  // larger than a file
  EXPECT_EQ(files["bias"].as_string(), "m-00004-of-00004.safetensors");
  EXPECT_EQ(folder.size(), 5u);
  (void)plan_of(model.parameters()).apply(Generator(3));
  Stored(folder.text("m-00002-of-00004.safetensors")).expect("rows", model.rows);
  Stored(folder.text("m-00004-of-00004.safetensors")).expect("halves", model.halves);
  // The files' fingerprints add up to the model's.
  std::uint64_t sum = 0;
  for (const char* number : {"1", "2", "3", "4"}) {
    const std::string manifest =
        init::read_manifest(folder / (std::string("m-0000") + number + "-of-00004.safetensors"));
    const auto parsed = init::internal::json::parse(manifest);
    sum += std::stoull(parsed["fingerprint"].as_string(), nullptr, 16);
  }
  EXPECT_EQ(sum, report.fingerprint());
}

TEST(Write, NamesOneFileAsItIs) {
  const Folder folder;
  Model model;
  (void)plan_of(model.declared())
      .write(safetensors(folder / "m.safetensors", 1 << 30), Generator(3));
  EXPECT_TRUE(folder.has("m.safetensors"));
  EXPECT_EQ(folder.size(), 1u);
}

TEST(Write, TakesOtherSources) {
  const Folder folder;
  Matrix<float, Eigen::RowMajor> a(30, 40), b(50, 7);
  Parameters net, declared;
  net.add("a", a).add("b", b);
  declared.declare<float>("a", {30, 40}).declare<float>("b", {50, 7});
  Rules rules;
  rules.on("*", init::normal{0, 0.02});
  init::torch::Generator one(5), other(5);
  (void)rules.plan(net).apply(one);
  (void)rules.plan(declared).write(safetensors(folder / "torch"), other);
  Stored(folder.text("torch")).expect("a", a);
  Stored(folder.text("torch")).expect("b", b);
  std::mt19937 first(5), second(5);
  (void)rules.plan(net).apply(first);
  (void)rules.plan(declared).write(safetensors(folder / "engine"), second);
  Stored(folder.text("engine")).expect("b", b);
  EXPECT_EQ(first(), second());
}

TEST(Write, GoesOnWithWhatIsThere) {
  const Folder folder;
  Model model;
  const init::Plan plan = plan_of(model.declared());
  (void)plan.write(safetensors(folder / "m"), Generator(3));
  const std::string whole = folder.text("m");
  std::string half = whole.substr(0, whole.size() / 2);
  const std::string others[] = {"x", half, half + std::string(whole.size(), 'y'),
                                std::string(whole.size(), '\0'), whole};
  for (const std::string& left : others) {
    folder.write("m", "an older checkpoint");
    folder.write("m.partial", left);
    (void)plan.write(safetensors(folder / "m"), Generator(3));
    EXPECT_TRUE(folder.text("m") == whole) << left.size();
    EXPECT_FALSE(folder.has("m.partial"));
  }
}

#if !defined(_WIN32) && !defined(__SANITIZE_THREAD__)
TEST(Write, SurvivesAnEndByForceAnywhere) {
  const Folder folder;
  Model model;
  const init::Plan plan = plan_of(model.declared());
  const auto begin = std::chrono::steady_clock::now();
  (void)plan.write(safetensors(folder / "m"), Generator(3));
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  const std::string whole = folder.text("m");
  std::filesystem::remove(folder / "m");
  std::mt19937 random(1);
  int killed = 0;
  for (int i = 0; i < 50; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      Eigen::setNbThreads(1);
      (void)plan.write(safetensors(folder / "m"), Generator(3));
      _exit(0);
    }
    std::uniform_real_distribution<double> moment(0, time.count());
    std::this_thread::sleep_for(std::chrono::duration<double, std::micro>(moment(random)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    killed += WIFSIGNALED(status);
    if (!folder.has("m")) continue;  // it was killed before
    ASSERT_TRUE(folder.text("m") == whole);
    std::filesystem::remove(folder / "m");
  }
  EXPECT_GT(killed, 10);
  (void)plan.write(safetensors(folder / "m"), Generator(3));
  EXPECT_TRUE(folder.text("m") == whole);
  EXPECT_EQ(folder.size(), 1u);
}

TEST(Write, LeavesAFileToWhoWritesIt) {
  const Folder folder;
  Model model;
  const init::internal::checkpoint::OutputFile other(folder / "m", 10, false);
  try {
    (void)plan_of(model.declared()).write(safetensors(folder / "m"), Generator(3));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()), "'" + (folder / "m.partial") +
                                             "' is written by another process; wait for it, or "
                                             "name another file");
  }
}
#endif

TEST(Write, SaysThatThereIsNoRoom) {
  const Folder folder;
  Parameters net;
  net.declare<float>("w", {1 << 20, 1 << 28});  // a petabyte
  Rules rules;
  rules.on("w", init::normal{});
  try {
    (void)rules.plan(net).write(safetensors(folder / "m"), Generator(3));
    FAIL();
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("'" + (folder / "m") + "': no space left"), std::string::npos)
        << message;
  }
  EXPECT_EQ(folder.size(), 0u);
}

TEST(Write, NamesTheFolderThatIsNotThere) {
  const Folder folder;
  Model model;
  try {
    (void)plan_of(model.declared()).write(safetensors(folder / "no/m"), Generator(3));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("no"), std::string::npos);
  }
}

TEST(Write, EndsWhereItsProgressThrows) {
  const Folder folder;
  Model model;
  std::uint64_t done = 0, all = 0;
  const init::Plan plan = plan_of(model.declared());
  const auto stop = [&](const init::Progress& progress) {
    done = progress.done;
    if (done > 1000) throw std::runtime_error("enough");
  };
  EXPECT_THROW((void)plan.write(safetensors(folder / "m"), Generator(3), stop), std::runtime_error);
  EXPECT_FALSE(folder.has("m"));
  (void)plan.write(safetensors(folder / "m"), Generator(3), [&](const init::Progress& progress) {
    done = progress.done;
    all = progress.all;
  });
  EXPECT_EQ(done, plan.bytes());
  EXPECT_EQ(all, plan.bytes());
}

TEST(Write, RefusesAtOnceAllThatItCannotWrite) {
  const Folder folder;
  Matrix<float> part(4, 6);
  Parameters net;
  net.declare<std::complex<double>>("z", {3}).declare<float>("kept", {4});
  net.declare<float>("__metadata__", {4}).declare<float>("w", {4}).tie("format", "w");
  net.add("part", init::shard(part, {8, 6}, {4, 0}));
  Rules rules;
  rules.keep("kept").on("*", init::normal{});
  EXPECT_EQ(
      message_of([&] { (void)rules.plan(net).write(safetensors(folder / "m"), Generator(3)); }),
      "write: 5 faults, and nothing was written\n"
      "  'kept' is not filled and has no memory to be written from; add() it, or give it a rule\n"
      "  'part' is a shard, and the rest would be missing; declare it, or write_part()\n"
      "  safetensors files have no complex128, which 'z' is; write its real and imaginary parts "
      "as two parameters\n"
      "  '__metadata__' is no name of a tensor in safetensors files; rename it\n"
      "  'format' is no name of a tie in safetensors files; rename it");
  EXPECT_EQ(folder.size(), 0u);
  EXPECT_EQ(message_of([] { safetensors(""); }), "safetensors: the path is empty; name a file");
  EXPECT_EQ(message_of([] { safetensors("m", 0); }),
            "safetensors: files of 0 bytes; pass how many a file may have");
}

}  // namespace
