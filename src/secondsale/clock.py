"""The only reader of the wall clock."""

from datetime import UTC, date, datetime, time


def today() -> date:
    """Return the day it is in the seller's own place."""
    return date.today()  # noqa: TID251, DTZ011 - this is the one place; a day has no zone


def time_of_day() -> time:
    """Return the time it is in the seller's own place, to the minute."""
    now = datetime.now()  # noqa: TID251, DTZ005 - the seller's own time has no zone
    return now.time().replace(second=0, microsecond=0)


def instant() -> datetime:
    """Return this instant in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - this is the place


def in_own_place(instant: datetime) -> datetime:
    """Return an instant as the clocks in the seller's own place showed it."""
    return instant.astimezone()
