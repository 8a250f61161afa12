// Checkpoints for NumPy: headers and archives byte by byte. Whether NumPy reads them: readers/.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <eigeninit/checkpoint.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "folder.hpp"
#include "message.hpp"

namespace init = eigeninit;
namespace checkpoint = init::internal::checkpoint;
using init::Generator;
using init::Parameters;
using init::Rules;

namespace {

init::Plan plan_of(const Parameters& net) {
  Rules rules;
  rules.on("*", init::normal{0, 0.02});
  return rules.plan(net);
}

TEST(Npy, HasTheHeaderOfItsFormat) {
  const Folder folder;
  Parameters net;
  net.declare<float>("w", {256, 784}).declare<std::complex<double>>("z", {5});
  (void)plan_of(net).write(init::npy(folder / ""), Generator(3));
  const std::string w = folder.text("w.npy"), z = folder.text("z.npy");
  EXPECT_EQ(w.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_EQ(w.substr(10, 118), "{'descr': '<f4', 'fortran_order': False, 'shape': (256, 784), }" +
                                   std::string(54, ' ') + "\n");
  EXPECT_EQ(w.size(), 128 + 4 * 256 * 784u);
  EXPECT_EQ(z.substr(10, 59), "{'descr': '<c16', 'fortran_order': False, 'shape': (5, ), }");
  EXPECT_EQ(z.size(), 128 + 16 * 5u);
}

TEST(Npy, HoldsWhatSafetensorsHold) {
  const Folder folder;
  Parameters net;
  net.declare<float>("w", {300, 1001});
  const init::Report report = plan_of(net).write(init::npy(folder / ""), Generator(3));
  (void)plan_of(net).write(init::npz(folder / "w.npz"), Generator(3));
  (void)plan_of(net).write(init::safetensors(folder / "w"), Generator(3));
  const std::string values = folder.text("w.npy").substr(128);
  const std::string other = folder.text("w");
  EXPECT_TRUE(values == other.substr(other.size() - values.size()));
  EXPECT_NE(folder.text("w.npz").find(folder.text("w.npy")), std::string::npos);
  EXPECT_TRUE(report.ok());
}

TEST(Npy, GoesOnWithWhatIsThere) {
  const Folder folder;
  Parameters net;
  net.declare<float>("w", {300, 1001}).declare<float>("b", {7});
  (void)plan_of(net).write(init::npz(folder / "m"), Generator(3));
  const std::string whole = folder.text("m");
  folder.write("m.partial", whole.substr(0, whole.size() / 2));
  (void)plan_of(net).write(init::npz(folder / "m"), Generator(3));
  EXPECT_TRUE(folder.text("m") == whole);
}

TEST(Npy, RefusesWhatNumPyDoesNotHave) {
  const Folder folder;
  Parameters net;
  net.declare<Eigen::bfloat16>("b", {3}).declare<float>("../w", {3});
  EXPECT_EQ(message_of([&] { (void)plan_of(net).write(init::npy(folder / ""), Generator(3)); }),
            "write: 2 faults, and nothing was written\n"
            "  NumPy has no bfloat16, which 'b' is; write safetensors, or another scalar\n"
            "  '../w' is no name of a file; rename it, or write safetensors");
  EXPECT_EQ(folder.size(), 0u);
  EXPECT_EQ(message_of([] { init::npy(""); }),
            "npy: the folder's name is empty; name one, such as \".\"");
  EXPECT_EQ(message_of([] { init::npz(""); }), "npz: the path is empty; name a file");
}

TEST(Zip, HasTheChecksumOfItsFormat) {
  const std::string_view digits = "123456789";
  EXPECT_EQ(checkpoint::crc32(0, digits.data(), 9),
            0xcbf43926u);  // ITU-T V.42, and every catalogue
  EXPECT_EQ(checkpoint::crc32(checkpoint::crc32(0, digits.data(), 4), digits.data() + 4, 5),
            0xcbf43926u);
  EXPECT_EQ(checkpoint::crc32(0, nullptr, 0), 0u);
  EXPECT_EQ(checkpoint::crc32(0, std::string(32, '\0').data(), 32), 0x190a55adu);
}

TEST(Zip, CountsIn64BitsWhereItHasTo) {
  checkpoint::Zip zip;
  const std::uint64_t long_one = std::uint64_t(5) << 30;
  EXPECT_EQ(zip.add("a", 10), 31u);
  EXPECT_EQ(zip.add("b", long_one), 41 + 31 + 20u);
  EXPECT_EQ(zip.add("c", 10), 41 + 51 + long_one + 31);
  const std::uint64_t end = 41 + 51 + long_one + 41;
  // The entries: a, b with two sizes, c with its place. Then the ends, of 64 bits and of 32.
  EXPECT_EQ(zip.size(), end + 47 + (47 + 20) + (47 + 12) + 56 + 20 + 22);
  const auto texts = zip.texts();
  ASSERT_EQ(texts.size(), 4u);
  EXPECT_EQ(texts[1].bytes.substr(18, 8), std::string(8, '\xff'));
  EXPECT_EQ(texts[1].bytes.substr(31),
            checkpoint::little_endian(1, 2) + checkpoint::little_endian(16, 2) +
                checkpoint::little_endian(long_one, 8) + checkpoint::little_endian(long_one, 8));
  EXPECT_EQ(texts[2].bytes.size(), 31u);
  EXPECT_EQ(texts[3].offset, end);
}

}  // namespace
