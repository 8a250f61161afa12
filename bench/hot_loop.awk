# A hot loop of a kernel, found in the assembly that a compiler printed, x86-64's in AT&T syntax or
# AArch64's: of "words" the loop that multiplies vectors of words, as Philox does, and of "values" the one
# that does not, but adds products; that which stores most bytes next to each other in one turn.
#
#   awk -v set=avx2 -v of=words -f bench/hot_loop.awk kernel.s >loop.s
#
# The first line says "# <bytes stored in a turn> <words multiplied in a turn>", and the instructions of a
# turn follow. Prints nothing and fails where there is no such loop.
#
# Kernels are known by the namespace of their instruction set and by no other name, so that they can be
# rewritten. A loop is not simply the lines between a label and the jump back to it, for compilers put what
# is rare anywhere: a turn is the shortest way through the function's jumps from a store around to the same
# store. Inner loops count as long ways, whatever their lines, and calls as none, since only what is rare
# has them: the rounds and the polynomials are unrolled.
#
# SPDX-License-Identifier: MIT

BEGIN {
  namespace = length(set) set  # as names are mangled
  far = 1e9
  no_way = 1e6
}

{ sub(/[ \t]*(\/\/|# |##).*/, "") }  # clang's comments
/^[A-Za-z_][A-Za-z_0-9.$]*:/ {
  is_kernel = index($0, namespace) > 0
  lines = 0
  split("", place)
}
!is_kernel { next }
/^\.L[A-Za-z_0-9.$]*:/ { place[substr($0, 1, index($0, ":") - 1)] = lines + 1 }
/^\t[a-z]/ { text[++lines] = $0 }
/^\t\.size/ {
  if (lines > 0) search_function()
  is_kernel = 0
}

END {
  if (best_together == 0) exit 1
  print "# " best_bytes " " best_words
  printf "%s", best_turn
}

function operation(line, parts) {
  split(line, parts, /[ \t]+/)
  return parts[2]
}

# The label that a line jumps to.
function target(line) {
  if (operation(line) !~ /^(j|b|cb|tb)/) return ""
  return match(line, /\.L[A-Za-z_0-9.$]*$/) ? substr(line, RSTART) : ""
}
function never_goes_on(line) { return operation(line) ~ /^(jmp|b|br|retq?|ud2|brk)$/ }
function calls(line) { return operation(line) ~ /^(callq?|blr?)$/ }

# Bytes that a line stores from vectors. What goes to the stack is only spilled.
function stored(line, name, bytes) {
  name = operation(line)
  if (name ~ /^v(mov(u|a|nt)p[sd]|mov(nt)?dq|extract|cvtps2ph)/ && line ~ /\)$/) {
    if (line ~ /%rsp/ || (has_frame && line ~ /%rbp/)) return 0
    bytes = line ~ /%zmm/ ? 64 : line ~ /%ymm/ ? 32 : 16
    return name ~ /^v(extract|cvt)/ ? bytes / 2 : bytes
  }
  if (line ~ /\[(sp|x29)/) return 0
  if (name ~ /^stu?r$/ && line ~ /[ \t]q[0-9]+,/) return 16
  if (name ~ /^stn?p$/ && line ~ /[ \t]q[0-9]+,/) return 32
  return name == "st1" ? 16 * gsub(/v[0-9]+\.(16b|8h|4s|2d)/, "", line) : 0
}
# The register that its address begins with.
function base(line) {
  match(line, /[([][%a-z0-9]*/)
  return substr(line, RSTART, RLENGTH)
}

# Words that a line multiplies.
function multiplied(line, name) {
  name = operation(line)
  if (name ~ /^vpmulu?dq$/) return line ~ /%zmm/ ? 8 : line ~ /%ymm/ ? 4 : 2
  return name ~ /^umull2?$/ && line ~ /\.2d/ ? 2 : 0
}

# Cuts the function into blocks, at labels and below jumps, and tries each that stores.
function search_function(i, b, label, is_label, block_at) {
  ++functions
  has_frame = 0
  blocks = 0
  for (label in place) is_label[place[label]] = 1
  for (i = 1; i <= lines; ++i) {
    if (i == 1 || i in is_label || target(text[i - 1]) || never_goes_on(text[i - 1])) {
      first[++blocks] = i
      block_at[i] = blocks
      cost[blocks] = stores[blocks] = 0
    }
    last[blocks] = i
    if (text[i] ~ /movq\t%rsp, %rbp/) has_frame = 1
    cost[blocks] += calls(text[i]) ? no_way : 1
    stores[blocks] += stored(text[i])
  }
  for (b = 1; b <= blocks; ++b) {
    label = target(text[last[b]])
    next_of[b, 1] = label in place ? block_at[place[label]] : 0
    next_of[b, 2] = b < blocks && !never_goes_on(text[last[b]]) ? b + 1 : 0
  }
  for (b = 1; b <= blocks; ++b) {
    if (stores[b] > 0) try_turn(b)
  }
}

# The shortest way from block `start` around to itself, by Dijkstra's algorithm.
function try_turn(start, distance, done, via, b, k, to, length_, way, steps) {
  for (b = 1; b <= blocks; ++b) distance[b] = far
  b = start
  do {
    for (k = 1; k <= 2; ++k) {
      to = next_of[b, k]
      if (to == 0 || to in done || length_ + weight(to, start) >= distance[to]) continue
      distance[to] = length_ + weight(to, start)
      via[to] = b
    }
    b = 0
    for (to = 1; to <= blocks; ++to) {
      if (!(to in done) && distance[to] < (b ? distance[b] : far)) b = to
    }
    done[b] = 1
    length_ = distance[b]
  } while (b && b != start)
  if (b == 0 || length_ >= no_way) return
  do {
    way[++steps] = b
    b = via[b]
  } while (b != start)
  judge_turn(way, steps, length_)
}

# The instructions of a block, many times where it stands in a loop that does without `start`.
function weight(b, start, key) {
  key = functions SUBSEP start SUBSEP b
  if (!(key in weights)) weights[key] = cost[b] * (b != start && is_in_loop(b, start) ? 16 : 1)
  return weights[key]
}
function is_in_loop(b, without, seen, waiting, count, from, to, k) {
  waiting[count = 1] = b
  while (count > 0) {
    from = waiting[count--]
    for (k = 1; k <= 2; ++k) {
      to = next_of[from, k]
      if (to == b) return 1
      if (to == 0 || to == without || to in seen) continue
      seen[to] = 1
      waiting[++count] = to
    }
  }
  return 0
}

# Keeps a turn that is better than the best one so far. Its blocks are named from the last to the first.
function judge_turn(way, steps, length_, i, line, turn, bytes, words, sums, at_base, together) {
  for (; steps > 0; --steps) {
    for (i = first[way[steps]]; i <= last[way[steps]]; ++i) {
      line = text[i]
      turn = turn line "\n"
      bytes += stored(line)
      words += multiplied(line)
      sums += operation(line) ~ /^(vfmadd|fmla)/
      at_base[base(line)] += stored(line)
      if (at_base[base(line)] > together) together = at_base[base(line)]
    }
  }
  if (of == "words" ? words == 0 : words > 0 || sums == 0) return
  if (together < best_together) return
  if (together == best_together && length_ >= best_length) return
  best_together = together
  best_length = length_
  best_bytes = bytes
  best_words = words
  best_turn = turn
}
