"""Grade one submission: read it, run its notebooks in the sandbox, ask its questions, judge the answers."""
