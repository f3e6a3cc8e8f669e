"""Derivatives as sums of paths through an unrolled network: what each side of a claim means, and whether it holds."""
