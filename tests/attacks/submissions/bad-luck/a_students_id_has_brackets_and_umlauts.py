"""The student's id has brackets, spaces and letters of several alphabets.

- honest: sigmoid, jacobian, states, first-index
- student: [Ünï] ∂σ 学生 (2) 'x'
"""
