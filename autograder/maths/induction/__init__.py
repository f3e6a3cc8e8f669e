"""Reads proofs of Mⁿ = QΛⁿQ⁻¹ by induction: `study.study` is the way in."""
