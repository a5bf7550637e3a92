"""Benchmarks: ratios of CPU time, side by side in one run. ``./run bench``; nothing here is asserted."""
