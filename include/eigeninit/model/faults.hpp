// All that is wrong, in one message.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>

#include "../numeric/error.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// What use() refuses with; empty where it does not. In a program without exceptions a refusal ends
/// the program instead.
template <class Use>
std::string refusal_of(const Use& use) {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    use();
  } catch (const std::exception& error) {
    return error.what();
  }
#else
  use();
#endif
  return {};
}

/// Faults, as they are found.
class Faults {
 public:
  void add(std::initializer_list<std::string_view> parts) {
    ++count_;
    if (count_ > shown) {
      ++hidden_;
      return;
    }
    message_ += "\n  ";
    for (const std::string_view part : parts) message_ += part;
  }

  /// Those of another list, behind these.
  void append(const Faults& more) {
    message_ += more.message_;
    count_ += more.count_;
    hidden_ += more.hidden_;
  }

  /// Throws std::invalid_argument with all of them, in the name of `what`, if there are any.
  void refuse_any(const char* what) const {
    if (count_ == 0) return;
    refuse(what, ": ", count_, count_ == 1 ? " fault" : " faults", ", and nothing was written",
           message_, hidden_ > 0 ? "\n  … and " + text(hidden_) + " more" : std::string());
  }

 private:
  static constexpr std::size_t shown = 50;  // of more, a reader has no use

  std::string message_;
  std::size_t count_ = 0, hidden_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
