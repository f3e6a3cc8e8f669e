"""The mathematics of questions: `symbolic` values, `latex` formulas, `paths` of the chain rule, and `induction` proofs.

`tex` splits LaTeX into lexemes and expands macros. Nothing here knows questions or students.
"""
