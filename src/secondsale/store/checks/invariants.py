"""What the facts must be to each other, in whatever order they were entered.

Only what every command, undo and redo keeps is claimed here: a sale may be recorded
before its day, a delivery may lie after a cancellation.
"""

from collections.abc import Iterator

from secondsale.model.journal import EntryKind
from secondsale.store.belonging import ANCHORS, KEYED, Belonging
from secondsale.store.checks.results import Check, Fault, asked, each_row
from secondsale.store.connection import OpenBook
from secondsale.store.rows import SCOPES
from secondsale.text import name_key

_OWNER = {
    "settlements": "keyed.customer_id",
    "covers": "(SELECT customer_id FROM contacts WHERE contacts.id = keyed.contact_id)",
}


def quantities(book: OpenBook) -> Iterator[Fault]:
    """Yield lines of nothing."""
    return asked(
        book,
        """
        SELECT 'lines ' || lines.id AS at,
               iif(products.id IS NULL, 'no product', 'quantity ' || quantity) AS what
        FROM lines LEFT JOIN products ON products.id = lines.product_id
        WHERE products.id IS NULL OR quantity < 1
        """,
    )


def lines(book: OpenBook) -> Iterator[Fault]:
    """Yield sales of nothing."""
    return asked(
        book,
        "SELECT 'sales ' || id AS at, 'nothing was sold' AS what FROM sales"
        " WHERE NOT EXISTS (SELECT 1 FROM lines WHERE sale_id = sales.id)",
    )


def returns(book: OpenBook) -> Iterator[Fault]:
    """Yield lines of which more came back than was sold."""
    return asked(
        book,
        """
        SELECT 'lines ' || lines.id AS at,
               sum(returns.quantity) || ' of ' || lines.quantity || ' came back' AS what
        FROM returns JOIN lines ON lines.id = returns.line_id
        GROUP BY lines.id HAVING sum(returns.quantity) > lines.quantity
        """,
    )


def order_of_days(book: OpenBook) -> Iterator[Fault]:
    """Yield what ended before it began."""
    for table, start, end in (
        ("concerns", "opened_on", "resolved_on"),
        ("promises", "made_on", "kept_on"),
        ("checkpoints", "recorded_on", "dropped_on"),
        ("pauses", "since", "until"),
    ):
        yield from asked(
            book,
            f"SELECT '{table} ' || id AS at, '{end} ' || {end} || ' is before '"
            f" || '{start} ' || {start} AS what FROM {table} WHERE {end} < {start}",
        )


def snoozes(book: OpenBook) -> Iterator[Fault]:
    """Yield what is snoozed to no day, or to a day and not snoozed."""
    return asked(
        book,
        "SELECT 'settlements ' || id AS at, status || ' until '"
        " || coalesce(until, 'no day') AS what FROM settlements"
        " WHERE (status = 'snoozed') <> (until IS NOT NULL)",
    )


def anchors(book: OpenBook) -> Iterator[Fault]:
    """Yield the keys that are about a row that is not there.

    Of people who were forgotten, the rows are gone and the keys stay for the figures.
    """
    letter = "substr(key, instr(key, ':') + 1, 1)"
    number = "CAST(substr(key, instr(key, ':') + 2) AS INTEGER)"
    there = " ".join(
        f"WHEN '{mark}' THEN EXISTS (SELECT 1 FROM {table} WHERE id = {number})"
        for mark, table in ANCHORS.items()
    )
    for table in KEYED:
        yield from asked(
            book,
            f"SELECT '{table} ' || keyed.id AS at,"
            f" 'the row that ' || key || ' is about is missing' AS what"
            f" FROM {table} AS keyed WHERE NOT CASE {letter} {there} ELSE TRUE END"
            " AND NOT EXISTS (SELECT 1 FROM customers WHERE forgotten_on IS NOT NULL"
            f" AND customers.id = {_OWNER[table]})",
        )


def owners(book: OpenBook) -> Iterator[Fault]:
    """Yield rows of one customer that refer to a row of another one."""
    known = Belonging(book).references
    owned = {each.child for each in known if each.column == "customer_id"}
    for own in known:
        if {own.child, own.parent} <= owned:
            yield from asked(
                book,
                f"SELECT '{own.child} ' || child.id AS at, '{own.column} is of customer"
                " ' || parent.customer_id || ', not ' || child.customer_id AS what"
                f" FROM {own.child} AS child JOIN {own.parent} AS parent"
                f" ON parent.id = child.{own.column}"
                " WHERE parent.customer_id <> child.customer_id",
            )


def consent(book: OpenBook) -> Iterator[Fault]:
    """Yield the opt-outs that cannot be read, and whose they are."""
    for row in each_row(
        book,
        "SELECT opt_outs.id, scope, customer_id, name FROM opt_outs"
        " JOIN customers ON customers.id = customer_id WHERE lifted_on IS NULL",
    ):
        if row["scope"] not in SCOPES:
            whose = f"{row['name']} ({row['customer_id']})"
            what = f"{row['scope']!r} cannot be read, so {whose} is never contacted"
            yield Fault(f"opt_outs {row['id']}", what)


def circles(book: OpenBook) -> Iterator[Fault]:
    """Yield who sent themselves by way of others, each circle once."""
    found = each_row(
        book,
        "SELECT id, referred_by FROM customers WHERE referred_by IS NOT NULL"
        " ORDER BY id",
    )
    sent_by = {row["id"]: row["referred_by"] for row in found}
    done: set[int] = set()
    for start in sent_by:
        way: list[int] = []
        who: int | None = start
        while who is not None and who not in done:
            done.add(who)
            way.append(who)
            who = sent_by.get(who)
        if who in way:
            circle = way[way.index(who) :]
            names = " sent by ".join(str(each) for each in (*circle, who))
            yield Fault(f"customers {who}", names)


def twice(book: OpenBook) -> Iterator[Fault]:
    """Yield the stages of a sale that stand in its plan twice."""
    seen: dict[tuple[int, str, str], int] = {}
    for row in each_row(
        book,
        "SELECT id, sale_id, label, planned_on FROM checkpoints"
        " WHERE dropped_on IS NULL ORDER BY id",
    ):
        same = (row["sale_id"], name_key(row["label"]), row["planned_on"])
        if same in seen:
            what = f"the same as d{seen[same]}: {row['label']} on {row['planned_on']}"
            yield Fault(f"checkpoints {row['id']}", what)
        seen.setdefault(same, row["id"])


def reward_terms(book: OpenBook) -> Iterator[Fault]:
    """Yield the terms of stamp cards that would be full from the start, or unclear."""
    return asked(
        book,
        "SELECT 'reward_terms ' || id AS at, iif(head_start < goal,"
        " 'two ways to earn a stamp', 'a head start of ' || head_start || ' of '"
        " || goal) AS what FROM reward_terms WHERE head_start >= goal"
        " OR product_id IS NOT NULL AND per_minor IS NOT NULL",
    )


def lost_changes(book: OpenBook) -> Iterator[Fault]:
    """Yield entries of the history that keep nothing, though nobody was forgotten."""
    return asked(
        book,
        "SELECT 'journal ' || id AS at, 'what it changed is not kept' AS what"
        f" FROM journal WHERE kind = '{EntryKind.COMMAND}' AND NOT blanked AND NOT"
        " EXISTS (SELECT 1 FROM journal_changes WHERE entry_id = journal.id)",
    )


CHECKS = (
    Check(
        "quantities",
        "every line has a product and a quantity of 1 or more",
        quantities,
        "put a sound copy in its place: secondsale restore",
    ),
    Check(
        "lines",
        "every sale has a line",
        lines,
        "cancel it: secondsale cancel-sale NUMBER",
    ),
    Check(
        "returns",
        "no more came back than was sold",
        returns,
        "take one return back: secondsale history, secondsale undo NUMBER",
    ),
    Check("order of days", "nothing ends before it began", order_of_days),
    Check("snoozes", "what is snoozed is so until a day", snoozes),
    Check("keys", "what was settled is about rows that are there", anchors),
    Check("owners", "no row of one customer refers to one of another", owners),
    Check(
        "consent",
        "every opt-out can be read",
        consent,
        "ask them, then: secondsale opt-in NUMBER, and opt-out for what they say",
    ),
    Check(
        "referrals",
        "nobody sent themselves",
        circles,
        'say who was first: secondsale edit-customer NUMBER --referred-by ""',
    ),
    Check(
        "checkpoints",
        "no stage of a sale stands in its plan twice",
        twice,
        "drop one: secondsale drop-checkpoint NUMBER",
        is_advice=True,
    ),
    Check("rewards", "the terms of every stamp card make sense", reward_terms),
    Check("history", "every entry keeps what it changed", lost_changes),
)
