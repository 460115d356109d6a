"""What holds for every rule, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    PRODUCTS,
    all_rules,
    ana,
    checkpoint,
    concern,
    day,
    derived,
    gift,
    hello,
    history,
    introduction,
    promise,
    referred,
    sale,
    talk,
)
from tests.test_messages import NAMED, RICH, talking_points

from secondsale.model import (
    Checkpoint,
    Concern,
    Gift,
    Hello,
    History,
    Introduction,
    Key,
    Outcome,
    Promise,
    Rating,
    Sale,
)
from secondsale.rules._base import is_over

UNTIL = day(700)
COVERED = (
    "concern:k1",
    "promise:p1",
    "referral:s1",
    "referral:s2",
    "relationship-review:s1",
    "relationship-review:t1",
    "keep-in-touch:s1",
    "wow:g1",
    "reassure:s1=it lasts",
    "education:l1",
)

Owed = Concern | Promise | Checkpoint | Introduction | Gift | Hello

days = st.integers(0, 300).map(day)
later = st.none() | days


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    on = draw(days)
    bought = draw(st.lists(st.sampled_from(list(PRODUCTS)), min_size=1, max_size=2))
    ended = draw(st.none() | st.integers(0, 60).map(lambda n: on + timedelta(days=n)))
    recorded = on + timedelta(days=draw(st.sampled_from([0, 0, 5, 90])))
    return sale(on, *bought, cancelled=ended, delivered=draw(later), recorded=recorded)


@st.composite
def owed(draw: st.DrawFn) -> Owed:
    on, over = draw(days), draw(later)
    ended = max(on, over) if over else None
    made = min(on, over) if over else on
    kinds: tuple[Owed, ...] = (
        concern(on, resolved=ended),
        promise(on, made=made, kept=ended),
        checkpoint(on, recorded=made, dropped=ended),
        introduction(on, done=ended),
        gift(on, wow=True),
        hello(on, made=made),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def histories(draw: st.DrawFn) -> History:
    outcomes = st.sampled_from(list(Outcome))
    about = st.lists(st.sampled_from(COVERED), max_size=2, unique=True)
    said = draw(st.lists(st.tuples(days, outcomes, about), max_size=5))
    sent = [referred(each, id=70 + n) for n, each in enumerate(draw(st.lists(sales())))]
    return history(
        *draw(st.lists(sales(), max_size=4)),
        *(talk(on, outcome, *keys) for on, outcome, keys in said),
        *draw(st.lists(owed(), max_size=5)),
        *(Rating(on, 3) for on in draw(st.lists(days, max_size=2))),
        *sent,
        customer=ana(added=draw(days), tier=draw(st.sampled_from(["", "a", "b"]))),
    )


def imported(known: History, on: date) -> History:
    """Return a history all of which the book learned of on one day."""
    return replace(
        known,
        customer=replace(known.customer, added_on=on),
        sales=tuple(replace(each, recorded_on=on) for each in known.sales),
        concerns=tuple(replace(each, recorded_on=on) for each in known.concerns),
        promises=tuple(replace(each, recorded_on=on) for each in known.promises),
        checkpoints=tuple(replace(each, recorded_on=on) for each in known.checkpoints),
        milestones=tuple(replace(each, recorded_on=on) for each in known.milestones),
        introductions=tuple(replace(each, added_on=on) for each in known.introductions),
        hellos=tuple(replace(each, made_on=on) for each in known.hellos),
        referred=tuple(
            (who, replace(sold, recorded_on=on)) for who, sold in known.referred
        ),
        contacts=history(talk(day(250)), talk(day(260), "no-answer")).contacts,
    )


def test_nothing_was_known_before_an_import_brought_it() -> None:
    known = imported(RICH, day(400))

    found = [
        each
        for rule in (*all_rules(), *NAMED)
        for each in derived(rule, known).values()
    ]

    assert {each.key.family for each in found} == {rule.id for rule in all_rules()}
    assert {each.known_on for each in found} == {day(400)}
    assert {each.customer_id for each in found} == {known.customer.id}


@given(histories())
def test_every_key_is_given_once_and_reads_back(known: History) -> None:
    keys = [each.key for rule in all_rules() for each in rule.touchpoints(known, UNTIL)]

    assert len(set(keys)) == len(keys)
    assert all(Key.parse(str(key)) == key for key in keys)


@given(histories())
def test_every_touchpoint_says_who_why_and_what(known: History) -> None:
    for rule in all_rules():
        for each in rule.touchpoints(known, UNTIL):
            assert each.customer_id == known.customer.id
            assert each.intent is rule.intent
            assert each.reason
            assert each.worked_out(beside=each.window.due)
            assert each.ended is None or each.ended.by
            assert all(talking_points(each, known, today=day(0)))


@given(histories(), st.integers(0, 300))
def test_deriving_twice_is_deriving_once(known: History, today: int) -> None:
    past = known.as_of(day(today))

    for rule in all_rules():
        once = list(rule.touchpoints(past, UNTIL))
        assert once == list(rule.touchpoints(past, UNTIL))


@given(histories(), st.integers(0, 300), st.integers(1, 300))
def test_what_was_open_is_never_lost(known: History, today: int, after: int) -> None:
    for rule in all_rules():
        then = rule.touchpoints(known.as_of(day(today)), UNTIL)
        now = rule.touchpoints(known.as_of(day(today + after)), UNTIL)

        open_then = {each.key for each in then if each.window.opens <= day(today)}
        assert open_then <= {each.key for each in now}


@given(histories(), st.integers(0, 200), st.integers(0, 400))
def test_looking_further_ahead_only_adds(known: History, near: int, far: int) -> None:
    for rule in all_rules():
        soon = {each.key for each in rule.touchpoints(known, day(400 + near))}
        further = {each.key for each in rule.touchpoints(known, day(600 + far))}
        assert soon <= further


@given(histories())
def test_what_ends_a_round_is_known_by_its_day(known: History) -> None:
    ends = [
        each.ended.on
        for rule in all_rules()
        for each in rule.touchpoints(known.as_of(day(150)), UNTIL)
        if each.ended
    ]

    assert all(end <= day(150) for end in ends)


@given(histories(), st.integers(0, 300), st.integers(0, 600))
def test_only_what_is_over_by_a_day_is_left_out(
    known: History, today: int, ahead: int
) -> None:
    past, since = known.as_of(day(today)), day(today + ahead)

    for rule in all_rules():
        every = list(rule.touchpoints(past, UNTIL))
        kept = list(rule.touchpoints(past, UNTIL, since))
        left_out = [each for each in every if each not in kept]
        assert kept == [each for each in every if each in kept]
        assert all(is_over(e.window.expires, e.ended, since) for e in left_out)
