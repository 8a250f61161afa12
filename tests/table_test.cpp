// Tables as they are printed, and what stands in their cells.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <clocale>
#include <eigeninit/text/table.hpp>
#include <limits>
#include <string>

#include "message.hpp"

namespace model = eigeninit::internal::model;
using model::Align;
using model::Table;

namespace {

Table example() {
  Table table;
  table.column("parameter").column("shape").column("std", Align::right);
  table.row({"blocks.0.attn.proj.weight", "768×768", "0.0255"});
  table.row({"norm", "", "0"});
  return table;
}

}  // namespace

TEST(Table, AlignsColumnsUnderTheirTitles) {
  EXPECT_EQ(example().print(0, false),
            "parameter                  shape       std\n"
            "------------------------------------------\n"
            "blocks.0.attn.proj.weight  768×768  0.0255\n"
            "norm                                     0\n");
}

TEST(Table, HasALineBeforeTheSums) {
  Table table;
  table.column("a").column("elements", Align::right).column("b");
  table.sums({"", "1200", ""}).row({"w", "1000", "x"}).row({"bias", "200", ""});
  EXPECT_EQ(table.print(0, false),
            "a     elements  b\n"
            "-----------------\n"
            "w         1000  x\n"
            "bias       200\n"
            "-----------------\n"
            "          1200\n");
}

TEST(Table, CutsNamesInTheMiddleWhereItIsTooWide) {
  EXPECT_EQ(example().print(42, false), example().print(0, false));
  EXPECT_EQ(example().print(36, false),
            "parameter            shape       std\n"
            "------------------------------------\n"
            "blocks.0.a...weight  768×768  0.0255\n"
            "norm                               0\n");
  EXPECT_EQ(example().print(34, true),
            "parameter          shape       std\n"
            "----------------------------------\n"
            "blocks.0.a…weight  768×768  0.0255\n"
            "norm                             0\n");
  Table table;
  table.column("a name that is long");
  EXPECT_EQ(table.row({"short"}).print(14, false),
            "a name ...long\n"
            "--------------\n"
            "short\n");
}

TEST(Table, LeavesTwelveCharactersOfAName) {
  EXPECT_EQ(example().print(10, false),
            "parameter     shape       std\n"
            "-----------------------------\n"
            "blocks...ght  768×768  0.0255\n"
            "norm                        0\n");
  Table table;
  table.column("a").column("b").row({"of 11 chars", "a long cell"});
  EXPECT_EQ(table.print(5, false), table.print(0, false));
}

TEST(Table, CountsCharactersNotBytes) {
  Table table;
  table.column("größe").column("β", Align::right);
  table.row({"öäüöäüöäüöäüöäüöäü", "1"}).row({"a", "σ²"});
  EXPECT_EQ(table.print(17, true),
            "größe           β\n"
            "-----------------\n"
            "öäüöäüöä…üöäü   1\n"
            "a              σ²\n");
}

TEST(Table, MayBeEmpty) {
  EXPECT_EQ(Table().print(0, false), "\n\n");
  EXPECT_EQ(Table().column("name").print(0, false), "name\n----\n");
}

TEST(Table, RefusesRowsOfOtherLengths) {
  Table table;
  table.column("a").column("b");
  EXPECT_EQ(message_of([&] { table.row({"1"}); }),
            "table: 1 cells in a row of 2 columns; pass one for each");
  EXPECT_EQ(message_of([&] {
              table.sums({"1", "2", "3"});
            }),
            "table: 3 cells in a row of 2 columns; pass one for each");
}

TEST(PrintNumber, IsWhatPrintfPrints) {
  EXPECT_EQ(model::print_number(0.025516, 4), "0.02552");
  EXPECT_EQ(model::print_number(-2, 4), "-2");
  EXPECT_EQ(model::print_number(123456, 4), "1.235e+05");
  EXPECT_EQ(model::print_number(0.1, 17), "0.10000000000000001");
  EXPECT_EQ(model::print_number(-std::numeric_limits<double>::infinity(), 4), "-inf");
  EXPECT_EQ(model::print_number(std::numeric_limits<double>::quiet_NaN(), 4), "nan");
}

TEST(PrintBytes, HasAUnitThatFits) {
  EXPECT_EQ(model::print_bytes(0), "0 B");
  EXPECT_EQ(model::print_bytes(1023), "1023 B");
  EXPECT_EQ(model::print_bytes(1024), "1.00 KiB");
  EXPECT_EQ(model::print_bytes(1.5 * 1024 * 1024), "1.50 MiB");
  EXPECT_EQ(model::print_bytes(1024 * 1024 - 6), "1023.99 KiB");
  EXPECT_EQ(model::print_bytes(1024 * 1024 - 5), "1.00 MiB");
  EXPECT_EQ(model::print_bytes(1024.0 * 1024 * 1024 * 1024), "1.00 TiB");
  EXPECT_EQ(model::print_bytes(0x1p70), "1024.00 EiB");
  EXPECT_EQ(model::print_bytes(1e300).size(), 289u);
  EXPECT_EQ(model::print_bytes(std::numeric_limits<double>::infinity()), "inf B");
}

TEST(PrintNumber, HasAPointWhereTheProgramsLocaleHasAComma) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool is_set = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German"}) {
    is_set = is_set || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  if (!is_set) GTEST_SKIP() << "this system has no locale with a comma";
  const std::string number = model::print_number(0.025516, 4), bytes = model::print_bytes(1536);
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(number, "0.02552");
  EXPECT_EQ(bytes, "1.50 KiB");
}

TEST(CsvField, IsQuotedWhereItMust) {
  EXPECT_EQ(model::csv_field(""), "");
  EXPECT_EQ(model::csv_field("blocks.0 weight"), "blocks.0 weight");
  EXPECT_EQ(model::csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(model::csv_field("say \"a\""), "\"say \"\"a\"\"\"");
  EXPECT_EQ(model::csv_field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(model::csv_field("a\rb"), "\"a\rb\"");
}
