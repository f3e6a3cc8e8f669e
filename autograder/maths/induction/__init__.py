"""Reads proofs of Mⁿ = QΛⁿQ⁻¹ by induction; the entry point is `proof.read_proof`."""
