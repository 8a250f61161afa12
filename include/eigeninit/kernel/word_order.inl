// From Philox's lanes, one word of one block in each, to words in the order of a fill. Text,
// included by the sets of more than one lane after their shuffles.
//
// SPDX-License-Identifier: MIT

/// Pairs of words in 64-bit lanes, the earlier one low: on little-endian machines the order of
/// memory.
inline DoubleWords join(Lanes64 low, Lanes64 high) { return (low & 0xffffffff) | high << 32; }

EIGENINIT_INLINE void in_order(const Lanes64 (&x)[4], DoubleWords* words) {
  const DoubleWords first = join(x[0], x[1]), second = join(x[2], x[3]);
  words[0] = unpack_low(first, second);
  words[1] = unpack_high(first, second);
}
EIGENINIT_INLINE void in_order(const Lanes64 (&x)[4], Words* words) {
  DoubleWords pairs[2];
  in_order(x, pairs);
  for (int i = 0; i < 2; ++i) words[i] = Words(pairs[i]);
}

EIGENINIT_INLINE void in_row(const Lanes64 (&x)[2][4], int row, Words& words) {
  words = even_words(Words(x[0][row]), Words(x[1][row]));
}
EIGENINIT_INLINE void in_row(const Lanes64 (&x)[1][4], int row, DoubleWords& words) {
  words = join(x[0][2 * row], x[0][2 * row + 1]);
}
