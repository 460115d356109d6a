from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import pytest
from tests import builders
from tests.builders import (
    ana,
    calendar,
    concern,
    day,
    done,
    history,
    items,
    opt_out,
    sale,
    skipped,
    snoozed,
    states,
    talk,
    topics,
    touchpoint,
)

from secondsale.model import Channel, History, Intent, Key, Settlement, Touchpoint
from secondsale.planner import (
    ONE_AT_A_TIME,
    Plan,
    Planned,
    State,
    agenda,
    look_ahead,
)
from secondsale.policy import Policy
from secondsale.rules import Rule
from secondsale.rules.birthday import Birthday
from secondsale.rules.check_in import CheckIn
from secondsale.rules.education import Education
from secondsale.rules.reassure import Reassure
from secondsale.rules.replenish import Replenish
from secondsale.rules.welcome import Welcome

SHORT_ROAD: tuple[Rule, ...] = (
    Welcome(),
    Reassure(),
    CheckIn(),
    Birthday(),
    Education(),
    Replenish(),
)
"""Few rules, so that these tests stay as they are when there are more."""

SOLD = history(sale(day(0), "Serum"))


@dataclass(frozen=True)
class Fixed(Rule):
    """Yield what it was given."""

    id: ClassVar[str] = "fixed"
    intent: ClassVar[Intent] = Intent.CARE

    given: tuple[Touchpoint, ...] = ()

    def touchpoints(
        self, _: History, __: date, ___: date = date.min
    ) -> Iterator[Touchpoint]:
        yield from self.given


def plan_on(
    today: date,
    known: History,
    *settlements: Settlement,
    rules: Iterable[Rule] = SHORT_ROAD,
    policy: Policy | None = None,
) -> Plan:
    return builders.plan_on(today, known, *settlements, rules=rules, policy=policy)


def given(*touchpoints: Touchpoint) -> tuple[Rule, ...]:
    return (Fixed(given=touchpoints),)


def care(
    number: int, *, opens: int, due: int | None = None, expires: int = 99
) -> Touchpoint:
    return touchpoint(
        f"check-in:s{number}",
        Intent.CARE,
        opens=day(opens),
        due=None if due is None else day(due),
        expires=day(expires),
        sale_id=None,
    )


# States


def test_before_it_opens_it_is_planned() -> None:
    assert states(plan_on(day(0), SOLD))["reassure:s1"] == "planned"


def test_from_its_opening_to_its_last_day_it_is_open() -> None:
    for number in (1, 5):
        assert states(plan_on(day(number), SOLD))["reassure:s1"] == "open"


def test_what_was_done_or_skipped_is_settled() -> None:
    settled = (done("welcome:s1", day(0)), skipped("reassure:s1", day(0), "no need"))

    found = items(plan_on(day(1), SOLD, *settled))

    welcome, reassure = found["welcome:s1"], found["reassure:s1"]
    assert (welcome.state, welcome.reason) == (State.SETTLED, "done: ok")
    assert (reassure.state, reassure.reason) == (State.SETTLED, "skipped: no need")
    assert welcome.since == day(0)


def test_a_reason_is_not_needed() -> None:
    found = items(plan_on(day(1), SOLD, skipped("welcome:s1", day(0))))

    assert found["welcome:s1"].reason == "skipped"


def test_what_was_settled_stays_settled_whatever_happens() -> None:
    known = history(
        sale(day(0), "Serum", cancelled=day(3)), opt_out(day(4)), sale(day(9), "Serum")
    )

    found = items(plan_on(day(99), known, done("welcome:s1", day(1))))

    assert found["welcome:s1"].state is State.SETTLED
    assert found["welcome:s1"].since == day(1)


def test_the_last_decision_holds() -> None:
    settled = (snoozed("welcome:s1", day(0), day(9)), done("welcome:s1", day(1)))

    assert states(plan_on(day(1), SOLD, *settled))["welcome:s1"] == "settled"
    assert states(plan_on(day(1), SOLD, *settled[::-1]))["welcome:s1"] == "snoozed"


def test_what_nobody_got_to_expires_with_that_reason() -> None:
    found = items(plan_on(day(30), SOLD))["reassure:s1"]

    assert found.state is State.EXPIRED
    assert found.reason == "nobody got to it"
    assert found.since == day(6)


def test_what_had_no_free_day_expires_by_what_held_it() -> None:
    known = history(sale(day(0), "Serum"), talk(day(15), "annoyed"))

    found = items(plan_on(day(99), known))["replenish:l1"]

    assert found.state is State.EXPIRED
    assert found.reason == "the last conversation, on 16 January, was annoyed"
    assert found.hold is not None
    assert found.hold.restraint == "earn the ask"


def test_what_was_held_whenever_it_was_due_expires_by_what_held_it() -> None:
    worry = concern(day(8), resolved=day(20))
    known = history(worry, customer=ana(born="--01-11"))

    found = items(plan_on(day(30), known))["birthday:c1.2026"]

    assert found.state is State.EXPIRED
    assert found.reason == "a concern of 9 January is open: the pump leaks"


def test_what_was_free_again_before_it_expired_was_missed() -> None:
    known = history(
        sale(day(0), "Serum"), talk(day(15), "annoyed"), talk(day(25), "happy")
    )

    found = items(plan_on(day(99), known))["replenish:l1"]

    assert found.reason == "nobody got to it"


def test_what_a_fact_ended_is_closed_since_that_day() -> None:
    known = history(sale(day(0), "Serum", cancelled=day(1)))

    found = items(plan_on(day(99), known))["welcome:s1"]

    assert found.state is State.CLOSED
    assert (found.reason, found.since) == ("cancelled", day(1))


def test_a_fact_that_came_too_late_ended_nothing() -> None:
    known = history(sale(day(0), "Serum", cancelled=day(50)))

    assert states(plan_on(day(99), known))["welcome:s1"] == "expired"


def test_who_opted_out_has_nothing_open_nor_to_come() -> None:
    known = history(
        sale(day(0), "Serum"), opt_out(day(2)), customer=ana(born="--02-10")
    )

    made = plan_on(day(3), known)

    assert set(states(made).values()) == {"closed"}
    found = items(made)["check-in:s1"]
    assert found.reason == "asked on 3 January not to be contacted"
    assert found.since == day(2)


def test_what_an_opt_out_closed_does_not_expire_later() -> None:
    known = history(sale(day(0), "Serum"), opt_out(day(2), lifted=day(50)))

    found = items(plan_on(day(99), known))["check-in:s1"]

    assert (found.state, found.since) == (State.CLOSED, day(2))


def test_a_lifted_opt_out_opens_what_has_not_lapsed() -> None:
    known = history(sale(day(0), "Serum"), opt_out(day(1), lifted=day(4)))

    found = states(plan_on(day(4), known))

    assert found["check-in:s1"] == "open"
    assert found["welcome:s1"] == "closed"


def test_what_expired_before_an_opt_out_stays_expired() -> None:
    known = history(sale(day(0), "Serum"), opt_out(day(50)))

    assert states(plan_on(day(60), known))["check-in:s1"] == "expired"


def test_who_had_opted_out_before_a_sale_is_left_alone_after_it() -> None:
    known = history(opt_out(day(0)), sale(day(5), "Serum"))

    found = items(plan_on(day(5), known))["welcome:s1"]

    assert (found.state, found.since) == (State.CLOSED, day(5))


def test_old_facts_leave_no_backlog() -> None:
    known = history(
        *(sale(day(30 * n), "Serum", recorded=day(400)) for n in range(13)),
        customer=ana(born="--05-17", added=day(400)),
    )

    found = items(plan_on(day(400), known))

    assert State.EXPIRED not in {item.state for item in found.values()}
    old = found["welcome:s1"]
    assert (old.state, old.reason) == (State.CLOSED, "over before the book knew of it")


def test_what_the_book_learned_late_is_not_late() -> None:
    known = history(sale(day(0), "Serum", recorded=day(3)))

    [conversation] = [plan_on(day(3), known).conversation()]

    assert conversation is not None
    assert not conversation.overdue


def test_what_was_recorded_late_can_be_looked_back_at() -> None:
    known = history(sale(day(0), "Serum", recorded=day(30)))

    assert topics(plan_on(day(1), known)) == ["welcome:s1", "reassure:s1"]
    assert states(plan_on(day(30), known))["welcome:s1"] == "closed"


def test_a_settlement_to_come_is_not_known_yet() -> None:
    settled = done("welcome:s1", day(2))

    assert states(plan_on(day(1), SOLD, settled))["welcome:s1"] == "open"


def test_facts_to_come_are_not_known_yet() -> None:
    known = history(
        sale(day(0), "Serum"), sale(day(9), "Jug"), talk(day(9)), opt_out(day(9))
    )

    assert plan_on(day(8), known) == plan_on(day(8), SOLD)


def test_a_rule_that_is_off_yields_nothing() -> None:
    off = [replace(rule, enabled=rule.id != "welcome") for rule in SHORT_ROAD]

    assert "welcome:s1" not in states(plan_on(day(0), SOLD, rules=off))


# Held


def test_what_is_held_says_why_and_until_when() -> None:
    known = history(sale(day(0), "Serum"), talk(day(24), "ok"))

    found = items(plan_on(day(24), known))["replenish:l1"]

    assert found.state is State.HELD
    assert found.reason == "last spoke on 25 January"
    assert found.hold is not None
    assert found.hold.until == day(27)


def test_what_is_held_is_held_until_every_restraint_lets_go() -> None:
    lessons = [talk(day(number), "ok", "education:l1") for number in (5, 6, 7, 8)]
    known = history(sale(day(0), "Serum"), *lessons, talk(day(20), "not-interested"))

    made = plan_on(day(24), known, policy=Policy(not_interested_days=6))

    held = items(made)["replenish:l1"]
    assert held.reason == "not interested on 21 January"
    assert held.hold is not None
    assert held.hold.until == day(35)


def test_without_a_free_day_it_says_when_the_reason_ends() -> None:
    known = history(sale(day(0), "Serum"), talk(day(20), "not-interested"))
    made = plan_on(day(24), known)

    held = items(made)["replenish:l1"]

    assert held.hold is not None
    assert held.hold.until == day(80)
    assert {str(step.item.key): step.day for step in made.steps()}[
        "replenish:l1"
    ] is None


def test_what_takes_an_event_has_no_day() -> None:
    known = history(sale(day(0), "Serum"), talk(day(20), "annoyed"))

    held = items(plan_on(day(24), known))["replenish:l1"]

    assert held.hold is not None
    assert held.hold.until is None


def test_what_was_held_when_it_was_due_is_not_late_afterwards() -> None:
    known = history(sale(day(0), "Serum"), talk(day(23), "ok"))

    free, missed = plan_on(day(26), known), plan_on(day(27), known)

    found = [items(made)["replenish:l1"].window.due for made in (free, missed)]
    assert found == [day(26), day(26)]


def test_what_was_missed_before_it_was_held_stays_late() -> None:
    known = history(sale(day(0), "Serum"), talk(day(26), "ok", inbound=True))

    assert items(plan_on(day(29), known))["replenish:l1"].window.due == day(24)


# Overdue


@pytest.mark.parametrize("intent", [Intent.PROMISE, Intent.CARE])
def test_a_promise_and_a_word_of_care_are_overdue_once_their_day_is_over(
    intent: Intent,
) -> None:
    [item] = items(plan_on(day(6), history(), rules=given(a(intent)))).values()

    assert [item.overdue(day(number)) for number in (5, 6, 9)] == [False, True, True]


@pytest.mark.parametrize("intent", [Intent.TEACH, Intent.ASK, Intent.OFFER])
def test_nobody_waits_for_a_lesson_an_ask_or_an_offer(intent: Intent) -> None:
    [item] = items(plan_on(day(6), history(), rules=given(a(intent)))).values()

    assert not any(item.overdue(day(number)) for number in (5, 6, 9))


def test_nobody_waits_for_what_gives_way_to_anything_else() -> None:
    [item] = items(
        plan_on(day(40), history(), rules=given(giving_way(opens=30)))
    ).values()

    assert not item.overdue(day(40))


def test_a_conversation_is_overdue_with_any_of_its_topics() -> None:
    late, ask = a(Intent.CARE), replace(a(Intent.TEACH), key=Key("ask", "s1"))

    both = plan_on(day(6), history(), rules=given(late, ask)).conversation()
    alone = plan_on(day(6), history(), rules=given(ask)).conversation()

    assert both is not None
    assert alone is not None
    assert (both.overdue, alone.overdue) == (True, False)


def a(intent: Intent) -> Touchpoint:
    return replace(care(1, opens=5), intent=intent)


# Snoozed


def test_what_is_put_off_is_snoozed_until_its_day() -> None:
    put_off = snoozed("welcome:s1", day(0), day(2), "on holiday")

    before, then = (items(plan_on(day(n), SOLD, put_off)) for n in (1, 2))

    assert before["welcome:s1"].state is State.SNOOZED
    assert before["welcome:s1"].reason == "on holiday"
    assert then["welcome:s1"].state is State.OPEN
    assert then["welcome:s1"].window.due == day(2)


def test_what_is_put_off_stays_open_for_three_days_beyond_its_window() -> None:
    put_off = snoozed("welcome:s1", day(0), day(40))

    found = {n: states(plan_on(day(n), SOLD, put_off)) for n in (39, 40, 43, 44)}

    assert [found[n]["welcome:s1"] for n in found] == [
        "snoozed",
        "open",
        "open",
        "expired",
    ]


def test_a_short_snooze_takes_nothing_away() -> None:
    put_off = snoozed("education:l1", day(7), day(8))

    window = items(plan_on(day(7), SOLD, put_off))["education:l1"].window

    assert window.expires == day(17)


def test_a_fixed_day_does_not_move() -> None:
    known = history(customer=ana(born="--01-11"))
    put_off = snoozed("birthday:c1.2026", day(8), day(12))

    found = {n: states(plan_on(day(n), known, put_off)) for n in (11, 12, 13, 14)}

    assert [found[n]["birthday:c1.2026"] for n in found] == [
        "snoozed",
        "open",
        "open",
        "expired",
    ]


def test_what_is_put_off_to_tomorrow_is_not_shown_today() -> None:
    known = history(sale(day(0), "Serum", "Jug"))
    put_off = snoozed("check-in:s1", day(7), day(8))

    made = plan_on(day(7), known, put_off)

    assert topics(made) == ["education:l1"]
    assert calendar(made)[1] == (8, ["check-in:s1"])


def test_a_snoozed_welcome_keeps_offers_waiting() -> None:
    put_off = snoozed("welcome:s1", day(0), day(24))

    found = items(plan_on(day(24), SOLD, put_off))

    assert found["welcome:s1"].state is State.OPEN
    assert found["replenish:l1"].state is State.HELD
    assert found["replenish:l1"].reason.startswith("welcome and check-in")


# One round at a time


def test_a_later_round_waits_for_the_earlier_one() -> None:
    put_off = snoozed("replenish:l1", day(24), day(82))

    for number in (81, 82):
        late = items(plan_on(day(number), SOLD, put_off))["replenish:l1.2"]

        assert late.state is State.HELD
        assert late.hold is not None
        assert late.hold.restraint == ONE_AT_A_TIME
        assert late.hold.until == day(86)


def test_the_later_round_comes_once_the_earlier_one_is_settled() -> None:
    put_off, nudged = (
        snoozed("replenish:l1", day(24), day(82)),
        done("replenish:l1", day(82)),
    )

    found = states(plan_on(day(82), SOLD, put_off, nudged))

    assert found["replenish:l1.2"] == "open"


def test_a_round_that_had_to_wait_too_long_expires_by_that_reason() -> None:
    put_off, nudged = (
        snoozed("replenish:l1", day(24), day(100)),
        done("replenish:l1", day(100)),
    )

    for settled in ((put_off,), (put_off, nudged)):
        found = items(plan_on(day(100), SOLD, *settled))["replenish:l1.2"]

        assert found.state is State.EXPIRED
        assert found.reason == "an earlier round was still open"


def test_a_round_whose_turn_came_when_nothing_was_free_expires_by_what_held_it() -> (
    None
):
    first = replace(care(1, opens=1, expires=9), intent=Intent.TEACH)
    second = replace(
        care(1, opens=5, expires=10), intent=Intent.TEACH, key=Key("check-in", "s1", 2)
    )
    known = history(talk(day(9), "ok"))

    found = items(
        plan_on(day(11), known, done("check-in:s1", day(9)), rules=given(first, second))
    )

    assert found["check-in:s1.2"].state is State.EXPIRED
    assert found["check-in:s1.2"].reason == "last spoke on 10 January"


def test_rounds_take_turns_whatever_their_order() -> None:
    second = replace(care(1, opens=5), key=Key("check-in", "s1", 2))

    found = plan_on(day(5), history(), rules=given(second, care(1, opens=5)))

    assert states(found) == {"check-in:s1": "open", "check-in:s1.2": "held"}


def test_two_rounds_are_never_topics_of_one_conversation() -> None:
    on_the_last_day = plan_on(day(79), SOLD)

    assert topics(on_the_last_day) == ["replenish:l1"]


def test_no_earlier_round_is_in_the_way_of_next_year_s() -> None:
    known = history(customer=ana(born="--01-11"))

    assert calendar(plan_on(day(0), known)) == [
        (10, ["birthday:c1.2026"]),
        (375, ["birthday:c1.2027"]),
    ]


# Giving way


def giving_way(*, opens: int = 30, expires: int = 45) -> Touchpoint:
    key = Key("keep-in-touch", "t1")
    asked = care(1, opens=opens, expires=expires)
    return replace(asked, key=key, gives_way=True)


def giving_way_to(*others: Touchpoint, today: int = 35) -> Planned:
    made = plan_on(day(today), history(), rules=given(giving_way(), *others))
    return items(made)["keep-in-touch:t1"]


@pytest.mark.parametrize(("opens", "expires"), [(20, 30), (45, 60), (31, 33), (1, 99)])
def test_it_gives_way_to_whatever_else_is_due_in_its_time(
    opens: int, expires: int
) -> None:
    found = giving_way_to(care(2, opens=opens, expires=expires), today=30)

    assert (found.state, found.reason) == (State.HELD, "check-in is due in that time")
    assert found.hold is not None
    assert found.hold.until == day(min(expires, 45) + 1)


@pytest.mark.parametrize(("opens", "expires"), [(20, 29), (46, 60)])
def test_it_does_not_give_way_to_what_is_due_before_or_after(
    opens: int, expires: int
) -> None:
    assert giving_way_to(care(2, opens=opens, expires=expires)).state is State.OPEN


def test_what_gave_way_expires_by_that_reason_though_the_other_was_put_off() -> None:
    other = care(2, opens=30, expires=60)
    put_off = snoozed("check-in:s2", day(45), day(47))

    made = plan_on(day(46), history(), put_off, rules=given(giving_way(), other))

    found = items(made)["keep-in-touch:t1"]
    assert (found.state, found.reason) == (
        State.EXPIRED,
        "check-in is due in that time",
    )


def test_it_does_not_give_way_to_its_like() -> None:
    other = replace(giving_way(), key=Key("keep-in-touch", "t2"))

    assert giving_way_to(other).state is State.OPEN


def test_it_comes_back_once_the_other_is_over() -> None:
    rules = given(giving_way(), care(2, opens=25, expires=50))

    made = plan_on(day(35), history(), done("check-in:s2", day(32)), rules=rules)

    assert states(made)["keep-in-touch:t1"] == "open"


def test_what_gives_way_is_in_no_conversation_to_come() -> None:
    rules = given(giving_way(), care(2, opens=40, expires=50))

    made = plan_on(day(0), history(), rules=rules)

    assert calendar(made) == [(40, ["check-in:s2"])]
    assert items(made)["keep-in-touch:t1"].state is State.PLANNED
    assert items(made)["keep-in-touch:t1"].reason == "check-in is due in that time"


def test_what_gave_way_to_the_last_expires_by_that_reason() -> None:
    other = care(2, opens=25, expires=50)

    assert giving_way_to(other, today=46).reason == "check-in is due in that time"
    assert giving_way_to(other, today=99).reason == "check-in is due in that time"


def test_what_was_put_off_by_hand_gives_way_to_nothing() -> None:
    rules = given(giving_way(), care(2, opens=25, expires=50))
    put_off = snoozed("keep-in-touch:t1", day(30), day(34))

    made = plan_on(day(35), history(), put_off, rules=rules)

    assert states(made)["keep-in-touch:t1"] == "open"


# Conversations


def test_a_sale_starts_a_plan() -> None:
    known = history(sale(day(0), "Serum x2", "Jug"))

    assert calendar(plan_on(day(0), known)) == [
        (0, ["welcome:s1"]),
        (1, ["reassure:s1"]),
        (7, ["check-in:s1", "education:l1"]),
        (11, ["education:l2"]),
        (48, ["replenish:l1"]),
        (159, ["replenish:l1.2"]),
    ]


def test_what_falls_due_on_the_same_or_the_next_day_is_one_conversation() -> None:
    known = history()
    rules = given(
        care(1, opens=5), care(2, opens=5), care(3, opens=6), care(4, opens=7)
    )

    assert calendar(plan_on(day(0), known, rules=rules)) == [
        (5, ["check-in:s1", "check-in:s2", "check-in:s3"]),
        (7, ["check-in:s4"]),
    ]


def test_all_that_today_s_conversation_is_about_is_open() -> None:
    rules = given(care(1, opens=5), care(2, opens=6), care(3, opens=7))

    eve, itself = (plan_on(day(n), history(), rules=rules) for n in (4, 5))

    assert list(states(eve).values()) == ["planned", "planned", "planned"]
    assert list(states(itself).values()) == ["open", "open", "planned"]


def test_without_bundling_every_day_is_its_own() -> None:
    rules, alone = given(care(1, opens=5), care(2, opens=6)), Policy(bundle_days=0)

    assert [n for n, _ in calendar(plan_on(day(0), history(), rules=rules))] == [5]
    assert [
        n for n, _ in calendar(plan_on(day(0), history(), rules=rules, policy=alone))
    ] == [5, 6]


def test_care_goes_before_an_offer() -> None:
    known = history(sale(day(0), "Serum"), customer=ana(born="--01-25"))

    assert topics(plan_on(day(24), known)) == ["birthday:c1.2026", "replenish:l1"]


def test_bundling_never_breaks_the_spacing() -> None:
    known = history(sale(day(0), "Serum"), talk(day(22)), customer=ana(born="--01-25"))

    assert calendar(plan_on(day(24), known))[:2] == [
        (24, ["birthday:c1.2026"]),
        (27, ["replenish:l1"]),
    ]


def test_what_is_due_and_held_today_is_not_a_topic() -> None:
    known = history(sale(day(0), "Serum"), talk(day(24), "happy"))

    assert topics(plan_on(day(24), known)) == []


def test_nobody_is_called_for_a_birthday_on_the_day_before() -> None:
    known = history(customer=ana(born="--01-11"))

    eve = plan_on(day(9), known)

    assert topics(eve) == []
    assert [str(item.key) for item in eve.early()] == ["birthday:c1.2026"]
    assert topics(plan_on(day(10), known)) == ["birthday:c1.2026"]


def test_a_card_is_written_some_days_before() -> None:
    known = history(customer=ana(born="--01-11", channel=Channel.CARD))

    assert topics(plan_on(day(6), known)) == ["birthday:c1.2026"]


def test_whoever_is_called_on_the_eve_keeps_their_birthday() -> None:
    known = history(sale(day(6), "Soap"), customer=ana(born="--01-11"))
    before = (done("welcome:s1", day(7)), done("reassure:s1", day(7)))

    eve = plan_on(day(9), known, *before).conversation()
    itself = plan_on(day(10), known, *before, done("check-in:s1", day(9)))

    assert eve is not None
    assert [str(item.key) for item in eve.topics] == ["check-in:s1"]
    assert [str(item.key) for item in eve.soon] == ["birthday:c1.2026"]
    assert topics(itself) == ["birthday:c1.2026"]


def test_a_planned_offer_waits_for_all_that_its_sale_is_owed() -> None:
    known = history(sale(day(0), "Soap x1", delivered=day(8)))
    offer = touchpoint(
        "replenish:l1",
        Intent.OFFER,
        opens=day(5),
        due=day(5),
        expires=day(40),
        sale_id=1,
    )
    rules = (*SHORT_ROAD, Fixed(given=(offer,)))

    steps = {
        str(s.item.key): s.day for s in plan_on(day(0), known, rules=rules).steps()
    }

    assert steps["check-in:s1"] == day(11)
    assert steps["replenish:l1"] is not None
    assert steps["replenish:l1"] > day(11)


def test_what_comes_up_before_a_call_back_can_wait_for_it() -> None:
    known = history(sale(day(0), "Soap"), customer=ana(born="--01-04"))

    found = plan_on(day(0), known).before(day(7))

    assert [str(item.key) for item in found] == ["reassure:s1", "check-in:s1"]


def test_what_is_open_and_not_due_is_early() -> None:
    known = history(customer=ana(born="--01-20"))

    for number, early in ((11, False), (12, True), (18, True), (19, False)):
        assert bool(plan_on(day(number), known).early()) is early


def test_what_is_early_stands_beside_the_topics_of_the_day() -> None:
    known = history(sale(day(12), "Soap"), customer=ana(born="--01-20"))

    conversation = plan_on(day(13), known).conversation()

    assert conversation is not None
    found = [str(item.key) for item in conversation.topics]
    assert found == ["welcome:s1", "reassure:s1"]
    assert [str(item.key) for item in conversation.soon] == ["birthday:c1.2026"]


def test_what_is_to_come_is_not_late_on_its_day() -> None:
    known = history(sale(day(0), "Serum"), talk(day(23)))

    [first, *_] = plan_on(day(24), known).conversations()

    assert (first.day, first.overdue) == (day(26), False)


def test_an_ask_is_planned_for_after_the_conversation_that_earns_it() -> None:
    ask = touchpoint("feedback:s1", opens=day(14), expires=day(28))
    known = history(sale(day(0), "Serum"))
    rules = given(care(1, opens=3), ask)

    assert calendar(plan_on(day(0), known, rules=rules)) == [
        (3, ["check-in:s1"]),
        (14, ["feedback:s1"]),
    ]


def test_what_a_conversation_frees_waits_for_the_next_day() -> None:
    put_off = snoozed("check-in:s1", day(3), day(24))

    found = calendar(plan_on(day(24), SOLD, put_off, policy=Policy(spacing_days=0)))

    assert found[:2] == [(24, ["check-in:s1"]), (25, ["replenish:l1"])]


def test_what_never_expires_is_planned_quickly() -> None:
    forever = replace(
        care(1, opens=0), window=replace(care(1, opens=0).window, expires=date.max)
    )
    offers = [
        touchpoint(f"replenish:l{n}", Intent.OFFER, expires=date.max)
        for n in range(1, 20)
    ]
    known = history(sale(day(0), "Serum"), talk(day(9), "annoyed"))

    made = plan_on(date(2199, 12, 31), known, rules=given(forever, *offers))

    assert topics(made)[0] == "check-in:s1"
    assert made.conversation() is not None
    assert states(made)["replenish:l1"] == "held"


# Steps


def test_steps_come_in_order_of_days() -> None:
    known = history(sale(day(0), "Serum x2", "Jug"))

    found = plan_on(day(0), known).steps()

    assert [step.day for step in found] == sorted(
        step.day for step in found if step.day is not None
    )


def test_the_steps_of_a_sale_are_its_own() -> None:
    known = history(sale(day(0), "Serum"), sale(day(40), "Jug"))

    found = plan_on(day(40), known).steps(2)

    assert [str(step.item.key) for step in found] == [
        "welcome:s2",
        "reassure:s2",
        "check-in:s2",
        "education:l2",
    ]


def test_a_sale_that_was_entered_again_shows_all_its_steps() -> None:
    known = history(sale(day(0), "Serum x9", cancelled=day(0)), sale(day(0), "Serum"))

    found = {str(step.item.key) for step in plan_on(day(0), known).steps(2)}

    assert {"welcome:s2", "replenish:l2"} <= found


def test_what_is_over_is_no_step() -> None:
    found = plan_on(day(1), SOLD, done("welcome:s1", day(1))).steps()

    assert "welcome:s1" not in {str(step.item.key) for step in found}


# The agenda


def person(number: int, *rules: Rule) -> Plan:
    known = history(customer=replace(ana(), id=number, name=f"Person {number}"))
    return plan_on(day(5), known, rules=rules)


def names(made: list[Plan]) -> list[int]:
    return [c.customer.id for c in agenda(made, today=day(5)).conversations]


def test_the_overdue_come_first_then_the_best_intent_then_the_latest() -> None:
    teach = replace(care(1, opens=5), intent=Intent.TEACH)
    promise = replace(care(1, opens=5), intent=Intent.PROMISE)
    people = [
        person(1, *given(teach)),
        person(2, *given(care(1, opens=5))),
        person(3, *given(promise)),
        person(4, *given(care(1, opens=3))),
        person(5, *given(care(1, opens=1))),
        person(6, *given(care(1, opens=5))),
    ]

    assert names(people) == [5, 4, 3, 2, 6, 1]
    assert names(people[::-1]) == names(people)


def test_the_agenda_says_who_comes_next() -> None:
    people = [
        person(1, *given(care(1, opens=5), care(2, opens=8))),
        person(2, *given(care(1, opens=8))),
        person(3, *given(care(1, opens=9))),
    ]

    found = agenda(people, today=day(5))

    assert [c.customer.id for c in found.conversations] == [1]
    assert (found.next_day, found.next_people) == (day(8), 2)


def test_an_empty_book_has_an_empty_agenda() -> None:
    found = agenda([], today=day(5))

    assert (found.conversations, found.early, found.held) == ((), (), ())
    assert (found.next_day, found.next_people) == (None, 0)


def test_the_early_of_those_without_a_conversation_are_listed() -> None:
    early = care(2, opens=5, due=9)

    alone = agenda([person(1, *given(early))], today=day(5))
    beside = agenda([person(1, *given(early, care(1, opens=5)))], today=day(5))

    assert [str(item.key) for _, item in alone.early] == ["check-in:s2"]
    assert beside.early == ()
    assert len(beside.conversations[0].soon) == 1


def test_the_held_are_listed() -> None:
    known = history(sale(day(0), "Serum"), talk(day(24), "happy"))

    found = agenda([plan_on(day(24), known)], today=day(24))

    assert [str(item.key) for _, item in found.held] == ["replenish:l1"]


def test_looking_ahead_groups_people_by_day() -> None:
    people = [
        person(1, *given(care(1, opens=5), care(2, opens=8))),
        person(2, *given(care(1, opens=8))),
        person(3, *given(care(1, opens=20))),
    ]

    found = look_ahead(people, until=day(19))

    assert [
        (each.day, [c.customer.id for c in each.conversations]) for each in found
    ] == [(day(5), [1]), (day(8), [1, 2])]


def test_looking_ahead_begins_with_today_s_agenda() -> None:
    people = [person(n, *given(care(1, opens=n))) for n in range(1, 9)]

    [first, *_] = look_ahead(people, until=day(99))

    assert first.conversations == agenda(people, today=day(5)).conversations


@pytest.mark.parametrize("share", [0.1, 1])
def test_moved_figures_do_not_undo_what_was_done(share: float) -> None:
    rules = (Replenish(nudge_share=share),)

    found = states(plan_on(day(24), SOLD, done("replenish:l1", day(24)), rules=rules))

    assert found["replenish:l1"] == "settled"


def test_what_waits_for_a_talk_is_nothing_to_give_way_to() -> None:
    sold = history(sale(day(0), "Jug"), customer=ana(tier="a"))

    found = plan_on(day(35), sold, rules=builders.all_rules())

    assert states(found)["referral:s1"] == "held"
    assert "keep-in-touch:s1" in topics(found)
