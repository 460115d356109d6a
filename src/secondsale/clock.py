"""The only reader of the wall clock."""

from datetime import date, datetime, time


def today() -> date:
    """Return the day it is in the seller's own place."""
    return date.today()  # noqa: TID251, DTZ011 - this is the one place; a day has no zone


def time_of_day() -> time:
    """Return the time it is in the seller's own place, to the minute."""
    now = datetime.now()  # noqa: TID251, DTZ005 - the seller's own time has no zone
    return now.time().replace(second=0, microsecond=0)
