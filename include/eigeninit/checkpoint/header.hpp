// What the header of a safetensors file says. Nothing of it is believed: whoever sends a file may
// have made it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "../numeric/error.hpp"
#include "../text/json_lexer.hpp"
#include "dtype.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// The reference reader takes no longer header.
inline constexpr std::uint64_t most_header_bytes = 100'000'000;
/// How many bytes say how long it is.
inline constexpr std::uint64_t length_bytes = 8;
/// What stands among the names of tensors and is none.
inline constexpr std::string_view metadata_name = "__metadata__";

/// A tensor of a file.
struct StoredTensor {
  std::string name;
  const Dtype* dtype = nullptr;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0, end = 0;  ///< of its bytes, behind the header
};

/// A header.
struct Header {
  std::vector<StoredTensor> tensors;                          ///< as they lie in the file
  std::vector<std::pair<std::string, std::string>> metadata;  ///< names and values
};

/// Reads the JSON of a header, of this form and no other: there is nothing to be nested, and memory
/// is a small multiple of its length.
class HeaderReader {
 public:
  /// The text has to live as long.
  explicit HeaderReader(std::string_view text) : lexer_(text) {}

  Header read() {
    if (lexer_.next() != '{') lexer_.expected("'{' as the first character");
    std::vector<std::string> names;
    read_object([&](std::string name) {
      names.push_back(name);
      if (name == metadata_name) {
        read_metadata();
      } else {
        header_.tensors.push_back(read_tensor(std::move(name)));
      }
    });
    lexer_.skip_blanks();
    if (!lexer_.is_at_end()) lexer_.expected("the end");
    require_different(std::move(names), "tensors");
    return std::move(header_);
  }

 private:
  template <class ReadMember>
  void read_object(const ReadMember& read_member) {
    if (!lexer_.take('{')) lexer_.expected("'{'");
    lexer_.skip_blanks();
    if (lexer_.take('}')) return;
    do {
      lexer_.skip_blanks();
      std::string name = lexer_.read_string("a name in quotes");
      lexer_.skip_blanks();
      if (!lexer_.take(':')) lexer_.expected("':'");
      lexer_.skip_blanks();
      read_member(std::move(name));
      lexer_.skip_blanks();
    } while (lexer_.take(','));
    if (!lexer_.take('}')) lexer_.expected("',' or '}'");
  }

  void read_metadata() {
    std::vector<std::string> names;
    read_object([&](std::string name) {
      names.push_back(name);
      header_.metadata.emplace_back(std::move(name), lexer_.read_string("a string"));
    });
    require_different(std::move(names), "entries of __metadata__");
  }

  StoredTensor read_tensor(std::string name) {
    StoredTensor tensor;
    tensor.name = std::move(name);
    bool has_dtype = false, has_shape = false, has_offsets = false;
    const auto once = [&](bool& has, const std::string& member) {
      if (has) lexer_.fault_behind("the tensor has two members \"" + member + "\"; expected one");
      has = true;
    };
    read_object([&](const std::string& member) {
      if (member == "dtype") {
        once(has_dtype, member);
        const std::string dtype = lexer_.read_string("a string");
        tensor.dtype = find_dtype(dtype);
        if (tensor.dtype == nullptr) lexer_.fault_behind("there is no dtype \"" + dtype + '"');
      } else if (member == "shape") {
        once(has_shape, member);
        read_numbers([&](std::uint64_t extent) { tensor.shape.push_back(extent); });
      } else if (member == "data_offsets") {
        once(has_offsets, member);
        std::size_t count = 0;
        read_numbers([&](std::uint64_t offset) {
          if (count == 2) lexer_.fault_behind("data_offsets has more than 2 numbers");
          (count++ == 0 ? tensor.begin : tensor.end) = offset;
        });
        if (count != 2) lexer_.fault_behind("data_offsets has fewer than 2 numbers");
      } else {
        lexer_.fault_behind("a tensor has no member \"" + member + '"');
      }
    });
    if (!has_dtype || !has_shape || !has_offsets) {
      lexer_.fault_behind("the tensor lacks its dtype, shape or data_offsets");
    }
    return tensor;
  }

  template <class Take>
  void read_numbers(const Take& take) {
    if (!lexer_.take('[')) lexer_.expected("'['");
    lexer_.skip_blanks();
    if (lexer_.take(']')) return;
    do {
      lexer_.skip_blanks();
      const std::string digits = lexer_.read_number();
      std::uint64_t number = 0;
      const char* const end = digits.data() + digits.size();
      const auto result = std::from_chars(digits.data(), end, number);
      if (result.ec != std::errc() || result.ptr != end) {
        lexer_.fault_behind(digits + " is no whole number from 0 to 18446744073709551615");
      }
      take(number);
      lexer_.skip_blanks();
    } while (lexer_.take(','));
    if (!lexer_.take(']')) lexer_.expected("',' or ']'");
  }

  void require_different(std::vector<std::string> names, const char* what) const {
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return;
    lexer_.fault_behind(std::string("two ") + what + " have the name \"" + *twice + '"');
  }

  json::Lexer lexer_;
  Header header_;
};

/// The bytes of a tensor; refuses a number that is none.
inline std::uint64_t stored_bytes(const StoredTensor& tensor) {
  constexpr std::uint64_t most = (std::numeric_limits<std::uint64_t>::max)();
  const auto refuse_shape = [&](const char* why) {
    refuse("'", tensor.name, "' has a shape of ", why);
  };
  std::uint64_t bits = tensor.dtype->bits;
  const bool is_empty =
      std::find(tensor.shape.begin(), tensor.shape.end(), 0u) != tensor.shape.end();
  if (is_empty) return 0;
  for (const std::uint64_t extent : tensor.shape) {
    if (extent > most / bits) refuse_shape("more bytes than a file can have");
    bits *= extent;
  }
  if (bits % 8 != 0) refuse_shape("bytes that are not full");
  return bits / 8;
}

/// Sorts tensors as they lie in the file, and refuses them unless they fill `bytes` without holes
/// and each has as many as its shape and dtype say.
inline void require_places(std::vector<StoredTensor>& tensors, std::uint64_t bytes) {
  std::sort(tensors.begin(), tensors.end(), [](const StoredTensor& a, const StoredTensor& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  std::uint64_t next = 0;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.begin != next || tensor.end < tensor.begin) {
      refuse("'", tensor.name, "' has the bytes from ", tensor.begin, " to ", tensor.end,
             ", and byte ", next, " is the next; tensors follow each other without holes");
    }
    if (const std::uint64_t needed = stored_bytes(tensor); tensor.end - tensor.begin != needed) {
      refuse("'", tensor.name, "' has ", tensor.end - tensor.begin,
             " bytes, and its shape and dtype need ", needed);
    }
    next = tensor.end;
  }
  if (next != bytes) {
    refuse("the tensors have ", next, " bytes, and the file has ", bytes, " behind its header");
  }
}

/// The number in the first 8 bytes of a file of `file_bytes`, which is the length of its header.
inline std::uint32_t header_length(const unsigned char* first, std::uint64_t file_bytes) {
  std::uint64_t length = 0;
  for (std::uint64_t i = length_bytes; i-- > 0;) length = length << 8 | first[i];
  if (length > most_header_bytes) {
    refuse("its first 8 bytes say that the header has ", length,
           " bytes, and no header has more "
           "than ",
           most_header_bytes, "; it is no safetensors file");
  }
  if (length > file_bytes - length_bytes) {
    refuse("its first 8 bytes say that the header has ", length, " bytes, and there are ",
           file_bytes - length_bytes, "; the file is not whole, or no safetensors file");
  }
  return static_cast<std::uint32_t>(length);
}

/// The header of a file of so many bytes. Throws std::invalid_argument for what is none.
inline Header parse_header(std::string_view json, std::uint64_t file_bytes) {
  Header header = HeaderReader(json).read();
  require_places(header.tensors, file_bytes - length_bytes - json.size());
  return header;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
