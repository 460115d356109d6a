"""On which days to say hello again: spread over the days that have room for it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from itertools import count

from secondsale.days import plus

SHARE = 2
"""One in so many of the places that a day has left goes to first hellos."""


def hello_days(
    today: date,
    span: int,
    *,
    busy: Mapping[date, int],
    capacity: int,
    quiet: Container[date],
    wanted: int,
) -> Iterator[date]:
    """Yield the days of so many hellos, the soonest first, as far as there is room.

    They are spread evenly over the days from tomorrow to `span` days ahead that are not
    quiet. A day takes no more than half of what its `capacity` leaves it beside what it
    is `busy` with; without a capacity (0) it takes any number.
    """
    days = [
        day for day in (plus(today, n + 1) for n in range(span)) if day not in quiet
    ]
    room = {day: _room(capacity, busy.get(day, 0), wanted) for day in days}
    found: list[date] = []
    for _ in count():
        open_days = [day for day in days if room[day]]
        left = wanted - len(found)
        if not open_days or not left:
            break
        for day in _evenly(open_days, left):
            room[day] -= 1
            found.append(day)
    yield from sorted(found)


def _room(capacity: int, busy: int, wanted: int) -> int:
    """Return how many hellos a day takes."""
    if not capacity:
        return wanted
    left = max(0, capacity - busy)
    return max(left // SHARE, 1) if left else 0


def _evenly(days: list[date], wanted: int) -> Iterable[date]:
    """Return so many of some days, each once at most, as far apart as they can be."""
    if wanted >= len(days):
        return days
    return [days[index * len(days) // wanted] for index in range(wanted)]
