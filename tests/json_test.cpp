// JSON: what is written is read back to the bit, and what is none is refused with its place.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <eigeninit/text/json.hpp>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "message.hpp"

namespace json = eigeninit::internal::json;
using eigeninit::internal::bits_as;
using json::parse;
using json::Type;
using json::Writer;

namespace {

template <class T>
std::string written(const T& value) {
  std::string out;
  Writer(out).value(value);
  return out;
}

std::string refusal(std::string_view text) {
  return message_of([&] { (void)parse(text); });
}

const double infinity = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST(JsonWriter, WritesLiteralsNumbersAndStrings) {
  EXPECT_EQ(written(nullptr), "null");
  EXPECT_EQ(written(true), "true");
  EXPECT_EQ(written(false), "false");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(double(0.1f)), "0.10000000149011612");
  EXPECT_EQ(written(-2.0), "-2");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(not_a_number), "\"nan\"");
  EXPECT_EQ(written(infinity), "\"inf\"");
  EXPECT_EQ(written(-infinity), "\"-inf\"");
  EXPECT_EQ(written(-3), "-3");
  EXPECT_EQ(written((std::numeric_limits<std::uint64_t>::max)()), "18446744073709551615");
  EXPECT_EQ(written((std::numeric_limits<std::int64_t>::min)()), "-9223372036854775808");
  EXPECT_EQ(written("fc1"), "\"fc1\"");
  EXPECT_EQ(written(std::string("größe…𝛼")), "\"größe…𝛼\"");
}

TEST(JsonWriter, EscapesWhatStringsCantHold) {
  EXPECT_EQ(written("a\"b\\c/"), "\"a\\\"b\\\\c/\"");
  EXPECT_EQ(written("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
  EXPECT_EQ(written(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
}

TEST(JsonWriter, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(message_of([] { written("ab\xff"); }),
            "json: the text \"ab\xff\" is not UTF-8 at byte 3; pass UTF-8");
}

TEST(JsonWriter, PutsCommasBetweenElements) {
  std::string out = "x = ";
  Writer(out)
      .begin_object()
      .member("seed", 42)
      .name("shape")
      .begin_array()
      .value(3)
      .begin_array()
      .end_array()
      .value("a")
      .end_array()
      .name("rest")
      .begin_object()
      .end_object()
      .member("last", true)
      .end_object();
  EXPECT_EQ(out, "x = {\"seed\": 42, \"shape\": [3, [], \"a\"], \"rest\": {}, \"last\": true}");
}

TEST(JsonWriter, GivesTheElementsOfOuterLevelsALine) {
  const auto write = [](std::size_t lines) {
    std::string out;
    Writer writer(out, lines);
    writer.begin_object().member("seed", 1).name("parameters").begin_array();
    for (const char* name : {"w", "b"}) {
      writer.begin_object().member("name", name).member("size", 2).end_object();
    }
    writer.end_array().name("none").begin_array().end_array().end_object();
    return out;
  };
  EXPECT_EQ(write(0),
            "{\"seed\": 1, \"parameters\": [{\"name\": \"w\", \"size\": 2}, "
            "{\"name\": \"b\", \"size\": 2}], \"none\": []}");
  EXPECT_EQ(write(2),
            "{\n"
            "  \"seed\": 1,\n"
            "  \"parameters\": [\n"
            "    {\"name\": \"w\", \"size\": 2},\n"
            "    {\"name\": \"b\", \"size\": 2}\n"
            "  ],\n"
            "  \"none\": []\n"
            "}");
}

TEST(Json, ReadsEveryType) {
  const auto value =
      parse(" {\"a\": [1, -0.5e+1, true, false, null], \"b\" :{}, \"\": \"x\" ,\"c\":[ ]\r\n\t} ");
  ASSERT_EQ(value.type(), Type::object);
  EXPECT_EQ(value.names(), (std::vector<std::string>{"a", "b", "", "c"}));
  const auto& a = value["a"].as_array();
  ASSERT_EQ(a.size(), 5u);
  EXPECT_EQ(a[0].as_number(), 1);
  EXPECT_EQ(a[1].as_number(), -5);
  EXPECT_TRUE(a[2].as_bool());
  EXPECT_FALSE(a[3].as_bool());
  EXPECT_EQ(a[4].type(), Type::null);
  EXPECT_EQ(value["b"].type(), Type::object);
  EXPECT_EQ(value["b"].names().size(), 0u);
  EXPECT_EQ(value[""].as_string(), "x");
  EXPECT_EQ(value.values()[3].as_array().size(), 0u);
  EXPECT_EQ(value.find("d"), nullptr);
  EXPECT_EQ(value.find("b"), &value["b"]);
}

TEST(Json, ReadsEscapes) {
  EXPECT_EQ(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"").as_string(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(parse("\"\\u0041\\u00DF\\u2026\\ud835\\udefc\"").as_string(), "Aß…𝛼");
  EXPECT_EQ(parse("\"\\uDBFF\\uDFFF\\ud800\\udc00\"").as_string(),
            "\xf4\x8f\xbf\xbf\xf0\x90\x80\x80");
  EXPECT_EQ(parse("\"a\\u0000b\"").as_string(), std::string("a\0b", 3));
  EXPECT_EQ(parse("\"größe…𝛼\x7f\"").as_string(), "größe…𝛼\x7f");
}

TEST(Json, ReadsNumbersBackToTheBit) {
  for (const double value : {0.0, -0.0, 0.1, 1e300, -5e-324, infinity, -infinity}) {
    EXPECT_EQ(bits_as<std::uint64_t>(parse(written(value)).as_number()),
              bits_as<std::uint64_t>(value));
  }
  EXPECT_TRUE(std::isnan(parse(written(not_a_number)).as_number()));
  std::mt19937_64 bits(1);
  for (int i = 0; i < 10000; ++i) {
    const std::uint64_t word = bits();
    ASSERT_EQ(parse(written(word)).as_integer<std::uint64_t>(), word);
    ASSERT_EQ(parse(written(std::int64_t(word))).as_integer<std::int64_t>(), std::int64_t(word));
    const auto value = bits_as<double>(word);
    if (!std::isnan(value)) {
      ASSERT_EQ(parse(written(value)).as_number(), value);
    }
  }
}

TEST(Json, ReadsNumbersWhereTheProgramsLocaleHasAComma) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool is_set = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German"}) {
    is_set = is_set || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  if (!is_set) GTEST_SKIP() << "this system has no locale with a comma";
  const double value = parse("1.5e-1").as_number();
  const std::string text = written(0.15);
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(value, 0.15);
  EXPECT_EQ(text, "0.15");
}

TEST(Json, ReadsStringsBack) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += char(c);
  all += "ß…𝛼";
  EXPECT_EQ(parse(written(all)).as_string(), all);
}

TEST(Json, RefusesWhatIsNone) {
  const std::pair<const char*, const char*> faults[] = {
      {"", "column 1: expected a value, found the end"},
      {" ", "column 2: expected a value, found the end"},
      {"\xef\xbb\xbf{}", "column 1: expected a value, found byte 0xef"},
      {"x", "column 1: expected a value, found 'x'"},
      {"// no", "column 1: expected a value, found '/'"},
      {"'a'", "column 1: expected a value, found '''"},
      {"NaN", "column 1: expected a value, found 'N'"},
      {"nan", "column 2: expected null, found 'a'"},
      {"True", "column 1: expected a value, found 'T'"},
      {"tru", "column 4: expected true, found the end"},
      {"truely", "column 5: expected the end, found 'l'"},
      {"falsy", "column 5: expected false, found 'y'"},
      {"1 2", "column 3: expected the end, found '2'"},
      {"01", "column 2: expected the end, found '1'"},
      {"-", "column 2: expected a digit, found the end"},
      {"-a", "column 2: expected a digit, found 'a'"},
      {"+1", "column 1: expected a value, found '+'"},
      {".5", "column 1: expected a value, found '.'"},
      {"1.", "column 3: expected a digit, found the end"},
      {"1.e3", "column 3: expected a digit, found 'e'"},
      {"1e", "column 3: expected a digit, found the end"},
      {"1e+-2", "column 4: expected a digit, found '-'"},
      {"0x10", "column 2: expected the end, found 'x'"},
      {"[", "column 2: expected a value, found the end"},
      {"[1", "column 3: expected ',' or ']', found the end"},
      {"[1,]", "column 4: expected a value, found ']'"},
      {"[,1]", "column 2: expected a value, found ','"},
      {"[1 2]", "column 4: expected ',' or ']', found '2'"},
      {"[1}", "column 3: expected ',' or ']', found '}'"},
      {"]", "column 1: expected a value, found ']'"},
      {"{", "column 2: expected a name in quotes, found the end"},
      {"{a: 1}", "column 2: expected a name in quotes, found 'a'"},
      {"{1: 1}", "column 2: expected a name in quotes, found '1'"},
      {"{\"a\" 1}", "column 6: expected ':', found '1'"},
      {"{\"a\"}", "column 5: expected ':', found '}'"},
      {"{\"a\": }", "column 7: expected a value, found '}'"},
      {"{\"a\": 1,}", "column 9: expected a name in quotes, found '}'"},
      {"{\"a\": 1; \"b\": 2}", "column 8: expected ',' or '}', found ';'"},
      {"{\"b\": 1, \"a\": 2, \"b\": 3}",
       "column 24: the object has two members \"b\"; expected one"},
      {"\"a", "column 3: expected the '\"' that ends the string, found the end"},
      {"\"a\\", "column 4: expected one of \"\\/bfnrtu behind a \\, found the end"},
      {"\"\\x41\"", "column 3: expected one of \"\\/bfnrtu behind a \\, found 'x'"},
      {"\"\\u12g4\"", "column 6: expected 4 hexadecimal digits, found 'g'"},
      {"\"\\u12", "column 6: expected 4 hexadecimal digits, found the end"},
      {"\"a\tb\"", "column 3: expected an escape for a control character, found byte 0x09"},
      {"\"a\nb\"", "column 3: expected an escape for a control character, found byte 0x0a"},
      {"\"ß\xff\"", "column 3: expected UTF-8, found byte 0xff"},
      {"\"\xc0\x80\"", "column 2: expected UTF-8, found byte 0xc0"},
      {"\"\xed\xa0\x80\"", "column 2: expected UTF-8, found byte 0xed"},
      {"\"\xe2\x80\"", "column 2: expected UTF-8, found byte 0xe2"},
      {"\"a\\ud835\"", "column 3: half of a surrogate pair; expected both halves"},
      {"\"a\\udefc\"", "column 3: half of a surrogate pair; expected both halves"},
      {"\"\\ud835\\n\"", "column 2: half of a surrogate pair; expected both halves"},
      {"\"\\ud835\\u0041\"", "column 2: half of a surrogate pair; expected both halves"},
      {"\"\\ud835\\ud835\"", "column 2: half of a surrogate pair; expected both halves"},
      {"\"\\udefc\\ud835\"", "column 2: half of a surrogate pair; expected both halves"},
  };
  for (const auto& [text, fault] : faults) {
    EXPECT_EQ(refusal(text), std::string("json: line 1, ") + fault) << text;
  }
  EXPECT_EQ(refusal(std::string_view("1\0", 2)),
            "json: line 1, column 2: expected the end, found byte 0x00");
  EXPECT_EQ(refusal(std::string_view("\"\\\0\"", 4)),
            "json: line 1, column 3: expected one of \"\\/bfnrtu behind a \\, found byte 0x00");
}

TEST(Json, CountsLinesAndCharacters) {
  EXPECT_EQ(refusal("{\n  \"größe\": [1,\r\n  \"ßß\" 2]}"),
            "json: line 3, column 8: expected ',' or ']', found '2'");
  EXPECT_EQ(refusal("[\n"), "json: line 2, column 1: expected a value, found the end");
}

TEST(Json, RefusesAPartOfAText) {
  const std::string text =
      "{\"a\": [1.5e3, true, null, \"x\\n\\ud835\\udefc…\"], \"b\": {\"c\": {}}}";
  EXPECT_EQ(refusal(text), "");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_NE(refusal(text.substr(0, size)), "") << size;
  }
}

TEST(Json, TakesSixtyFourLevels) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += i % 2 == 0 ? "[" : "{\"a\":";
    text += '1';
    for (std::size_t i = depth; i-- > 0;) text += i % 2 == 0 ? "]" : "}";
    return text;
  };
  EXPECT_EQ(refusal(nested(64)), "");
  EXPECT_EQ(
      refusal(nested(65)),
      "json: line 1, column 193: array or object number 65 in one another; expected 64 or fewer");
  EXPECT_EQ(
      refusal(std::string(1000000, '[')),
      "json: line 1, column 65: array or object number 65 in one another; expected 64 or fewer");
  std::string side_by_side = "[[]";
  for (int i = 0; i < 100; ++i) side_by_side += ",{\"a\":[]}";
  EXPECT_EQ(refusal(side_by_side + "]"), "");
}

TEST(JsonValue, KnowsItsPlace) {
  const auto value = parse("{\"a\": [0, {\"b\": [[7]]}]}");
  EXPECT_EQ(value.where(), "the document");
  EXPECT_EQ(value["a"].where(), "a");
  EXPECT_EQ(value["a"].as_array()[1]["b"].as_array()[0].as_array()[0].where(), "a[1].b[0][0]");
  EXPECT_EQ(parse("[[7]]").as_array()[0].as_array()[0].where(), "[0][0]");
}

// In C++17 the loop would walk over what is gone, were it a reference into the document.
TEST(JsonValue, ReturnsPartsOfATemporaryByValue) {
  double sum = 0;
  for (const auto& value : parse("{\"a\": [1, 2, 3]}")["a"].as_array()) sum += value.as_number();
  EXPECT_EQ(sum, 6);
  const std::string& text = parse("{\"a\": \"of a document that is gone\"}")["a"].as_string();
  EXPECT_EQ(text, "of a document that is gone");
}

TEST(JsonValue, RefusesAnotherType) {
  const auto value = parse("{\"seed\": \"42\", \"list\": [null, true, 1, [], {}]}");
  const auto& list = value["list"].as_array();
  const auto message = [](const json::Value& asked, auto as) {
    return message_of([&] { as(asked); });
  };
  const auto as_number = [](const json::Value& asked) { (void)asked.as_number(); };
  const auto as_integer = [](const json::Value& asked) { (void)asked.as_integer<int>(); };
  const auto as_string = [](const json::Value& asked) { (void)asked.as_string(); };
  const auto as_array = [](const json::Value& asked) { (void)asked.as_array(); };
  const auto as_bool = [](const json::Value& asked) { (void)asked.as_bool(); };
  const auto find = [](const json::Value& asked) { (void)asked.find("a"); };
  EXPECT_EQ(message(value["seed"], as_number), "json: seed is a string; expected a number");
  EXPECT_EQ(message(value["seed"], as_integer), "json: seed is a string; expected a number");
  EXPECT_EQ(message(list[0], as_string), "json: list[0] is null; expected a string");
  EXPECT_EQ(message(list[1], as_array), "json: list[1] is true or false; expected an array");
  EXPECT_EQ(message(list[2], find), "json: list[2] is a number; expected an object");
  EXPECT_EQ(message(list[3], find), "json: list[3] is an array; expected an object");
  EXPECT_EQ(message(list[4], as_array), "json: list[4] is an object; expected an array");
  EXPECT_EQ(message(value, as_bool), "json: the document is an object; expected true or false");
}

TEST(JsonValue, NamesTheMemberThatIsNotThere) {
  const auto value = parse("{\"a\": [{}]}");
  EXPECT_EQ(message_of([&] { (void)value["std"]; }),
            "json: the document has no member \"std\"; add it");
  EXPECT_EQ(message_of([&] { (void)value["a"].as_array()[0]["std"]; }),
            "json: a[0] has no member \"std\"; add it");
}

TEST(JsonValue, RefusesNumbersThatTheTypeCantHold) {
  const auto message = [](const char* text) {
    return message_of([&] { (void)parse(text)["n"].as_integer<std::uint64_t>(); });
  };
  const std::string expected = "; expected an integer from 0 to 18446744073709551615";
  for (const std::string number : {"18446744073709551616", "-1", "1.5", "1.0", "1e3"}) {
    EXPECT_EQ(message(("{\"n\": " + number + "}").c_str()), "json: n is " + number + expected);
  }
  EXPECT_EQ(message_of([] { (void)parse("128").as_integer<std::int8_t>(); }),
            "json: the document is 128; expected an integer from -128 to 127");
  EXPECT_EQ(parse("-128").as_integer<std::int8_t>(), -128);
  EXPECT_EQ(message_of([] { (void)parse("{\"n\": -1e999}")["n"].as_number(); }),
            "json: n is -1e999; expected a double");
  EXPECT_EQ(parse("1e-999").as_number(), 0);
  EXPECT_EQ(message_of([] { (void)parse("\"NaN\"").as_number(); }),
            "json: the document is a string; expected a number");
}
