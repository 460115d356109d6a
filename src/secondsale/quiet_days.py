"""The quiet days of the settings, public holidays among them."""

from collections.abc import Container
from datetime import date

from secondsale.days import WEEKDAYS, parse_dates, parse_weekdays
from secondsale.errors import SettingsError
from secondsale.policy import Policy
from secondsale.records import dataclass, field


@dataclass(frozen=True, slots=True)
class QuietDays:
    """A calendar that knows the days on which nobody is contacted."""

    weekdays: frozenset[int] = frozenset()
    """From 0 for Monday to 6 for Sunday."""
    dates: frozenset[date] = frozenset()
    country: str = ""
    holidays: Container[object] = field(default=frozenset(), compare=False)

    def __contains__(self, day: object) -> bool:
        """Return whether a day is quiet."""
        if not isinstance(day, date):
            return False
        return (
            day.weekday() in self.weekdays or day in self.dates or day in self.holidays
        )


def quiet_days(policy: Policy, where: str) -> Container[date]:
    """Return the quiet days that the policy's figures come to.

    Errors: SettingsError, naming the figure and `where` it stands.
    """
    weekdays = parse_weekdays(policy.quiet_weekdays)
    dates = parse_dates(policy.quiet_dates)
    country = policy.holidays.strip().upper()
    if len(weekdays) == len(WEEKDAYS):
        raise SettingsError(
            f"policy.quiet_weekdays in {where} leaves no day to contact anybody",
            "leave at least one weekday out",
        )
    if not (weekdays or dates or country):
        return frozenset()
    holidays = _holidays(country, where) if country else frozenset()
    return QuietDays(weekdays, dates, country, holidays)


def _holidays(code: str, where: str) -> Container[object]:
    """Return the public holidays of a country or a part of it, such as `GB-SCT`."""
    try:
        import holidays
    except ImportError:
        raise SettingsError(
            f"policy.holidays in {where} needs a library that is not installed",
            "install it with: pip install 'secondsale[holidays]'",
        ) from None
    country, _, part = code.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        raise SettingsError(
            f"policy.holidays in {where}: no holidays are known for {code!r}",
            "it takes a country's code like DE, or a part of one like GB-SCT",
        ) from None
