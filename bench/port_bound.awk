# The fewest cycles that the ports of a processor need for one turn of a loop, from what `llvm-mca
# -instruction-tables` prints: there a micro-operation is shared out evenly among the ports that can take
# it. Prints the cycles, and the ports that are never idle then.
#
# A simulated scheduler does not always choose the best port, and llvm-mca's own "Block RThroughput" does
# not see that groups of ports overlap. So the work is shifted between the ports that can do it until it
# cannot be spread more evenly; how busy the busiest port is then is the bound.
#
# SPDX-License-Identifier: MIT

/^\[[0-9.]+\] +- / { port[++ports] = $3 }
/^Resource pressure by instruction/ { is_table = 1 }
is_table && /^ *(-|[0-9.]+) / { collect() }

END {
  for (round = 1; round <= 300; ++round) {
    for (group in work) spread(group)
  }
  for (p = 1; p <= ports; ++p) {
    if (load[p] > most) most = load[p]
  }
  for (p = 1; p <= ports; ++p) {
    if (load[p] > 0.99 * most && port[p] != busy[count]) busy[++count] = port[p]
  }
  printf "%.3f %s", most, busy[1]
  for (i = 2; i <= count; ++i) printf ",%s", substr(busy[i], common_letters(count) + 1)
  print ""
}

# How many letters the names of the busy ports begin with alike: SKLPort0,1 are SKLPort0 and SKLPort1.
function common_letters(count, n, i) {
  for (n = length(busy[1]); n > 0; --n) {
    for (i = 2; i <= count && substr(busy[i], 1, n) == substr(busy[1], 1, n); ++i) {}
    if (i > count) return n
  }
  return 0
}

# The work of one instruction, by groups of ports. Ports with the same share that make a whole together are
# a group by themselves; otherwise groups overlap, and what their ports have in common belongs to all.
function collect(p, least, n, i, members) {
  for (p = 1; p <= ports; ++p) share[p] = $p + 0
  for (;;) {
    least = 0
    for (p = 1; p <= ports; ++p) {
      if (share[p] > 0.01 && (least == 0 || share[p] < least)) least = share[p]
    }
    if (least == 0) return
    members = ports_up_to(least + 0.01)
    if (!is_whole(split(members, member, " ") * least)) members = ports_up_to(1e9)
    n = split(members, member, " ")
    work[members] += is_whole(n * least) ? int(n * least + 0.5) : n * least  # shares are rounded
    for (i = 1; i <= n; ++i) share[member[i]] -= least
  }
}
function ports_up_to(limit, p, members) {
  for (p = 1; p <= ports; ++p) {
    if (share[p] > 0.01 && share[p] < limit) members = members " " p
  }
  return members
}
function is_whole(x) { return x - int(x + 0.5) < 0.05 && int(x + 0.5) - x < 0.05 }

# Gives a group's work to its ports anew, the least busy ones first.
function spread(group, n, i, j, level, sum) {
  n = split(group, member, " ")
  for (i = 1; i <= n; ++i) {
    load[member[i]] -= given[group, member[i]]
    given[group, member[i]] = 0
    for (j = i; j > 1 && load[member[j]] < load[member[j - 1]]; --j) {
      p = member[j]
      member[j] = member[j - 1]
      member[j - 1] = p
    }
  }
  sum = work[group]
  for (i = 1; i <= n; ++i) {
    sum += load[member[i]]
    level = sum / i
    if (i == n || level <= load[member[i + 1]]) break
  }
  for (j = 1; j <= i; ++j) {
    given[group, member[j]] = level - load[member[j]]
    load[member[j]] = level
  }
}
