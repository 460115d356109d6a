"""Timing on plain CSV, without a book: forecasts, and how good they would have been."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from secondsale.cli._help import OwnCommand, OwnGroup
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.errors import InputError
from secondsale.text import plural

if TYPE_CHECKING:
    from secondsale.exchange.plain_sales import Goods
    from secondsale.render.measures import Report
    from secondsale.timing import Timing
    from secondsale.timing.shops import Sold

FORECASTS = ("customer", "product", "expected", "nudge", "late", "chance")
RETURNS = ("customer", "p_return")
SHOP = "shop"
MOST_DAYS = 3650

SalesFile = Annotated[
    str,
    typer.Option(
        "--sales",
        metavar="FILE",
        help="CSV: customer, product, category, quantity, date (and shop); .gz too.",
    ),
]
ProductsFile = Annotated[
    str,
    typer.Option(
        "--products",
        metavar="FILE",
        help="CSV: product, category, stated_days (of supply; may be empty).",
    ),
]

app = typer.Typer(
    name="timing",
    cls=OwnGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Say when customers buy again, from plain CSV, and how sure that is.",
)


@app.command(cls=OwnCommand)
def predict(
    ctx: typer.Context,
    sales: SalesFile = "",
    products: ProductsFile = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write this file; stdout otherwise."
        ),
    ] = "",
    quiet: Annotated[
        str,
        typer.Option(
            "--quiet",
            metavar="DAYS",
            help="Write each customer's chance to order within so many days instead.",
        ),
    ] = "",
) -> None:
    """Write when each customer buys each product again, as of a day (--as-of).

    Needs no book: learns from the sales up to that day, beside the typical cycle of the
    settings. The chance is that of a purchase within 10 days. Every product counts as
    not dosed.
    """
    shell: Shell = ctx.obj
    within = _days(quiet, low=1) if quiet else 0
    shops, goods = _read(shell, sales, products)
    heads = RETURNS if within else FORECASTS
    heads = heads if set(shops) <= {""} else (SHOP, *heads)
    rows = _rows(shops, goods, shell.today, within, shell.settings.timing)
    found = [row if heads[0] == SHOP else row[1:] for row in rows]
    from secondsale.cli._files import as_csv, write_whole
    from secondsale.exchange.csv_tables import document

    if not output or output == "-":
        at_a_terminal = sys.stdout.isatty()
        sys.stdout.writelines(as_csv(document(heads, found, raw=not at_a_terminal)))
        return
    target = Path(output).expanduser()
    _spare(target, sales, products)
    write_whole(target, document(heads, found, raw=True), replace=True, mark=False)
    shell.say(f"wrote {target}")


@app.command(cls=OwnCommand)
def evaluate(
    ctx: typer.Context,
    sales: SalesFile = "",
    products: ProductsFile = "",
    warm_up: Annotated[
        str,
        typer.Option(
            "--warm-up",
            metavar="DAYS",
            help="How long to learn before it counts; else a quarter of the time.",
        ),
    ] = "",
    horizon: Annotated[
        str,
        typer.Option(
            "--horizon",
            metavar="DAYS",
            help="How long to wait for the next purchase; else a third of the time.",
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Replay the past: how good the forecasts would have been, beside plainer ways.

    Each purchase is forecast from what was known on the day of the one before. Errors
    are of those who came back; gaps in days.
    """
    shell: Shell = ctx.obj
    learn = _days(warm_up, low=0) if warm_up else None
    wait = _days(horizon, low=1) if horizon else None
    shops, goods = _read(shell, sales, products)
    from secondsale.render import measures

    cycle = shell.settings.timing.typical_cycle_days
    report = _report(shops, goods, learn, wait, cycle)
    if as_json:
        shell.data(measures.data(report))
        return
    shell.say(*measures.preface(report))
    for part in (report.every, report.young):
        if part.came_back:
            shell.say(measures.title(part, report))
            shell.listing(measures.HEADS, measures.rows(part), none="")
    if not (report.every.came_back or report.young.came_back):
        shell.say(measures.NOTHING)
    if report.segments:
        shell.say(measures.about_segments(report))
        shell.listing(measures.PARTS, measures.part_rows(report), none="")


def _report(
    shops: dict[str, list["Sold"]],
    goods: "Goods",
    learn: int | None,
    wait: int | None,
    cycle: int,
) -> "Report":
    """Replay all shops and measure; days that are not given go by the sales."""
    from secondsale.render.measures import Report
    from secondsale.timing.measures import segment, segments
    from secondsale.timing.replay import Span, replay, span_of

    usual = span_of(sold for each in shops.values() for sold in each)
    span = Span(
        usual.warm_up if learn is None else learn,
        usual.horizon if wait is None else wait,
        usual.last,
    )
    trials = []
    with _progress(sum(map(len, shops.values()))) as progress:
        for name, each in shops.items():
            trials += replay(
                name,
                each,
                goods.stated,
                span,
                typical_cycle_days=cycle,
                progress=progress,
            )
    tested = [trial for trial in trials if not trial.young]
    every = segment("all", tested)
    young = segment("young", (trial for trial in trials if trial.young))
    return Report(span, len(shops), every, young, tuple(segments(tested)))


def _days(typed: str, *, low: int) -> int:
    return whole_number(typed, "a number of days", low=low, high=MOST_DAYS)


def _rows(
    shops: dict[str, list["Sold"]],
    goods: "Goods",
    day: date,
    within: int,
    figures: "Timing",
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of all shops; each shop learns from its own sales only."""
    from secondsale.timing.orders import p_order
    from secondsale.timing.shops import shop_of

    for name, sales in shops.items():
        shop = shop_of(sales)
        learned = shop.learned(
            day,
            goods.stated,
            typical_cycle_days=figures.typical_cycle_days,
            typical_order_days=figures.typical_order_days,
        )
        if within:
            for customer, orders in shop.orders.items():
                again = p_order(orders, learned, day, days=within)
                yield name, customer, f"{again:.4f}"
            continue
        for customer, product, made in shop.forecasts(learned, goods.stated):
            days = (made.expected, made.nudge, made.late)
            dates = (each.isoformat() for each in days)
            yield name, customer, product, *dates, f"{made.chance(day):.4f}"


def _read(
    shell: Shell, sales: str, products: str
) -> tuple[dict[str, list["Sold"]], "Goods"]:
    """Read both files.

    Errors: InputError, naming the file and the line.
    """
    from secondsale.exchange.plain_sales import Goods, read_products, read_sales

    if not sales:
        raise InputError("--sales is missing", "it names a CSV file with sales")
    until, goods = shell.today, Goods()
    if products:
        with _opened(products) as lines:
            goods = read_products(lines, products)
    with _opened(sales) as lines:
        shops = read_sales(lines, sales, until=until, goods=goods)
    if not shops:
        shell.say(f"{sales} has no sales up to {until.isoformat()}")
    return shops, goods


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """Open a CSV file, compressed or not.

    Errors: InputError, naming the file.
    """
    import gzip
    import zlib

    path = Path(name).expanduser()
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield file
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"{name} is damaged", "is it a .gz file, and whole?") from None
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror}", "check its name"
        ) from None


def _spare(target: Path, *inputs: str) -> None:
    """Refuse to write over what was read."""
    for name in filter(None, inputs):
        if target.exists() and target.samefile(Path(name).expanduser()):
            raise InputError(f"{target} is what was read", "choose another name")


@contextmanager
def _progress(whole: int) -> Iterator[Callable[[int], None]]:
    """Show how far the work is, on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"replaying {plural(whole, 'sale')}", total=whole)
        yield lambda done: bar.advance(task, done)
