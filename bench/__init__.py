"""Measurements behind what we claim: `make bench` prints a line each, ours and theirs side by side."""
