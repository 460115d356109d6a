"""Figures as data, for --json and --csv: names and order are a promise."""

from collections.abc import Iterator
from typing import Any

from secondsale.metrics.metric import FEW, Metric, Unit
from secondsale.metrics.report import AGES, Cohort, Month, Period, Report
from secondsale.money import Money
from secondsale.render import facts

COLUMNS = (
    "kind", "group", "id", "currency", "label", "value", "unit", "hits", "n", "low",
    "high", "few", "before", "before_n", "definition",
)  # fmt: skip


def data(report: Report) -> dict[str, Any]:
    """Return everything; shares from 0 to 1, money as decimals in a text."""
    return {
        "period": _period(report.period),
        "before": _period(report.before),
        "headline": list(report.headline),
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "figures": [metric_data(each) for each in group.metrics],
            }
            for group in report.groups
        ],
        "curve": [
            {
                "day": point.day,
                "share": point.share,
                "low": point.low,
                "high": point.high,
                "at_risk": point.at_risk,
                "few": point.at_risk < FEW,
            }
            for point in report.curve
        ],
        "cohorts": [_cohort(each) for each in report.cohorts],
        "months": [_month(each) for each in report.months],
        "notes": list(report.notes),
    }


def metric_data(metric: Metric) -> dict[str, Any]:
    """Return one figure."""
    return {
        "id": metric.id,
        "label": metric.label,
        "value": _value(metric, metric.value),
        "unit": str(metric.unit),
        "currency": metric.currency or None,
        "hits": metric.hits,
        "n": metric.n,
        "low": _value(metric, metric.low),
        "high": _value(metric, metric.high),
        "before": _value(metric, metric.before),
        "before_n": metric.before_n,
        "few": metric.few,
        "definition": metric.definition,
    }


def rows(report: Report) -> Iterator[tuple[str | int | None, ...]]:
    """Yield all that is told and drawn, under COLUMNS: a row a value of one `kind`.

    Those are figure, curve (a day's share), cohort (a month's share by an age) and
    month (what it had).
    """
    for found in _all(report):
        yield tuple(_cell(found.get(column)) for column in COLUMNS)


def _all(report: Report) -> Iterator[dict[str, Any]]:
    for group in report.groups:
        for metric in group.metrics:
            yield {"kind": "figure", "group": group.id, **metric_data(metric)}
    for point in report.curve:
        label = f"back by day {point.day}"
        bounds = {"low": point.low, "high": point.high}
        about = {"n": point.at_risk, "few": point.at_risk < FEW, **bounds}
        yield _shared("curve", "second-sale", str(point.day), label, point.share, about)
    for cohort in report.cohorts:
        yield from _of_cohort(cohort)
    for month in report.months:
        yield from _of_month(month)


def _of_cohort(cohort: Cohort) -> Iterator[dict[str, Any]]:
    month = f"{cohort.month:%Y-%m}"
    yield {
        "kind": "cohort", "group": month, "id": "first-orders",
        "label": "first orders", "value": cohort.n, "unit": str(Unit.COUNT),
        "few": False,
    }  # fmt: skip
    for age, cell in zip(AGES, cohort.cells, strict=True):
        if cell is not None:
            about = {"hits": cell.hits, "n": cell.n, "few": cell.n < FEW}
            label = f"back by day {age}, estimated"
            yield _shared("cohort", month, f"back-{age}", label, cell.estimate, about)


def _of_month(month: Month) -> Iterator[dict[str, Any]]:
    so_far = " so far" if month.so_far else ""
    own = {"kind": "month", "group": f"{month.month:%Y-%m}", "few": False}
    for name, count in (("orders", month.orders), ("first-orders", month.firsts)):
        label = f"{name.replace('-', ' ')}{so_far}"
        unit = str(Unit.COUNT)
        yield {**own, "id": name, "label": label, "value": count, "unit": unit}
    for money in month.revenue:
        yield {
            **own, "id": "revenue", "currency": money.currency or None,
            "label": f"revenue{so_far}", "value": money.decimal(),
            "unit": str(Unit.MONEY),
        }  # fmt: skip


def _shared(
    kind: str, group: str, id: str, label: str, share: float, about: dict[str, Any]
) -> dict[str, Any]:
    named = {"kind": kind, "group": group, "id": id, "label": label}
    return {**named, "value": share, "unit": str(Unit.SHARE), **about}


def _cell(value: Any) -> str | int | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else value


def _value(metric: Metric, amount: float | None) -> float | str | None:
    if amount is None:
        return None
    if metric.unit is Unit.MONEY:
        return Money(round(amount), metric.currency).decimal()
    return round(amount, 6)


def _period(period: Period) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "month": f"{cohort.month:%Y-%m}",
        "n": cohort.n,
        "by_days": {
            str(age): None
            if cell is None
            else {
                "n": cell.n,
                "hits": cell.hits,
                "estimate": round(cell.estimate, 6),
                "few": cell.n < FEW,
            }
            for age, cell in zip(AGES, cohort.cells, strict=True)
        },
    }


def _month(month: Month) -> dict[str, Any]:
    return {
        "month": f"{month.month:%Y-%m}",
        "orders": month.orders,
        "first_orders": month.firsts,
        "revenue": [facts.money(each) for each in month.revenue],
        "so_far": month.so_far,
    }
