"""Evidence that the checks are fair: for every student, right answers pass and wrong answers fail."""
