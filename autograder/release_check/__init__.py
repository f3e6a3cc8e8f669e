"""What must hold before a release: notebooks and questions match, nothing leaks, and the checks are fair."""
