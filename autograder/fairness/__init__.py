"""Evidence that the checks are fair: right answers of every style pass, wrong ones do not, for everybody alike."""

from autograder.fairness.claims import claims
from autograder.fairness.page import fairness_page
from autograder.fairness.study import Study, study
from autograder.fairness.subject import Subject

__all__ = ["Study", "Subject", "claims", "fairness_page", "study"]
