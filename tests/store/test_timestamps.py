"""Times of submission are understood, or returned with every moment that they can mean."""

from datetime import datetime

import pytest

from autograder.store.timestamps import read_timestamp

HALF_PAST_ELEVEN = datetime(2026, 7, 1, 23, 30)

SAME_MOMENT = [
    "2026-07-01 23:30:00 UTC",
    "2026-07-01 23:30:00",
    "2026-07-01T23:30:00Z",
    "20260701T233000Z",
    "2026-07-02 01:30:00 +0200",
    "2026-07-02 01:30:00+02:00",
    "2026-07-02T01:30:00+02",
    "2026-07-02 05:15:00 +0545",
    "2026-07-02 01:30 UTC+2",
    "2026-07-02 01:30:00 CEST",
    "2026-07-02 01:30:00 cest",
    "2026-07-02 09:30:00 AEST",
    "2026-07-01 16:30:00 PDT",
    "2026-07-01 18:30:00 EST",
    "2026-07-02 08:30:00 JST",
    "2026-07-02 01:30:00 Europe/Zurich",
    "2026-07-01 20:30:00 america/argentina/buenos_aires",
    "2026-07-02 01:30:00 Etc/GMT-2",
    "2026-07-01 11:30 PM",
    "2026-07-01 11:30:00 p.m. UTC",
    "July 1, 2026 11:30 PM",
    "Wednesday, 1 July 2026, 11:30\N{NARROW NO-BREAK SPACE}PM",
    "01.07.2026 23:30",
    "2.7.2026 01:30 CEST",
    "Thu Jul  2 01:30:00 CEST 2026",
    "Thu Jul 02 2026 01:30:00 GMT+0200 (Central European Summer Time)",
    "Wed, 01 Jul 2026 16:30:00 -0700 (PDT)",
    "2026-07-02T01:30+02:00[Europe/Zurich]",
    "2026-07-02 01:30:00 +0200 CEST",
    "2026-07-01 23h30",
]


@pytest.mark.parametrize("text", SAME_MOMENT)
def test_a_time_in_a_known_form_is_one_moment(text):
    found = read_timestamp(text)
    assert found.readings == (HALF_PAST_ELEVEN,)
    assert found.moment == HALF_PAST_ELEVEN
    assert found.doubt == ""


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("07/01/2026 11:30 PM", [datetime(2026, 1, 7, 23, 30), HALF_PAST_ELEVEN]),
        ("01-07-2026 23:30", [datetime(2026, 1, 7, 23, 30), HALF_PAST_ELEVEN]),
        ("07/01/26 23:30", [datetime(2007, 1, 26, 23, 30), datetime(2026, 1, 7, 23, 30), HALF_PAST_ELEVEN]),
        ("2026-07-02 05:00:00 IST", [HALF_PAST_ELEVEN, datetime(2026, 7, 2, 4)]),
        ("2026-07-02 01:30:00 CET", [HALF_PAST_ELEVEN, datetime(2026, 7, 2, 0, 30)]),
        ("2026-10-25 02:30:00 Europe/Zurich", [datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, 30)]),
        ("2026-07-01", [datetime(2026, 7, 1), datetime(2026, 7, 1, 23, 59, 59)]),
    ],
)
def test_ambiguous_time_is_no_moment(text, readings):
    found = read_timestamp(text)
    assert set(readings) <= set(found.readings)
    assert found.moment is None
    assert all(f"{each:%Y-%m-%d %H:%M:%S} UTC" in found.doubt for each in found.readings)


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday, around noon", "23:30", "2026", "July 2026", "Friday 23:30", "1782948600", "2026-13-01 10:00"),
        *("2026-07-01 23:30:00 XYZ", "2026-07-01 23:30:00 +99", "2026-07-01 13:30 PM", "2026-07-01 24:00"),
        *("2026-07-01 23:30:00 UTC CEST", "0001-01-01 00:00 +0200", "Monday 2026-07-01 23:30", "2" * 5000),
        *("9" * 90, "unreadable: it is a link, and links are not followed", "\x00\x01", "+0200"),
    ],
)
def test_unreadable_time_is_in_doubt(text):
    found = read_timestamp(text)
    assert found.readings == ()
    assert "which is not a time that can be read" in found.doubt


def test_missing_time_is_not_in_doubt():
    assert read_timestamp(" \n").doubt == ""
    assert read_timestamp("").moment is None


@pytest.mark.parametrize(
    ("text", "timezone", "moment"),
    [
        ("2026-07-02 05:00:00 IST", "Asia/Kolkata", HALF_PAST_ELEVEN),
        ("2026-07-02 00:30:00 IST", "Europe/Dublin", HALF_PAST_ELEVEN),
        ("2026-07-02 02:30:00 IDT", "Asia/Jerusalem", HALF_PAST_ELEVEN),
        ("2026-12-02 07:30:00 CST", "Asia/Shanghai", datetime(2026, 12, 1, 23, 30)),
        ("2026-12-01 17:30:00 CST", "America/Chicago", datetime(2026, 12, 1, 23, 30)),
        ("2026-10-25 02:30:00 CET", "Europe/Berlin", datetime(2026, 10, 25, 1, 30)),
        ("2026-10-25 02:30:00 CEST", "Europe/Berlin", datetime(2026, 10, 25, 0, 30)),
        ("2026-07-02 08:30:00 JST", "Europe/Berlin", HALF_PAST_ELEVEN),
    ],
)
def test_time_zone_of_the_exchange_decides_the_meaning_of_an_abbreviation(text, timezone, moment):
    assert read_timestamp(text, timezone).moment == moment
