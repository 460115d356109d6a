import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console, RenderableType
from tests.builders import all_rules, history, opt_out, sale, talk
from tests.golden import compare

from secondsale import planner
from secondsale.days import Birthday
from secondsale.messages import Texts
from secondsale.messages.questions import question_in
from secondsale.model import Channel, Customer, History
from secondsale.policy import Policy
from secondsale.render import agenda

TODAY = date(2026, 11, 21)


def november(number: int) -> date:
    return date(2026, 11, number)


def people() -> list[History]:
    """Return five customers: late, due, a birthday, unhappy, and opted out."""
    ana = Customer(
        1, "Ana Silva", november(18), phone="+44 20 7946 0018", best_time="evenings"
    )
    ben = Customer(
        2, "Ben Okafor", november(1), channel=Channel.WHATSAPP, phone="123456"
    )
    chloe = Customer(
        3,
        "Chloé Martin-Delacroix de la Fontaine",
        november(2),
        email="chloe.martin-delacroix.de.la.fontaine@example-company.com",
        birthday=Birthday(11, 22, 1984),
    )
    dan = Customer(4, "李小龙 👨‍👩‍👧", november(4))
    eve = Customer(5, "Eve", november(19), phone="999999")
    late = replace(sale(november(18), "Serum x2", "Soap"), note="one is for my sister")
    return [
        history(late, customer=ana),
        history(
            sale(november(3), "Soap"),
            sale(november(14), "Jug"),
            talk(november(5), "happy"),
            customer=ben,
        ),
        history(customer=chloe),
        history(
            sale(november(19), "Cream"), talk(november(20), "unhappy"), customer=dan
        ),
        history(sale(november(19), "Soap"), opt_out(november(20)), customer=eve),
    ]


def plans(today: date = TODAY) -> list[planner.Plan]:
    rules = all_rules()
    return [
        planner.plan(each, (), rules, Policy(), today=today)
        for each in with_ids(people())
    ]


def with_ids(histories: list[History]) -> list[History]:
    """Return the histories as one book would hold them: no row id twice."""
    given, shifted = 0, []
    for each in histories:
        sales = tuple(
            replace(
                sold,
                id=sold.id + given,
                lines=tuple(replace(line, id=line.id + given) for line in sold.lines),
            )
            for sold in each.sales
        )
        given += 10
        shifted.append(replace(each, sales=sales))
    return shifted


def drawn(*screens: RenderableType, width: int) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None, highlight=False)
    for screen in screens:
        console.print(screen)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def screen(day: planner.Agenda, *, alone: bool = True) -> RenderableType:
    return agenda.screen(
        day,
        talking_points=Texts().talking_points,
        asking=question_in if day.day == TODAY else None,
        first=day.day == TODAY,
        alone=alone,
    )


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_morning_reads_well_at_any_width(width: int) -> None:
    shown = drawn(screen(planner.agenda(plans(), today=TODAY)), width=width)

    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    compare(f"agenda_{width}", shown)


def test_an_empty_day_says_what_is_next() -> None:
    quiet = plans()[1:2]

    shown = drawn(screen(planner.agenda(quiet, today=TODAY)), width=80)

    compare("agenda_quiet", shown)


def test_an_empty_book_says_how_to_begin() -> None:
    compare("agenda_empty", drawn(screen(planner.agenda([], today=TODAY)), width=80))


def test_a_week_is_grouped_by_day() -> None:
    known = plans()
    days = [planner.agenda(known, today=TODAY)]
    ahead = planner.look_ahead(known, until=date(2026, 11, 28))
    days += [each for each in ahead if each.day > TODAY]

    compare("agenda_week", drawn(*(screen(d, alone=False) for d in days), width=80))


def test_every_style_is_also_said_in_words() -> None:
    plain = drawn(screen(planner.agenda(plans(), today=TODAY)), width=80)

    file = io.StringIO()
    Console(file=file, width=80, force_terminal=True, color_system="truecolor").print(
        screen(planner.agenda(plans(), today=TODAY))
    )

    assert "\x1b[" in file.getvalue()
    assert "OVERDUE" in plain
    assert "by " in plain
