"""Mathematics: `symbolic` values, `latex` as students write it, `paths` of chain rules, proofs by `induction`."""
