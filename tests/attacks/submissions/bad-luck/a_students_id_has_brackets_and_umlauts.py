"""The student's id has brackets, blanks and letters from everywhere.

- honest: sigmoid, jacobian, states, first-index
- student: [Ünï] ∂σ 学生 (2) 'x'
"""
