"""Right answers in many styles, one module a question: `autograder check` proves that every one of them is accepted.

Every public function is an answer, and its docstring says what is particular about it. Where the question asks for a
function, it is that function; where it asks for a value, it returns it; where it asks for several names, it returns a
dict of them. They are written as students write them: from the notebook alone, nothing of the grader's is imported.
"""
