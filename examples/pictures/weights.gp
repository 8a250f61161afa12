# The picture `weights`: histograms of what initializers wrote, and the densities of their rules.
#
# SPDX-License-Identifier: MIT

name = 'weights'
width = 800
height = 540
load 'style.gp'

array initializer = ['kaiming\_normal', 'xavier\_uniform', 'truncated\_normal', 'orthogonal']
array rule = ['N(0, 2 / fan_{in})', 'U(±√(6 / (fan_{in} + fan_{out})))', 'N(0, 1) between −2 and 2', 'nearly N(0, 1 / n)']
array tic = [0.2, 0.1, 2, 0.1]

set multiplot
set label heading('What is written has the density that was asked for') at screen 0.02, 0.945 textcolor rgb ink
set label 'Histograms of 32,768 weights each (the orthogonal matrix has 65,536)' at screen 0.02, 0.885 textcolor rgb pencil

unset ytics
set yrange [0:*]
set autoscale xfix
set xtics offset 0, 0.3
set style fill solid noborder
set boxwidth 0.85 relative
do for [k = 1:4] {
  left = k % 2 == 1 ? 0.04 : 0.54
  top = k <= 2 ? 0.74 : 0.31
  set lmargin at screen left
  set rmargin at screen left + 0.42
  set tmargin at screen top
  set bmargin at screen top - 0.24
  set xtics (sprintf('−%g', tic[k]) -tic[k], '0' 0, sprintf('%g', tic[k]) tic[k])
  set label bold(initializer[k]) at screen left, top + 0.065 textcolor rgb ink
  set label rule[k] at screen left + 0.42, top + 0.065 right textcolor rgb red
  plot data index 2 * (k - 1) with boxes linecolor rgb bar, \
       data index 2 * (k - 1) + 1 with lines linewidth 2.5 linecolor rgb red
  unset label
}
unset multiplot
