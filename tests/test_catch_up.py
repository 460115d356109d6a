"""After time away: one thing for each person, the rest is let go."""

from dataclasses import replace
from datetime import date

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.builders import (
    ana,
    day,
    done,
    history,
    pause,
    plan_on,
    promise,
    sale,
    snoozed,
    states,
    talk,
    topics,
    touchpoint,
)
from tests.test_planner import given

from secondsale.model import History, Intent, Key, Settlement, Status, Touchpoint
from secondsale.planner import CatchUp, Plan, State, catch_up, last_at_work
from secondsale.policy import Policy, closed_by_facts
from secondsale.rules.check_in import CheckIn
from secondsale.rules.promise import Promise

ONE = Policy(capacity=1)


def missed(
    key: str, intent: Intent = Intent.CARE, *, due: int = 5, stays: int = 94
) -> Touchpoint:
    last = day(due + stays)
    return touchpoint(key, intent, opens=day(due), expires=last, sale_id=None)


def caught_up(
    *what: Touchpoint,
    today: int = 20,
    known: History | None = None,
    settled: tuple[Settlement, ...] = (),
    since: int | None = None,
) -> CatchUp | None:
    made = plan_on(day(today), known or history(), *settled, rules=given(*what))
    first = None if since is None else day(since)
    return next(iter(catch_up([made], since=first)), None)


def keys(found: CatchUp | None) -> tuple[list[str], list[str], list[str]]:
    """Return what is kept, what is let go and what was over."""
    assert found is not None
    kinds = (found.keep, found.let_go, found.expired)
    kept, let_go, expired = ([str(item.key) for item in kind] for kind in kinds)
    return kept, let_go, expired


def order(*what: Touchpoint) -> list[str]:
    """Return the keys in the order in which catching up prefers them."""
    left, kept = list(what), []
    while (found := caught_up(*left)) is not None:
        best = found.keep[0].key
        kept.append(str(best))
        left = [each for each in left if each.key != best]
    return kept


def test_the_best_is_kept_and_the_rest_is_skipped() -> None:
    found = caught_up(missed("check-in:s1"), missed("birthday:c1.2026"))

    assert keys(found) == (["birthday:c1.2026"], ["check-in:s1"], [])
    assert found is not None
    assert found.skip == (
        Settlement(
            Key.parse("check-in:s1"),
            Status.SKIPPED,
            day(20),
            reason="catch-up, kept birthday instead",
        ),
    )


def test_a_promise_goes_first_and_a_check_in_before_the_rest() -> None:
    found = order(
        missed("reassure:s1", due=1),
        missed("check-in:s1"),
        missed("birthday:c1.2026"),
        missed("replenish:l1", Intent.OFFER),
        missed("concern:k1", Intent.PROMISE),
        missed("promise:p1", Intent.PROMISE),
    )

    assert found == [
        "promise:p1",
        "concern:k1",
        "replenish:l1",
        "birthday:c1.2026",
        "check-in:s1",
        "reassure:s1",
    ]


def test_of_equals_the_one_that_is_late_the_longest_is_kept() -> None:
    assert order(missed("check-in:s1", due=6), missed("check-in:s2", due=5)) == [
        "check-in:s2",
        "check-in:s1",
    ]


def test_what_is_not_late_is_left_alone() -> None:
    assert caught_up(missed("check-in:s1", due=20)) is None
    assert caught_up() is None


def test_open_promises_are_never_skipped() -> None:
    known = history(promise(day(5)), promise(day(6)), sale(day(0), "Soap"))
    made = plan_on(day(7), known, rules=(Promise(), CheckIn()))

    (found,) = catch_up([made])

    assert keys(found) == (["promise:p1", "promise:p2"], ["check-in:s1"], [])


def test_what_was_caught_up_says_so() -> None:
    known = history(promise(day(5)), sale(day(0), "Soap"))
    rules = (Promise(), CheckIn())
    (found,) = catch_up([plan_on(day(7), known, rules=rules)])

    after = plan_on(day(7), known, *found.skip, rules=rules)

    [item] = [i for i in after.touchpoints if str(i.key) == "check-in:s1"]
    assert item.reason == "skipped: catch-up, kept promise instead"
    (again,) = catch_up([after])
    assert keys(again) == (["promise:p1"], [], [])


def test_once_all_is_done_there_is_nothing_to_catch_up() -> None:
    known = history(sale(day(0), "Soap"))
    made = plan_on(day(7), known, done("check-in:s1", day(3)), rules=(CheckIn(),))

    assert states(made) == {"check-in:s1": "settled"}
    assert catch_up([made]) == ()


# What a pause was in the way of


def test_what_came_due_in_a_pause_is_late_on_return() -> None:
    away = history(pause(day(4), day(19)))

    found = caught_up(missed("check-in:s1"), missed("reassure:s1"), known=away)

    assert keys(found) == (["check-in:s1"], ["reassure:s1"], [])


def test_what_is_due_on_the_day_of_return_is_not_late() -> None:
    away = history(pause(day(4), day(19)))

    assert caught_up(missed("check-in:s1", due=20), known=away) is None


def test_what_was_put_off_until_after_the_pause_is_not_late() -> None:
    away = history(pause(day(4), day(19)))
    put_off = (snoozed("check-in:s1", day(1), day(20)),)

    assert caught_up(missed("check-in:s1"), known=away, settled=put_off) is None


def test_inside_a_pause_nothing_is_late() -> None:
    away = history(pause(day(4), day(30)))

    assert caught_up(missed("check-in:s1"), known=away) is None


def test_what_the_policy_kept_back_for_another_reason_is_not_missed() -> None:
    spoke = history(talk(day(19), "happy"))

    assert caught_up(missed("ask:s1", Intent.ASK), known=spoke) is None


# What was over


def test_what_expired_in_a_pause_is_listed_and_stays_so() -> None:
    away = history(pause(day(4), day(19)), talk(day(12)))

    found = caught_up(missed("check-in:s1", stays=5), known=away)

    assert keys(found) == ([], [], ["check-in:s1"])
    assert found is not None
    assert found.since == day(4)
    assert found.expired[0].reason == "paused until 20 January"
    assert found.skip == ()


def test_what_expired_before_the_time_away_is_not_listed() -> None:
    spoke = history(talk(day(12)))
    before = missed("check-in:s1", due=5, stays=7)
    since = missed("reassure:s1", due=5, stays=8)

    assert keys(caught_up(before, since, known=spoke))[2] == ["reassure:s1"]
    assert keys(caught_up(before, since, known=spoke, since=12))[2] == [
        "check-in:s1",
        "reassure:s1",
    ]


def test_a_pause_of_long_ago_is_not_the_time_away() -> None:
    old = history(pause(day(2), day(12)), talk(day(19)))
    late = history(pause(day(2), day(13)), talk(day(19)))
    what = missed("check-in:s1", stays=1)

    assert caught_up(what, known=old) is None
    assert keys(caught_up(what, known=late))[2] == ["check-in:s1"]


def test_what_gave_way_is_not_missed() -> None:
    gives_way = replace(missed("keep-in-touch:s1", stays=5), gives_way=True)

    found = caught_up(gives_way, missed("check-in:s1", stays=5), since=0)

    assert keys(found) == ([], [], ["check-in:s1"])


# When the seller was there


def test_a_message_of_theirs_is_no_work() -> None:
    known = history(
        sale(day(1), "Soap"), talk(day(3)), talk(day(9), inbound=True), talk(day(20))
    )

    assert last_at_work([plan_on(day(20), known)]) == day(3)
    settled = done("check-in:s1", day(5))
    assert last_at_work([plan_on(day(20), known, settled)]) == day(5)
    assert last_at_work([plan_on(day(20), history())]) is None


def test_what_is_written_down_is_work() -> None:
    wrote = history(promise(day(30), made=day(2), recorded=day(7)))

    assert last_at_work([plan_on(day(20), wrote)]) == day(7)


def test_who_never_did_anything_was_away_since_the_customer_came() -> None:
    known = history(customer=ana(added=day(3)))

    found = caught_up(missed("check-in:s1"), known=known)

    assert found is not None
    assert found.since == day(3)


# What only a full day never showed


def person(number: int, *what: Touchpoint, today: int) -> Plan:
    known = history(customer=replace(ana(), id=number))
    return plan_on(day(today), known, rules=given(*what), policy=ONE)


def crowd(today: int) -> list[Plan]:
    """Return the plans of two people on days that have room for one."""
    first = [missed("check-in:s1"), missed("reassure:s1")]
    second = [missed("check-in:s2"), missed("reassure:s2")]
    return [person(1, *first, today=today), person(2, *second, today=today)]


def test_what_today_has_no_room_for_says_so() -> None:
    one, other = catch_up(crowd(20))

    assert one.no_room == set()
    assert other.no_room == {Key.parse("reassure:s2")}
    assert [each.reason for each in other.skip] == [
        "catch-up, kept check-in instead; the day had no room for it"
    ]


def test_what_the_last_day_at_work_had_no_room_for_says_so() -> None:
    alone = crowd(20)[1]

    (found,) = catch_up([alone], before=crowd(8))

    assert found.no_room == {Key.parse("reassure:s2")}


# Whatever was missed

intents = st.sampled_from(list(Intent))
windows = st.lists(
    st.tuples(intents, st.integers(0, 40), st.integers(0, 40), st.booleans()),
    max_size=8,
)


@settings(max_examples=150)
@drawn(windows, st.integers(0, 30), st.integers(0, 20), st.integers(0, 10))
def test_catching_up_leaves_one_late_thing_and_loses_nothing(
    drawn_windows: list[tuple[Intent, int, int, bool]],
    start: int,
    long: int,
    after: int,
) -> None:
    what = [
        replace(missed(f"thing:s{n}", intent, due=due, stays=stays), gives_way=way)
        for n, (intent, due, stays, way) in enumerate(drawn_windows, start=1)
    ]
    away = history(pause(day(start), day(start + long)))
    today: date = day(start + long + 1 + after)
    before = plan_on(today, away, rules=given(*what))

    found = catch_up([before], since=day(start))

    for each in found:
        after_it = plan_on(today, away, *each.skip, rules=given(*what))
        owed = [i for i in each.keep if closed_by_facts(i.touchpoint)]
        assert len(each.keep) <= max(1, len(owed))
        assert {str(item.key) for item in each.keep} <= set(topics(after_it))
        changed = {
            item.key
            for item, was in zip(
                sorted(after_it.touchpoints, key=lambda i: str(i.key)),
                sorted(before.touchpoints, key=lambda i: str(i.key)),
                strict=True,
            )
            if item.state is not was.state
        }
        let_go = {item.key for item in each.let_go}
        assert let_go <= changed
        assert all(
            item.key in let_go or item.touchpoint.gives_way
            for item in after_it.touchpoints
            if item.key in changed
        )
        again = catch_up([after_it], since=day(start))
        assert [e.let_go for e in again] in ([], [()])
        assert all(item.state is State.EXPIRED for item in each.expired)
