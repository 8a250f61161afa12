// Windows programs include <windows.h> first, and its macros are everywhere: min and max where
// NOMINMAX is not defined, and the near, far and small of sixteen bits. Compiled, not run, on every
// system: what is not Windows, or not Microsoft's compiler, defines them by hand.
//
// SPDX-License-Identifier: MIT

// Other libraries protect themselves.
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <atomic>
#include <bitset>
#include <charconv>
#include <chrono>
#include <clocale>
#include <cmath>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <variant>
#include <vector>

#if defined(_WIN32)
#include <windows.h>
#endif

// clang-format off
#undef min
#undef max
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#undef near
#undef far
#undef small
#undef hyper
#undef interface
#undef cdecl
#undef pascal
#undef IN
#undef OUT
#define near
#define far
#define small char
#define hyper __int64
#define interface struct
#define cdecl _cdecl
#define pascal __stdcall
#define IN
#define OUT
#define ERROR 0
// clang-format on

#include <eigeninit/signal.hpp>
#include <eigeninit/torch.hpp>
