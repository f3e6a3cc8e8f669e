"""Benchmarks of grading, as ratios to other programs: `python -m benchmarks`."""
