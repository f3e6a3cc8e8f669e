"""Read a time of submission in the forms that people, learning platforms and programs write.

`2026-07-01 23:30:00 UTC` means one moment. `07/01/2026 11:30 PM` and `23:30 IST` can mean several, and `yesterday`
means none that can be computed. A reader who picks one of several moments takes a late penalty on a guess, so all of
them are returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil import parser  # type: ignore[import-untyped]

from autograder.text import printable

MAX_CHARACTERS = 100
_UTC = {"utc", "gmt", "z", "uct", "zulu"}
_TIME_OF_DAY = re.compile(
    r"\d:\d\d(?::\d\d(?:[.,]\d+)?)?|T\d\d(?::?\d\d){0,2}(?:[.,]\d+)?|\d\s?[AP]\.?M", re.IGNORECASE
)
_OFFSET = re.compile(r"(\s*[AP]\.?M\.?)?\s*(?:UTC|GMT|Z)?\s*([+-])(\d{1,2})(?::?(\d\d))?(?![\d:/.-])", re.IGNORECASE)
_AREA = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_WORD = re.compile(r"[^\W\d_]+(?:\d[^\W\d_]+)?")
_ASIDE = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_YEAR_FIRST = re.compile(r"\D*\d{4}")
_DOTS = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_WORDS = parser.parserinfo()
_EARLY, _LATE = datetime(2001, 1, 1), datetime(2004, 12, 28, 23, 59, 59)
"""What dateutil fills gaps with: a part of the date that differs between the two was not in the text."""


@dataclass(frozen=True)
class Timestamp:
    """A text and the moments that it can mean.

    Attributes
    ----------
    text : str
        As it was found; empty where there is none.
    readings : tuple of datetime
        In UTC, without a time zone as in nbgrader's gradebook, in ascending order.
    """

    text: str = ""
    readings: tuple[datetime, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """The moment that the text means; None if it can mean several, or none that is known."""
        return self.readings[0] if len(self.readings) == 1 else None

    @property
    def doubt(self) -> str:
        """Why the moment is not known and what to do about it; empty if it is known, or if there is no text."""
        if not self.text or self.moment is not None:
            return ""
        means = "which is not a time that can be read"
        if self.readings:
            means = "which can mean " + " or ".join(f"{each:%Y-%m-%d %H:%M:%S} UTC" for each in self.readings)
        return (
            f"timestamp.txt says `{printable(self.text, MAX_CHARACTERS)}`, {means}; no late penalty was applied: write "
            f"the time like `2026-12-01 20:15:00 UTC` and grade again"
        )


def read_timestamp(text: str, timezone: str = "UTC") -> Timestamp:
    """Return the moments that a text can mean.

    A text without a time zone is in UTC, as in nbgrader. A date without a time of day means the beginning and the end
    of the day.

    Parameters
    ----------
    text : str
    timezone : str
        nbgrader's `Exchange.timezone`: it decides what `IST` or `CST` means where the course uses that abbreviation.
    """
    text = " ".join(text.split())
    try:
        return (
            Timestamp(text, tuple(sorted(set(_readings(text, timezone)))))
            if len(text) <= MAX_CHARACTERS
            else Timestamp(text)
        )
    except (ValueError, OverflowError):
        return Timestamp(text)


def _readings(text: str, timezone: str) -> Iterator[datetime]:
    rest, offset = _without_offset(text)
    rest, zone = _without_zone(rest)
    for local in _local_times(rest):
        offsets = {offset} if offset is not None else _offsets(zone, local, timezone)
        yield from (local - each for each in offsets)


def _without_offset(text: str) -> tuple[str, timedelta | None]:
    """Cut off an offset from UTC, such as `+0200`, which follows the time of day."""
    time = _TIME_OF_DAY.search(text)
    found = _OFFSET.match(text, time.end()) if time else None
    if found is None:
        return _ASIDE.sub(r" \1", text), None
    half, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14) or int(minutes or 0) > 59:
        raise ValueError(f"no time zone is {found[0]} from UTC")
    rest = f"{text[: found.start()]}{half or ''} {_ASIDE.sub('', text[found.end() :])}"
    return _without_zone(rest)[0], offset if sign == "+" else -offset


def _without_zone(text: str) -> tuple[str, str]:
    """Cut off the name of a time zone. Raises ValueError for any other word that is not part of a date."""
    area = _AREA.search(text)
    if area is not None and area[0].casefold() in _zones():
        return f"{text[: area.start()]} {text[area.end() :]}", area[0]
    unknown = [word for word in _WORD.finditer(text) if not _is_of_a_date(word[0])]
    if not unknown:
        return text, "UTC"
    (word,) = unknown
    return f"{text[: word.start()]} {text[word.end() :]}", word[0]


def _is_of_a_date(word: str) -> bool:
    checks = (_WORDS.jump, _WORDS.weekday, _WORDS.month, _WORDS.hms, _WORDS.ampm)
    return any((found := check(word)) is not None and found is not False for check in checks)


def _local_times(text: str) -> set[datetime]:
    """Return the readings of a date and a time of day without a time zone."""
    orders: Iterable[tuple[bool, bool]] = [(False, False), (True, False), (False, True), (True, True)]
    if _YEAR_FIRST.match(text):
        orders = [(False, True)]
    elif _DOTS.search(text):  # who writes dots writes the day first
        orders = [(True, False)]
    weekdays = {day for word in _WORD.findall(text) if (day := _WORDS.weekday(word)) is not None}
    found = set[datetime]()
    for day_first, year_first in orders:
        found |= _one_order(text, day_first, year_first)
    return {each for each in found if not weekdays or weekdays == {each.weekday()}}


def _one_order(text: str, day_first: bool, year_first: bool) -> set[datetime]:
    early, late = (
        parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first) for default in (_EARLY, _LATE)
    )
    if early.date() != late.date() or early.tzinfo is not None:
        return set()
    return {early} if early.hour == late.hour else {early, late}


def _offsets(name: str, local: datetime, timezone: str) -> set[timedelta]:
    """Return how far ahead of UTC a time zone can be at a local time; nothing if its name is not known."""
    if name.casefold() in _UTC:
        return {timedelta()}
    if "/" in name:
        return set(_both(ZoneInfo(_zones()[name.casefold()]), local))
    own = _zones().get(timezone.casefold())
    if own is not None and (found := _abbreviated(name, local, [ZoneInfo(own)])):
        return found
    found = _abbreviated(name, local, _loaded())
    if (zone := _zones().get(name.casefold())) is not None:
        found |= set(_both(ZoneInfo(zone), local))
    return found


def _abbreviated(name: str, local: datetime, zones: Iterable[ZoneInfo]) -> set[timedelta]:
    """Return the offsets of time zones that go by an abbreviation at a local time, or else at any time of that year."""
    for moments in ([local], [local.replace(month=1, day=1), local.replace(month=7, day=1)]):
        found = {
            offset
            for zone in zones
            for moment in moments
            for fold in (0, 1)
            if zone.tzname(each := moment.replace(fold=fold)) == name.upper()
            and (offset := zone.utcoffset(each)) is not None
        }
        if found:
            return found
    return set()


def _both(zone: ZoneInfo, local: datetime) -> Iterator[timedelta]:
    """Yield the offset of a zone; two in the hour that comes twice when summer ends, or never when it begins."""
    for fold in (0, 1):
        if (offset := zone.utcoffset(local.replace(fold=fold))) is not None:
            yield offset


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _loaded() -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in _zones().values()]
