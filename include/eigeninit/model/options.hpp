// How a plan is applied.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "../numeric/error.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The type of Poison.
struct PoisonOption {};

/// An option of Plan::apply(): before a parameter is filled its elements become a NaN that nothing
/// else makes, and those that are still there afterwards were never written. Costs one more pass
/// over memory.
inline constexpr PoisonOption Poison{};

/// How far the work is.
struct Progress {
  std::string_view parameter;  ///< of which a part, or all, has just been done
  std::uint64_t done;          ///< bytes so far
  std::uint64_t all;           ///< bytes in all
};

}  // namespace EIGENINIT_ABI

namespace internal::model {
inline namespace EIGENINIT_ABI {

/// The options of Plan::apply(), whatever the type of the function is.
class Options {
 public:
  /// The functions have to live as long.
  template <class... Given>
  explicit Options(Given&... given) {
    (take(given), ...);
  }

  bool poison() const noexcept { return poison_; }
  bool wants_progress() const noexcept { return call_ != nullptr; }
  void tell(const Progress& progress) const { call_(*this, progress); }

 private:
  template <class Given>
  void take(Given& given) {
    if constexpr (std::is_same_v<std::remove_const_t<Given>, PoisonOption>) {
      poison_ = true;
    } else if constexpr (std::is_convertible_v<Given&, Function>) {
      plain_ = given;
      call_ = [](const Options& options, const Progress& progress) { options.plain_(progress); };
    } else {
      static_assert(std::is_invocable_v<Given&, const Progress&>,
                    "eigeninit: apply() takes Poison and a function of a const "
                    "eigeninit::Progress&, after the source.");
      object_ = &given;
      call_ = [](const Options& options, const Progress& progress) {
        (*static_cast<Given*>(const_cast<void*>(options.object_)))(progress);
      };
    }
  }

  using Function = void (*)(const Progress&);

  bool poison_ = false;
  Function plain_ = nullptr;
  const void* object_ = nullptr;
  void (*call_)(const Options&, const Progress&) = nullptr;
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::model
}  // namespace eigeninit
