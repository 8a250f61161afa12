# What all pictures share: the terminal, the colours and the fonts.
#
# Expects what draw.cmake tells every script (the folder; theme, which is light or dark; format, which
# is svg or png), and the name, width and height in pixels of the picture.
#
# SPDX-License-Identifier: MIT

data = sprintf('%s/%s.dat', folder, name)

# The backgrounds are GitHub's. The others are Okabe and Ito's colours for all kinds of eyes, made
# darker or lighter where they would be faint.
if (theme eq 'dark') {
  paper = '#0d1117'; ink = '#e6edf3'; pencil = '#9198a1'; faint = '#2a313c'; bar = '#2f5d7c'
  blue = '#56b4e9'; amber = '#f2c94c'; purple = '#d78fbb'; red = '#f0803c'
} else {
  paper = '#ffffff'; ink = '#1f2328'; pencil = '#59636e'; faint = '#d8dee4'; bar = '#a8cbe2'
  blue = '#0072b2'; amber = '#b07800'; purple = '#a8518a'; red = '#d55e00'
}

if (format eq 'png') {
  # Twice as many pixels, for screens that have them.
  set terminal pngcairo size 2 * width, 2 * height fontscale 2 linewidth 2 pointscale 2 dashlength 1.5 \
    background paper font 'sans-serif,10.5' enhanced
} else {
  set terminal svg size width, height name name background paper font 'sans-serif,14' enhanced
}
set output sprintf('%s/%s-%s.%s', folder, name, theme, format)

bold(text) = '{/:Bold ' . text . '}'
heading(text) = '{/:Bold=18 ' . text . '}'

unset key
set border 0
set tics nomirror scale 0 textcolor rgb pencil
set encoding utf8
