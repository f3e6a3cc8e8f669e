"""Evidence that the checks are fair: right answers of every style pass, wrong ones do not, for everybody alike."""
