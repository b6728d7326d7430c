#!/bin/sh
# Draws the pictures of the tray from the drawings beside this file: every size that panels use.
set -eu
cd "$(dirname "$0")"
for drawing in idle playing syncing attention; do
  for size in 16 22 24 32 48 64; do
    rsvg-convert --width "$size" --height "$size" "$drawing.svg" --output "$drawing-$size.png"
  done
done
