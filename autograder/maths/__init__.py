"""Mathematics: `symbolic` values, formulas in `latex`, `paths` of the chain rule, and proofs by `induction`."""
