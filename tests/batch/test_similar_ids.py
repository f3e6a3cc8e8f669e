"""Ids that a file system may not distinguish."""

import unicodedata

import pytest

from autograder.batch.similar_ids import similar_ids


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna", "anna"), ("mstraße", "MSTRASSE"), ("müller", unicodedata.normalize("NFD", "Müller")), ("s００1", "S001")],
)
def test_ids_that_differ_in_capitals_or_accents_only_are_reported(one, other):
    found = similar_ids([one, "s002", other])
    assert found.keys() == {one, other}
    assert f"`{other}`" in found[one]
    assert f"`{one}`" in found[other]


def test_different_ids_are_not_reported():
    assert similar_ids(["anna", "anne", "müller", "muller", "s1", "s10"]) == {}
