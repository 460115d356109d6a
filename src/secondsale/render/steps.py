"""What came of steps, as rows and as data."""

from collections.abc import Iterator, Sequence
from typing import Any

from secondsale.metrics.metric import Metric
from secondsale.metrics.steps import LONGEST, SOON, WITHIN, Row
from secondsale.render.figures import lines
from secondsale.render.figures_data import metric_data
from secondsale.render.wrapping import NO_BREAK

COLUMNS = ("step", "done#", "what came of it", "again after it", "where not done")
WAYS = ("by", "which", "done#", "what came of it", "again after it")
CSV = (
    "rule", "by", "which", "done", "tried", "missed", "outcomes",
    "after_hits", "after_n", "after_low", "after_high",
    "without_hits", "without_n", "without_low", "without_high",
)  # fmt: skip

EXPLAINED = (
    ("step", "a touchpoint of a rule; all of those of one rule are a row"),
    (
        "by",
        "those done by one channel, at one time beside the day it was due (early, on"
        f" the day, 1 to {SOON} days late, later), or with one text of ours, by its"
        " mark; own words: none of ours",
    ),
    (
        "done",
        "how many were the subject of a contact in which they were reached, of those"
        " that were done, tried in vain, or due after a sale and over",
    ),
    ("what came of it", "the outcomes of these contacts"),
    (
        "again after it",
        f"sales with a further order within {WITHIN} days after the last day of the"
        f" step's window ({LONGEST} days after it was due where that is longer), of"
        " those where it was done by that day and nothing was ordered until then, and"
        f" the {WITHIN} days are over; one sale of each customer, the first, so that"
        " they are independent; in brackets, where the share lies in 95 of 100 cases"
        " (Wilson)",
    ),
    (
        "where not done",
        "the same, from the same day, where the step was due and nobody tried by then;"
        " what was done later is not done by then. Both sides begin on one day because"
        " whoever orders early would else fall to those without",
    ),
)


def row(each: Row) -> tuple[str, ...]:
    """Return a rule as a row under COLUMNS, to be drawn."""
    shares = _said(each.after), _without(each)
    return each.rule, _done(each), _outcomes(each), *map(_unbroken, shares)


def way(each: Row) -> tuple[str, ...]:
    """Return one way of doing it as a row under WAYS."""
    after = _unbroken(_said(each.after))
    return each.by, each.which, _done(each), _outcomes(each), after


def line(each: Row) -> tuple[str, ...]:
    """Return either as a plain line: rule, by, which, then as under COLUMNS."""
    rest = _done(each), _outcomes(each), _said(each.after), _without(each)
    return each.rule, each.by, each.which, *rest


def _unbroken(share: str) -> str:
    """Return a share that breaks before its per cent and after its range only."""
    whole = share.replace(" ", NO_BREAK)
    return whole.replace(f",{NO_BREAK}", ", ").replace(f";{NO_BREAK}", "; ")


def _outcomes(each: Row) -> str:
    return ", ".join(f"{name} {times:,}" for name, times in each.outcomes)


def _without(each: Row) -> str:
    return "" if each.without is None else _said(each.without)


def _done(each: Row) -> str:
    if each.tried is None:
        return f"{each.done:,}"
    of = each.done + each.tried + (each.missed or 0)
    return f"{each.done:,} of {of:,}"


def _said(figure: Metric) -> str:
    if not figure.n:
        return ""
    return "; ".join(filter(None, (lines.said(figure), lines.doubt(figure))))


def notes(rows: Sequence[Row], of: tuple[int, int]) -> Iterator[str]:
    """Yield what has to be said beside the rows."""
    shares = [share for row in rows for share in (row.after, row.without) if share]
    if any(lines.doubt(share) for share in shares if share.n):
        yield lines.FEW_MEANS
    seen, there = of
    if seen < there:
        yield f"counted of {seen:,} customers picked from {there:,}, always the same"


def hints(rows: Sequence[Row], *, one: bool) -> Iterator[str]:
    """Yield what else may be asked."""
    if not one:
        done = max(rows, key=lambda row: row.done).rule
        yield f"secondsale stats steps {done}: by channel, time and text that was used"
    yield "secondsale stats steps --explain says how it is counted"


def data(rows: Sequence[Row], of: tuple[int, int]) -> dict[str, Any]:
    """Return everything."""
    from secondsale.metrics.steps import WARNING

    return {
        "within_days": WITHIN,
        "warning": WARNING,
        "customers": {"counted": of[0], "of": of[1]},
        "steps": [
            {
                "rule": each.rule,
                "by": each.by or None,
                "which": each.which or None,
                "done": each.done,
                "tried": each.tried,
                "missed": each.missed,
                "outcomes": dict(each.outcomes),
                "after": metric_data(each.after),
                "without": metric_data(each.without) if each.without else None,
            }
            for each in rows
        ],
    }


def csv_row(each: Row) -> tuple[str | int | None, ...]:
    """Return a row under CSV."""
    outcomes = " ".join(f"{name}={times}" for name, times in each.outcomes)
    return (
        each.rule, each.by, each.which, each.done, each.tried, each.missed, outcomes,
        *_cells(each.after), *_cells(each.without),
    )  # fmt: skip


def _cells(figure: Metric | None) -> tuple[str | int | None, ...]:
    if figure is None:
        return (None,) * 4
    between = (
        None if end is None else f"{end:.6f}" for end in (figure.low, figure.high)
    )
    return (figure.hits, figure.n, *between)
