"""A figure in one line: its value, how sure it is, and what it was before."""

from secondsale.metrics.metric import FEW as FEW
from secondsale.metrics.metric import Metric, Unit
from secondsale.money import NO_CURRENCY, Money
from secondsale.text import plural

FEW_MEANS = f"few: made of fewer than {FEW}, so it may still change much"

MANY = 1000
"""From so many on, a tenth of a per cent means something."""

TINY = 1e-9
"""What is not more than this is nothing that was badly rounded."""

NOTHING = "nothing to go by yet"
UNKNOWN = "cannot be told yet"


def said(metric: Metric) -> str:
    """Say a figure with what it is made of: `14 of 52, 27 % (17 to 40 %)`.

    What is no share of something counted says its n: `61 days (48 to 77), n = 52`.
    """
    if metric.value is None:
        return basis(metric)
    shown, counted = value(metric), _counted(metric)
    if between := interval(metric):
        shown += f" ({between})"
    is_share = metric.unit is Unit.SHARE and metric.hits is not None
    parts = (counted, shown) if is_share else (shown, counted)
    return ", ".join(filter(None, parts))


def basis(metric: Metric) -> str:
    """Say what a value is made of, and how sure it is: `14 of 52 (17 to 40 %)`."""
    if metric.value is None:
        return f"{UNKNOWN}, {_made_of(metric)}" if metric.n else NOTHING
    between = interval(metric)
    return f"{_counted(metric)} ({between})".lstrip() if between else _counted(metric)


def value(metric: Metric) -> str:
    """Say the value of a figure with its unit, nothing where it has none."""
    return _amount(metric, metric.value)


def interval(metric: Metric) -> str:
    """Say between which values a figure lies: `17 to 40 %`, nothing if that is open."""
    low, high = _number(metric, metric.low), _number(metric, metric.high)
    if low and low == high:
        return ""  # nobody knows it that well: nothing has happened yet
    if low and high:
        sign = " %" if metric.unit is Unit.SHARE else ""
        return f"{low} to {high}{sign}"
    if low:
        return f"{low} or more"
    return f"{high} or less" if high else ""


def change(metric: Metric) -> str:
    """Say what a figure was in the period before: `before: 22 % (n = 41)`.

    That it went `up from` there only where chance alone hardly explains it. Of what
    counts all time, and so the same people, it says what it was `then`.
    """
    if metric.before is None or metric.value is None:
        return ""
    word = "then:" if metric.standing else "before:"
    if metric.moved:
        word = "up from" if metric.moved > 0 else "down from"
    return f"{word} {_amount(metric, metric.before)} (n = {metric.before_n:,})"


def doubt(metric: Metric) -> str:
    """Say that a figure is made of too `few` to lean on, nothing where it is not.

    What was merely counted stands as it is.
    """
    return "few" if metric.few else ""


def share(part: float, n: int = 0) -> str:
    """Say a share of `n`: `27 %`; one that is not nothing is never `0 %`."""
    return f"{_percent(part, n)} %"


def _counted(metric: Metric) -> str:
    if metric.unit is Unit.SHARE and metric.hits is not None:
        whole = plural(metric.n, metric.of) if metric.of else f"{metric.n:,}"
        return f"{metric.hits:,} of {whole}"
    if metric.unit is Unit.COUNT and metric.value == metric.n:
        return ""  # it would say the same twice
    return _made_of(metric)


def _made_of(metric: Metric) -> str:
    """Say what a figure is made of: `of 19 customers`, or `n = 19`."""
    if not metric.of:
        return f"n = {metric.n:,}"
    left = metric.leans_on
    still = "" if left is None or left == metric.n else f", {left:,} at risk"
    return f"of {plural(metric.n, metric.of)}{still}"


def _amount(metric: Metric, amount: float | None) -> str:
    """Say one value of a figure with its unit."""
    number = _number(metric, amount)
    if not number or amount is None:
        return ""
    if metric.unit is Unit.SHARE:
        return f"{number} %"
    if metric.unit is Unit.DAYS:
        return f"{number} day" if number == "1" else f"{number} days"
    if metric.unit is Unit.MONEY and metric.currency not in ("", NO_CURRENCY):
        return f"{number} {metric.currency}"
    return number


def _number(metric: Metric, amount: float | None) -> str:
    """Say one value of a figure without its unit, nothing for none."""
    if amount is None:
        return ""
    if metric.unit is Unit.SHARE:
        return _percent(amount, metric.n)
    if metric.unit is Unit.MONEY:
        currency = metric.currency or NO_CURRENCY
        return Money(round(amount), currency).decimal(grouped=True)
    return _plain(amount)


def _percent(part: float, n: int) -> str:
    """Return a share in per cent, neither `0` nor `100` where it is not quite that."""
    digits = 1 if n >= MANY and TINY < part < 0.1 else 0
    least = 10.0**-digits
    if TINY < part * 100 < least / 2:
        return f"under {least:g}"
    if 99.5 <= part * 100 < 100:
        return "over 99"
    return f"{part * 100:.{digits}f}"


def _plain(amount: float) -> str:
    """Return a number with as many decimals as mean something: `61`, `8.3`, `1.25`."""
    if amount == round(amount) or abs(amount) >= 100:
        return f"{amount:,.0f}"
    shown = f"{amount:.1f}" if abs(amount) >= 10 else f"{amount:.2f}"
    return shown.rstrip("0").rstrip(".")
