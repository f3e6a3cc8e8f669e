"""Right answers in many styles, one module a question: written as students write them, from the notebook alone."""
