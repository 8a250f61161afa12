// What a JSON text says. Whoever asks it for what it does not say gets an error with its place,
// such as parameters[3].std.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <clocale>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal::json {
inline namespace EIGENINIT_ABI {

enum class Type { null, boolean, number, string, array, object };

inline const char* name(Type type) {
  constexpr const char* names[] = {"null",     "true or false", "a number",
                                   "a string", "an array",      "an object"};
  return names[static_cast<std::size_t>(type)];
}

/// All that refuse throw std::invalid_argument. What is asked of a temporary is returned by value,
/// so that `for (const Value& v : parse(text).as_array())` has what it walks over.
class Value {
 public:
  Type type() const noexcept { return type_; }

  /// Its place in the document: parameters[3].std; "the document" for the whole.
  const std::string& where() const noexcept { return where_; }

  /// These refuse another type.
  bool as_bool() const { return of(Type::boolean).text_ == "true"; }
  const std::string& as_string() const& { return of(Type::string).text_; }
  std::string as_string() && { return of(Type::string).text_; }
  const std::vector<Value>& as_array() const& { return of(Type::array).values_; }
  std::vector<Value> as_array() && { return of(Type::array).values_; }

  /// A number, or one of the strings "nan", "inf" and "-inf". Refuses what is beyond a double.
  double as_number() const {
    if (type_ == Type::string) {
      // By their bits: to compilers with -ffast-math there is no infinity.
      for (const std::uint64_t bits :
           {0x7ff8000000000000u, 0x7ff0000000000000u, 0xfff0000000000000u}) {
        const auto special = bits_as<double>(bits);
        if (text_ == internal::text(special)) return special;
      }
    }
    std::string digits = of(Type::number).text_;
    const std::size_t point = digits.find('.');
    if (point != std::string::npos) digits.replace(point, 1, std::localeconv()->decimal_point);
    const double number = std::strtod(digits.c_str(), nullptr);
    if (!is_finite(number)) refuse("json: ", where_, " is ", text_, "; expected a double");
    return number;
  }

  /// Exactly; refuses a fraction, an exponent, and what is beyond the type.
  template <class Integer>
  Integer as_integer() const {
    static_assert(std::is_integral_v<Integer>);
    using Limits = std::numeric_limits<Integer>;
    Integer number = 0;
    const char* const end = of(Type::number).text_.data() + text_.size();
    const auto result = std::from_chars(text_.data(), end, number);
    if (result.ec == std::errc() && result.ptr == end) return number;
    refuse("json: ", where_, " is ", text_, "; expected an integer from ", (Limits::min)(), " to ",
           (Limits::max)());
  }

  /// Of an object, in the order of the text; names()[i] is that of values()[i].
  const std::vector<std::string>& names() const& { return of(Type::object).names_; }
  const std::vector<Value>& values() const& { return of(Type::object).values_; }
  void names() && = delete;
  void values() && = delete;

  /// A member of an object; nullptr where it has none of that name.
  const Value* find(std::string_view name) const& {
    for (std::size_t i = 0; i < names().size(); ++i) {
      if (names_[i] == name) return &values_[i];
    }
    return nullptr;
  }
  void find(std::string_view name) && = delete;

  /// The same, and refuses where there is none.
  const Value& operator[](std::string_view name) const& {
    const Value* const member = find(name);
    if (member == nullptr) {
      refuse("json: ", where_, " has no member \"", std::string(name), "\"; add it");
    }
    return *member;
  }
  Value operator[](std::string_view name) && { return static_cast<const Value&>(*this)[name]; }

 private:
  friend class Parser;

  const Value& of(Type type) const {
    if (type_ != type) refuse("json: ", where_, " is ", name(type_), "; expected ", name(type));
    return *this;
  }

  Type type_ = Type::null;
  std::string where_;
  std::string text_;                // of what is neither an array nor an object
  std::vector<std::string> names_;  // of an object
  std::vector<Value> values_;       // of an object or array
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::json
