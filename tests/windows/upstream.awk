# From what Debian's g++ for Windows writes to what g++ without Debian's patch writes (vmov-alignment.patch,
# since 2019, against GCC bug 54412): moves of 32 and 64 bytes that need an aligned address wherever the
# compiler takes the address for aligned. Which these are stands beside each instruction under -dP: a memory
# operand of size S, in bytes, and alignment A, in bits.
#
#   x86_64-w64-mingw32-g++-posix -dP -S … -o a.s && awk -f upstream.awk a.s >b.s
#
# SPDX-License-Identifier: MIT

/^ #\(/ { pattern = ""; is_pattern = 1 }
/^ #/ {
  if (/^ # +\((expr_list|int_list|nil)/) is_pattern = 0
  if (is_pattern) pattern = pattern $0
  next
}
/^\tvmov(u|dqu)/ && match(pattern, / S[0-9]+ A[0-9]+\]/) {
  split(substr(pattern, RSTART, RLENGTH), operand, /[ SA\]]+/)
  if (operand[2] >= 32 && operand[3] >= 8 * operand[2] && !/vmovdqu(8|16).*\{%k/) {
    sub(/vmovdqu(8|16)/, "vmovdqu32")
    sub(/vmovdqu/, "vmovdqa")
    sub(/vmovu/, "vmova")
  }
}
{ pattern = ""; print }
