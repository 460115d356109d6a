"""All figures of a report on one screen, or as plain lines."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group as Together
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from secondsale.days import say
from secondsale.metrics.metric import Metric, Unit
from secondsale.metrics.report import Period, Report
from secondsale.render.figures import curve, heat, lines, months, parts, scales
from secondsale.render.figures.signs import between, spark
from secondsale.text import visible

MOST = 12
"""Months that a screen has room for; plain lines and data have all of them."""

LONG = 36
"""Months that a row of small columns has room for."""

ROOMY = 110
"""Columns from which on a figure stands on one line, with its interval drawn."""

NO_MARK = "\0"
"""Where a line ends inside a phrase; no visible text has it."""

EDGE, GAP = 2, 2
WIDE = 76
"""Columns from which on labels have theirs; on fewer, they take a quarter at most."""

LABEL = 30
INTERVAL = 20


def screen(report: Report, *, width: int) -> Together:
    """Return the answer first, then the curve, the figures by group, the months."""
    before = f"beside {_days(report.before)}"
    shown: list[RenderableType] = [
        Text(_fitted(report.headline, "; ", width), "bold"),
        Text(_fitted((_days(report.period), before), ", ", width), "dim"),
    ]
    if drawn := curve.curve(report.curve, width=min(width, ROOMY)):
        shown += ["", _title("How soon they come back"), *drawn]
    whole = {group.id: parts.wholes(group) for group in report.groups}
    every = [m for group in report.groups if not whole[group.id] for m in group.metrics]
    for group in report.groups:
        if any(each.n for each in whole[group.id]):
            table = parts.table(whole[group.id], width=width)
            shown += ["", _title(group.title), table]
        elif group.metrics and not whole[group.id]:
            rows = figures(group.metrics, width=width, beside=every)
            shown += ["", _title(group.title), rows]
    shown += _pictures(report, width)
    if any(lines.doubt(m) for group in report.groups for m in group.metrics):
        shown += ["", Text(lines.FEW_MEANS, "dim")]
    shown += [Text(f"\n{visible(note)}") for note in report.notes]
    return Together(*shown)


def _pictures(report: Report, width: int) -> Iterator[RenderableType]:
    """Yield what is drawn month by month."""
    if cohorts := scales.recent_cohorts(report, MOST):
        yield from ("", _title("Who came back"), heat.heat_map(cohorts, width=width))
        yield Text(heat.LEGEND, "dim")
    if recent := scales.recent_months(report, MOST):
        trend = spark([each.orders for each in scales.recent_months(report, LONG)])
        yield from ("", _title("Orders a month", trend))
        yield months.bars(recent, width=width)
        yield Text(months.LEGEND, "dim")
    if cut := scales.left_out(report, MOST):
        yield Text(cut, "dim")


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield plain lines: what it is, then what there is to say; nothing is left out."""
    yield ("headline", *report.headline)
    for name, period in (("period", report.period), ("before", report.before)):
        yield (name, period.since.isoformat(), period.until.isoformat())
    for group in report.groups:
        for metric in group.metrics:
            yield (
                group.id,
                metric.id,
                metric.label,
                lines.said(metric),
                lines.change(metric),
                lines.doubt(metric),
            )
    for cohort in heat.rows(report.cohorts):
        yield ("cohort", *cohort)
    for month in months.rows(report.months):
        yield ("month", *month)
    for note in report.notes:
        yield ("note", note)


def definitions(report: Report) -> list[tuple[str, str, str]]:
    """Return what each figure is: its id, its label, its definition."""
    return [
        (metric.id, metric.label, metric.definition)
        for group in report.groups
        for metric in group.metrics
    ]


def _title(title: str, beside: str = "") -> Text:
    shown = Text.assemble((visible(title).upper(), "bold"))
    return shown.append(f"  {beside}", "cyan") if beside else shown


def figures(
    metrics: Sequence[Metric], *, width: int, beside: Sequence[Metric] = ()
) -> Table:
    """Return a row a figure: what it is, its value, and what there is to say of it.

    The columns are as wide as those of the figures that stand `beside` them need.
    """
    roomy, every = width >= ROOMY, beside or metrics
    longest = max(cell_len(visible(each.label)) for each in every)
    label = min(longest, LABEL if width >= WIDE else width // 4)
    wide = max(cell_len(lines.value(each)) for each in every)
    room = width - EDGE - label - wide - 2 * GAP
    if roomy:
        room -= INTERVAL + GAP
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(width=EDGE - GAP)
    table.add_column(width=label, overflow="fold")
    table.add_column(justify="right", no_wrap=True, style="bold", width=max(1, wide))
    if roomy:
        table.add_column(no_wrap=True, style="cyan", width=INTERVAL)
    table.add_column(overflow="fold")
    for metric in metrics:
        value = lines.value(metric) or "–"
        drawn = [Text(_interval(metric))] if roomy else []
        said = (lines.basis(metric), lines.doubt(metric), lines.change(metric))
        about = Text(_fitted(tuple(filter(None, said)), "; ", room))
        table.add_row("", Text(visible(metric.label)), Text(value), *drawn, about)
    return table


def _interval(metric: Metric) -> str:
    if metric.unit is not Unit.SHARE or metric.value is None:
        return ""
    return between(metric.value, metric.low, metric.high, INTERVAL)


def _fitted(phrases: Sequence[str], mark: str, width: int) -> str:
    """Join phrases on as few lines as they fit on, broken between them.

    A phrase that is too long is broken before its range.
    """
    said: list[str] = []
    for phrase in map(visible, phrases):
        if said and cell_len(f"{said[-1]}{mark}{phrase}{mark.rstrip()}") <= width:
            said[-1] += f"{mark}{phrase}"
        elif cell_len(phrase) < width or " (" not in phrase:
            said.append(phrase)
        else:
            head, _, tail = phrase.rpartition(" (")
            said += [f"{head}{NO_MARK}", f"({tail}"]
    return f"{mark.rstrip()}\n".join(said).replace(f"{NO_MARK}{mark.rstrip()}", "")


def _days(period: Period) -> str:
    until = period.until
    since = say(period.since, beside=until)
    return f"{since} to {say(until, beside=until)} {until.year}"
