"""What goes with a second sale, as rows and as data."""

from collections.abc import Iterator
from typing import Any

from secondsale.metrics.goes_with import (
    ALPHA,
    AT_FIRST,
    CAUTION,
    LEAST,
    WITHIN,
    Pattern,
    Patterns,
)
from secondsale.render.figures import lines
from secondsale.render.figures_data import metric_data
from secondsale.text import plural

COLUMNS = ("what", "which", "again with it", "again without it", "difference", "sure")
CSV = (
    "kind", "which", "hits", "n", "other_hits", "others", "difference", "low", "high",
    "chance", "corrected", "told",
)  # fmt: skip


EXPLAINED = (
    (
        "second-sale",
        f"with each product, category, source, owner, tag of a first order: who ordered"
        f" again within {WITHIN} days; with each channel and step of the first"
        f" {AT_FIRST} days: who did in the {WITHIN} days after these, of those not back"
        f" by then. Looked at is what {LEAST} had and {LEAST} had not; Fisher's exact"
        f" test, corrected for the number looked at by Holm's method: that"
        f" anything at all is called sure by chance happens {ALPHA:.0%} of the time at"
        " most. Tags and owners are those of today, and may have come later",
    ),
)


def row(pattern: Pattern) -> tuple[str, ...]:
    """Return how a second sale goes with a trait as a row under COLUMNS."""
    apart, low, high = (
        f"{round(100 * each):+d}" if round(100 * each) else "0"
        for each in (pattern.difference, pattern.low, pattern.high)
    )
    return (
        *pattern.trait,
        lines.said(pattern.having),
        lines.said(pattern.others),
        f"{apart} in 100 ({low} to {high})",
        f"yes: {_chance(pattern.corrected)}" if pattern.told else "cannot tell",
    )


def _chance(corrected: float) -> str:
    least = 0.001
    if corrected < least:
        return f"by chance under {least:.1%}"
    return f"by chance {corrected:.1%}"


def csv_row(pattern: Pattern) -> tuple[str | int | None, ...]:
    """Return the same as a row under CSV."""
    chances = pattern.chance, pattern.corrected
    figures = (pattern.difference, pattern.low, pattern.high, *chances)
    return (
        *pattern.trait, pattern.having.hits, pattern.having.n, pattern.others.hits,
        pattern.others.n, *(f"{figure:.6f}" for figure in figures),
        "yes" if pattern.told else "no",
    )  # fmt: skip


def data(found: Patterns) -> dict[str, Any]:
    """Return all that was looked at as plain data."""
    return {
        "first_time_buyers": found.buyers,
        "within_days": WITHIN,
        "looked_at": len(found.looked_at),
        "too_few": found.too_few,
        "corrected_by": "Holm",
        "caution": CAUTION,
        "patterns": [
            {
                "kind": each.trait[0],
                "which": each.trait[1],
                "with": metric_data(each.having),
                "without": metric_data(each.others),
                "difference": round(each.difference, 6),
                "low": round(each.low, 6),
                "high": round(each.high, 6),
                "chance": each.chance,
                "corrected": each.corrected,
                "told": each.told,
            }
            for each in found.looked_at
        ],
    }


def said(found: Patterns, shown: int) -> Iterator[str]:
    """Yield what has to be said beside the rows."""
    if not found.looked_at:
        yield (
            f"{plural(found.buyers, 'first-time buyer')} whose {WITHIN} days are over:"
            f" nothing can be told, as each of {plural(found.too_few, 'thing')} had"
            f" fewer than {LEAST} on a side"
        )
        yield CAUTION
        return
    told = sum(each.told for each in found.looked_at)
    what = plural(len(found.looked_at), "thing was", "things were")
    yield (
        f"{what} looked at in {plural(found.buyers, 'first-time buyer')}, and corrected"
        f" for that (Holm): {told if told else 'none'} of them can be told from chance;"
        f" {found.too_few} more had fewer than {LEAST} on a side"
    )
    if shown < len(found.looked_at):
        yield f"the surest {shown} are shown; piped, or with --json, there are all"
    yield CAUTION
