// How a line of consecutive elements is measured, written once for every instruction set. Text,
// included inside a set's namespace and region after the set's primitives.
//
// Sums go into floats for a stretch of a hundred vectors or so, and from there into doubles.
// Whether all of a stretch is finite is seen from its sum of squares; where it is not, the stretch
// is measured again element by element, which is also what a set of one lane does.
//
// SPDX-License-Identifier: MIT

inline constexpr bool has_vectors = sizeof(Floats) > sizeof(float);

/// What one turn of the loop reads: a vector in memory, of one or two vectors of numbers.
template <class Scalar>
struct Turn {
  using T = Compute<Scalar>;
  using Bits = typename Conversion<T>::Bits;
  using Value = typename Conversion<T>::Value;
  static constexpr std::size_t vectors = sizeof(T) / sizeof(Scalar);
  static constexpr std::ptrdiff_t lanes = sizeof(Bits) / sizeof(T);
  static constexpr std::ptrdiff_t elements = lanes * std::ptrdiff_t(vectors);

  Bits words[vectors];  // as they are hashed
  Value values[vectors];
};

template <class Scalar>
EIGENINIT_INLINE void read_turn(const Scalar* line, Turn<Scalar>& turn) {
  typename Turn<Scalar>::Bits words;
  std::memcpy(&words, static_cast<const void*>(line), sizeof words);
  if constexpr (sizeof(Scalar) == 2) {  // the first one of two elements is a word's lower half
    turn.words[0] = words << 16;
    turn.words[1] = words & 0xffff0000;
  } else {
    turn.words[0] = words;
  }
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < Turn<Scalar>::vectors; ++i) {
    if constexpr (std::is_same_v<Scalar, Eigen::half>) {
      turn.values[i] = load_floats(line + std::ptrdiff_t(i) * Turn<Scalar>::lanes);
    } else {
      turn.values[i] = as_floats(turn.words[i]);
    }
  }
}

/// The hash, in lanes that hold a pair of words each: the places of a turn's words, and sums.
template <class Scalar>
struct HashLanes {
  Lanes64 even[Turn<Scalar>::vectors], odd[Turn<Scalar>::vectors];
  Lanes64 advance;
  Lanes64 terms;  // without the words themselves
  Words words;
};

template <class Scalar>
inline void start_hash(std::uint64_t element, std::uint64_t element_step, HashLanes<Scalar>& hash) {
  constexpr std::uint64_t words = sizeof(Scalar) == 8 ? 2 : 1;  // of an element
  constexpr std::uint64_t vectors = Turn<Scalar>::vectors;
  const std::uint64_t step = words * element_step * hash_constant::place;
  const std::uint64_t to_odd = words == 2 ? hash_constant::place : vectors * step;
  const std::uint64_t place = (words * element + 1) * hash_constant::place;
  const Lanes64 lanes = lane_numbers() * (2 / words * vectors * step) + place;
  for (std::size_t i = 0; i < vectors; ++i) {
    hash.even[i] = lanes + i * step;
    hash.odd[i] = hash.even[i] + to_odd;
  }
  hash.advance = splat<Lanes64>(std::uint64_t(Turn<Scalar>::elements) * step);
  hash.terms = Lanes64{};
  hash.words = Words{};
}

/// hash_term() of the lower words, without the words themselves.
EIGENINIT_INLINE Lanes64 mixed(Lanes64 words, Lanes64 places) {
  const auto multiplier = splat<Lanes64>(std::uint64_t(hash_constant::word));
  const Lanes64 y = places + multiply_low_halves(words, multiplier), high = y >> 32;
  return multiply_low_halves(high, y ^ high);
}

/// Sums about the origin, and bounds.
template <class Value>
struct Moments {
  Value sum, squares, low, high;
};

template <class Scalar, class Value>
inline void measure_turns(const Scalar* line, std::ptrdiff_t turns, const Value& origin,
                          HashLanes<Scalar>& hash, Moments<Value>& moments) {
  constexpr std::size_t vectors = Turn<Scalar>::vectors;
  // In registers: g++ leaves what it copies as a whole in memory.
  Lanes64 even[vectors], odd[vectors], terms = hash.terms;
  Words words = hash.words;
  Value sum{}, squares{}, low = moments.low, high = moments.high;
  for (std::size_t i = 0; i < vectors; ++i) {
    even[i] = hash.even[i];
    odd[i] = hash.odd[i];
  }
  for (; turns > 0; --turns) {
    Turn<Scalar> turn;
    read_turn(line, turn);
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < vectors; ++i) {
      const auto pairs = Lanes64(turn.words[i]);
      terms += mixed(pairs, even[i]) + mixed(pairs >> 32, odd[i]);
      even[i] += hash.advance;
      odd[i] += hash.advance;
      words += Words(pairs);
      const Value distance = turn.values[i] - origin;
      sum = sum + distance;
      squares = fma(distance, distance, squares);
      low = minimum(low, turn.values[i]);
      high = maximum(high, turn.values[i]);
    }
    line += Turn<Scalar>::elements;
  }
  for (std::size_t i = 0; i < vectors; ++i) {
    hash.even[i] = even[i];
    hash.odd[i] = odd[i];
  }
  hash.terms = terms;
  hash.words = words;
  moments = {sum, squares, low, high};
}

/// Adds a stretch of `count` elements. False where it has to be measured element by element: some
/// are not finite, or their squares are too large or too small for a float.
template <class T, class Value>
inline bool add_stretch(const Moments<Value>& moments, T center, double count, double origin,
                        Measured& into) {
  double sum = 0, squares = 0, low = into.low, high = into.high;
  bool all_are_center = true;
  for (std::size_t i = 0; i < sizeof(Value) / sizeof(T); ++i) {
    sum += double(moments.sum[i]);
    squares += double(moments.squares[i]);
    low = (std::min)(low, double(moments.low[i]) + 0.0);
    high = (std::max)(high, double(moments.high[i]) + 0.0);
    all_are_center &= moments.low[i] == center && moments.high[i] == center;
  }
  const bool is_small = sizeof(T) == sizeof(float) && squares < count * 0x1p-100;
  if (!is_finite(squares) || (is_small && !all_are_center)) return false;
  const double shift = double(center) - origin;  // where the origin is no Scalar
  into.sum += sum + product(count, shift);
  into.squares += squares + product(shift, 2 * sum + product(count, shift));
  into.low = low;
  into.high = high;
  into.count += std::uint64_t(count);
  return true;
}

/// The sum of the terms of hash_term().
template <class Scalar>
inline std::uint64_t sum_of(const HashLanes<Scalar>& hash) {
  std::uint64_t terms = 0, words = 0;
  for (std::size_t i = 0; i < sizeof(Lanes64) / 8; ++i) terms += hash.terms[i];
  for (std::size_t i = 0; i < sizeof(Words) / 4; ++i) words += hash.words[i];
  return terms + (words << 32);
}

/// See measure().
template <class Scalar>
void measure_line(const Scalar* line, std::ptrdiff_t count, std::uint64_t element,
                  std::uint64_t element_step, double origin, Measured& into) {
  if constexpr (has_vectors) {
    using R = Turn<Scalar>;
    using Value = typename R::Value;
    constexpr std::ptrdiff_t most_turns = 128 / std::ptrdiff_t(R::vectors);
    // The origin as a Scalar: distances from more digits would all be rounded to one side.
    const auto center = static_cast<typename R::T>(Scalar(static_cast<typename R::T>(origin)));
    constexpr auto infinity = std::numeric_limits<typename R::T>::infinity();
    HashLanes<Scalar> hash;
    start_hash(element, element_step, hash);
    while (count >= R::elements) {
      const std::ptrdiff_t turns = (std::min)(count / R::elements, most_turns);
      const std::ptrdiff_t taken = turns * R::elements;
      Moments<Value> moments{Value{}, Value{}, splat<Value>(infinity), splat<Value>(-infinity)};
      measure_turns(line, turns, splat<Value>(center), hash, moments);
      if (!add_stretch(moments, center, double(taken), origin, into)) {
        Measured apart;
        measure_elements(line, taken, element, element_step, origin, apart);
        apart.hash = 0;
        into.add(apart);
      }
      line += taken;
      count -= taken;
      element += std::uint64_t(taken) * element_step;
    }
    into.hash += sum_of(hash);
  }
  measure_elements(line, count, element, element_step, origin, into);
}
