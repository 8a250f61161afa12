# The picture `icnr`: an image, and what two starts make of it.
#
# SPDX-License-Identifier: MIT

name = 'icnr'
width = 800
height = 389
load 'style.gp'

array title = ['the input', 'kaiming\_normal', 'icnr\{kaiming\_normal\}']

set multiplot
set label heading('ICNR starts without a checkerboard') at screen 0.02, 0.925 textcolor rgb ink
set label 'An image, and what a network that enlarges it by a sub-pixel convolution makes of it before training' \
  at screen 0.02, 0.845 textcolor rgb pencil

set palette gray
unset colorbox
unset tics
set cbrange [0:255]
side = 243  # three for each pixel of what is shown of the enlarged images, nine for the input's
do for [k = 1:3] {
  left = 16 + (k - 1) * (side + 19)
  set lmargin at screen 1.0 * left / width
  set rmargin at screen 1.0 * (left + side) / width
  set bmargin at screen 16.0 / height
  set tmargin at screen (16.0 + side) / height
  # The rims are empty. The first line of the data is the upper one. A range that ended where pixels
  # meet would show those on both sides.
  first = k == 1 ? 3 : 9
  last = k == 1 ? 29 : 89
  set xrange [first - 0.49:last + 0.49]
  set yrange [last + 0.49:first - 0.49]
  set label bold(title[k]) at screen 1.0 * left / width, (36.0 + side) / height textcolor rgb ink
  plot data index k - 1 matrix with image
  unset label
}
unset multiplot
