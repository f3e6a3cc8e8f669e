"""Assesses written derivations: what they claim, whether it holds, what is wrong, and the feedback about it."""
