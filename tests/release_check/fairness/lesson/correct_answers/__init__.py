"""Right answers to the lesson's questions."""
