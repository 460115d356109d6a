from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    ana,
    concern,
    day,
    history,
    opt_out,
    pause,
    plan_on,
    sale,
    states,
    talk,
    touchpoint,
)

from secondsale.days import LAST
from secondsale.model import (
    Channel,
    Contact,
    History,
    Intent,
    OptOut,
    Pause,
    Settlement,
    Status,
    Touchpoint,
)
from secondsale.model import Outcome as Came
from secondsale.policy import (
    HAPPY_FIRST,
    OFFER_AFTER,
    Hold,
    Policy,
    Situation,
    offers_from,
    way,
)
from secondsale.rules import RULES

POLICY = Policy()
LATER = date(2026, 12, 31)

PROMISE = touchpoint("welcome:s1", Intent.PROMISE)
CARE = touchpoint("check-in:s1", Intent.CARE)
TEACH = touchpoint("education:l1", Intent.TEACH)
ASK = touchpoint("feedback:s1", Intent.ASK)
OFFER = touchpoint("replenish:l1", Intent.OFFER)

EVERYTHING = (PROMISE, CARE, TEACH, ASK, OFFER)


def hold(
    what: Touchpoint,
    on: date,
    *facts: object,
    policy: Policy = POLICY,
    offers_from: dict[int, date] | None = None,
) -> Hold | None:
    known = history(*facts)  # type: ignore[arg-type] # any fact will do
    return policy.hold(what, on, Situation(known, offers_from or {}))


def until(
    what: Touchpoint, on: date, *facts: object, policy: Policy = POLICY
) -> date | None:
    held = hold(what, on, *facts, policy=policy)
    assert held is not None
    return held.until


# Consent


@pytest.mark.parametrize("what", EVERYTHING)
def test_who_opted_out_is_left_alone(what: Touchpoint) -> None:
    held = hold(what, day(9), opt_out(day(3)), talk(day(1), "happy"))

    assert held == Hold("consent", "asked on 4 January not to be contacted")


def test_an_opt_out_holds_from_its_day_to_the_day_it_is_lifted() -> None:
    wish = opt_out(day(3), lifted=day(7))

    assert hold(CARE, day(2), wish) is None
    assert until(CARE, day(3), wish) == day(7)
    assert until(CARE, day(6), wish) == day(7)
    assert hold(CARE, day(7), wish) is None


def test_who_opts_out_again_is_left_alone_again() -> None:
    wishes = (opt_out(day(1), lifted=day(2)), opt_out(day(5)))

    assert hold(CARE, day(4), *wishes) is None
    assert until(CARE, day(5), *wishes) is None


def test_no_offers_means_no_offers() -> None:
    wish = OptOut("intent:offer", day(1))

    assert hold(CARE, day(9), wish) is None
    assert hold(OFFER, day(9), wish) is not None


@pytest.mark.parametrize(
    "scope", ["channel:fax", "channels", "offers", "", "intent:", "All"]
)
def test_a_wish_that_is_not_understood_stops_everything(scope: str) -> None:
    assert hold(PROMISE, day(9), OptOut(scope, day(1))) is not None


def known_by(*wishes: OptOut, channel: str = "sms", phone: str = "1") -> History:
    who = replace(ana(), phone=phone, email="a@b.c", channel=Channel(channel))
    return history(*wishes, customer=who)


def channels(*words: str, since: int = 1) -> list[OptOut]:
    return [OptOut(f"channel:{word}", day(since)) for word in words]


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        ((), (Channel.SMS, "1")),
        (("whatsapp",), (Channel.SMS, "1")),
        (("sms",), (Channel.CALL, "1")),
        (("sms", "call"), (Channel.WHATSAPP, "1")),
        (("call", "sms", "whatsapp"), (Channel.EMAIL, "a@b.c")),
    ],
)
def test_an_opt_out_of_a_channel_leaves_the_others(
    refused: tuple[str, ...], left: tuple[Channel, str]
) -> None:
    known = known_by(*channels(*refused))

    assert way(day(9), known) == left
    assert POLICY.hold(PROMISE, day(9), Situation(known)) is None


def test_without_any_way_left_nothing_is_shown() -> None:
    email = channels("email", since=3)
    known = known_by(*channels("sms", "call", "whatsapp"), *email)

    held = POLICY.hold(PROMISE, day(9), Situation(known))

    assert way(day(9), known) is None
    assert held == Hold(
        "consent",
        "asked on 4 January not to be contacted by email, and no other way is left",
    )
    assert POLICY.hold(PROMISE, day(2), Situation(known)) is None


def test_the_first_way_that_is_allowed_again_opens_it_all() -> None:
    lifted = [
        OptOut("channel:call", day(1), lifted_on=day(20)),
        OptOut("channel:email", day(1), lifted_on=day(12)),
    ]
    known = known_by(*channels("sms", "whatsapp"), *lifted)

    held = POLICY.hold(PROMISE, day(9), Situation(known))

    assert held is not None
    assert held.until == day(12)
    assert way(day(12), known) == (Channel.EMAIL, "a@b.c")
    assert way(day(20), known) == (Channel.CALL, "1")


def test_a_visit_is_a_way_only_for_those_who_prefer_it() -> None:
    refused = channels("call", "sms", "whatsapp", "email")

    assert way(day(9), known_by(*refused, channel="visit")) == (Channel.VISIT, "")
    assert way(day(9), known_by(*refused, channel="email")) is None


def test_who_has_no_address_is_left_alone_only_if_they_asked_for_that() -> None:
    nobody_knows = ana()

    asked = history(OptOut("channel:sms", day(1)), customer=nobody_knows)
    everything = history(opt_out(day(1)), customer=nobody_knows)
    each_way = history(
        *(OptOut(f"channel:{way}", day(1)) for way in Channel), customer=nobody_knows
    )

    assert POLICY.hold(PROMISE, day(9), Situation(asked)) is None
    assert POLICY.hold(PROMISE, day(9), Situation(everything)) is not None
    assert POLICY.hold(PROMISE, day(9), Situation(each_way)) is not None


@given(
    st.lists(st.sampled_from(Channel), max_size=5),
    st.sampled_from(Channel),
    st.sampled_from(["", "1"]),
)
def test_nothing_is_shown_that_could_only_be_said_in_a_refused_way(
    refused: list[Channel], preferred: Channel, phone: str
) -> None:
    known = known_by(*channels(*refused), channel=preferred, phone=phone)

    found = way(day(9), known)
    held = POLICY.hold(PROMISE, day(9), Situation(known))

    assert (found is None) is (held is not None)
    assert found is None or found[0] not in refused


@pytest.mark.parametrize("scope", ["all", "channel:fax", "offers", ""])
def test_what_stops_everything_leaves_no_way(scope: str) -> None:
    assert way(day(9), known_by(OptOut(scope, day(1)))) is None


def test_an_opt_out_of_an_intent_leaves_the_way() -> None:
    assert way(day(9), known_by(OptOut("intent:offer", day(1)))) == (Channel.SMS, "1")


def test_who_opted_out_of_an_intent_is_told_so() -> None:
    held = hold(OFFER, day(9), OptOut("intent:offer", day(3)))

    assert held == Hold("consent", "asked on 4 January for no offers")


# Pause


@pytest.mark.parametrize("what", EVERYTHING)
def test_nothing_is_shown_inside_a_pause(what: Touchpoint) -> None:
    facts = (talk(day(1), "happy"), pause(day(10), day(12)))

    assert [hold(what, day(n), *facts) is None for n in (9, 10, 12, 13)] == [
        True,
        False,
        False,
        True,
    ]
    assert hold(what, day(11), *facts) == Hold(
        "pause", "paused until 13 January", day(13)
    )


def test_a_pause_without_an_end_takes_an_event() -> None:
    held = hold(CARE, day(90), pause(day(10)))

    assert held == Hold("pause", "paused since 11 January")


def test_the_longest_of_several_pauses_is_named() -> None:
    holiday = replace(pause(day(9), day(20)), reason="holiday", whole_book=True)

    held = hold(CARE, day(10), pause(day(10), day(12)), holiday)

    assert held is not None
    assert held.reason == "the whole book is paused until 21 January: holiday"
    assert held.until == day(21)


# The concern gate


@pytest.mark.parametrize("what", [CARE, TEACH, ASK, OFFER])
def test_while_a_concern_is_open_only_promises_pass(what: Touchpoint) -> None:
    facts = (talk(day(1), "happy"), concern(day(5), "the pump leaks"))

    held = hold(what, day(9), *facts)

    assert held == Hold(
        "open concern", "a concern of 6 January is open: the pump leaks"
    )
    assert hold(PROMISE, day(9), *facts) is None
    assert hold(what, day(4), *facts) is None


def test_the_gate_opens_on_the_day_the_last_concern_is_resolved() -> None:
    facts = (concern(day(5), resolved=day(9)), concern(day(6), resolved=day(12)))

    assert until(CARE, day(8), *facts) == day(12)
    assert until(CARE, day(11), *facts) == day(12)
    assert hold(CARE, day(12), *facts) is None


def test_the_gate_has_a_switch() -> None:
    off = Policy(concern_gate=False)

    assert hold(CARE, day(9), concern(day(5)), policy=off) is None


# Earn the ask


@pytest.mark.parametrize("what", [ASK, OFFER])
def test_nothing_is_asked_or_offered_within_the_cancellation_days(
    what: Touchpoint,
) -> None:
    facts = (sale(day(0), "Serum"), talk(day(0), "happy"))

    held = hold(what, day(3), *facts)

    assert held == Hold(
        "earn the ask", "the sale of 1 January can still be cancelled", day(4)
    )
    assert hold(what, day(4), *facts) is None


@pytest.mark.parametrize("what", [PROMISE, CARE])
def test_thanks_and_care_never_wait_for_the_cancellation_days(what: Touchpoint) -> None:
    assert hold(what, day(0), sale(day(0), "Serum")) is None


def test_without_cancellation_days_only_the_spacing_is_left() -> None:
    off = Policy(cancellation_days=0)

    held = hold(OFFER, day(1), sale(day(0), "Serum"), policy=off)

    assert held is not None
    assert held.restraint == "spacing"


@pytest.mark.parametrize("outcome", ["unhappy", "annoyed"])
@pytest.mark.parametrize("what", [ASK, OFFER])
def test_who_is_unhappy_is_neither_asked_nor_offered_anything(
    what: Touchpoint, outcome: str
) -> None:
    facts = (sale(day(0), "Serum"), talk(day(1), "happy"), talk(day(5), outcome))

    held = hold(what, day(300), *facts)

    assert held is not None
    assert held.until is None
    assert held.reason == f"the last conversation, on 6 January, was {outcome}"


@pytest.mark.parametrize("what", [PROMISE, CARE, TEACH])
def test_who_is_unhappy_is_still_cared_for(what: Touchpoint) -> None:
    facts = (sale(day(0), "Serum"), talk(day(5), "annoyed"))

    assert hold(what, day(20), *facts) is None


def test_a_better_conversation_makes_good() -> None:
    facts = (sale(day(0), "Serum"), talk(day(5), "annoyed"), talk(day(9), "ok"))

    assert hold(OFFER, day(20), *facts) is None


@pytest.mark.parametrize("attempt", ["no-answer", "left-message", "call-back"])
def test_an_attempt_makes_nothing_good(attempt: str) -> None:
    facts = (sale(day(0), "Serum"), talk(day(5), "annoyed"), talk(day(9), attempt))

    assert hold(OFFER, day(20), *facts) is not None


def test_an_ask_needs_a_conversation_since_the_sale() -> None:
    before, sold = talk(day(1), "happy"), sale(day(5), "Serum")

    held = hold(ASK, day(20), before, sold)

    assert held == Hold("earn the ask", "no conversation yet since the sale")
    assert hold(ASK, day(20), before, sold, talk(day(9), "no-answer")) is not None
    assert hold(ASK, day(20), before, sold, talk(day(9), "ok")) is None
    assert hold(ASK, day(20), sold, talk(day(9), "no-answer", inbound=True)) is None


@pytest.mark.parametrize("outcome", ["happy", "bought"])
def test_a_referral_is_asked_of_the_happy(outcome: str) -> None:
    referral = touchpoint("referral:s1", Intent.ASK)
    before, sold = talk(day(1), outcome), sale(day(5), "Serum")

    held = hold(referral, day(40), before, sold, talk(day(9), "ok"))

    assert held == Hold("earn the ask", "no happy conversation yet since the sale")
    assert hold(referral, day(40), sold, talk(day(9), outcome)) is None


def test_who_must_be_happy_first_is_a_rule_there_is() -> None:
    assert {*HAPPY_FIRST, *OFFER_AFTER} <= {rule.id for rule in RULES}


def test_an_ask_without_a_sale_looks_at_the_last_one_that_stands() -> None:
    ask = touchpoint("review:c1", Intent.ASK, sale_id=None)
    facts = (
        sale(day(0), "Serum"),
        sale(day(50), "Serum", cancelled=day(51)),
        sale(day(90), "Serum"),
    )

    held = hold(ask, day(60), *facts)

    assert held is not None
    assert held.reason == "no conversation yet since the sale"
    assert hold(ask, day(60), *facts, talk(day(20), "ok")) is None
    assert until(ask, day(91), *facts, talk(day(20), "ok")) == day(94)


def test_not_interested_rests_offers() -> None:
    facts = (sale(day(0), "Serum"), talk(day(10), "not-interested"))

    assert until(OFFER, day(69), *facts) == day(70)
    assert hold(OFFER, day(70), *facts) is None
    assert hold(ASK, day(20), *facts) is None
    assert hold(OFFER, day(20), *facts, policy=Policy(not_interested_days=0)) is None


def test_a_later_talk_does_not_wake_resting_offers() -> None:
    facts = (
        sale(day(0), "Serum"),
        talk(day(10), "not-interested"),
        talk(day(20), "happy"),
    )

    assert until(OFFER, day(30), *facts) == day(70)


def test_an_offer_waits_until_its_sale_is_looked_after() -> None:
    sold = sale(day(0), "Serum")

    held = hold(OFFER, day(5), sold, offers_from={1: day(9)})

    assert held == Hold(
        "earn the ask",
        "welcome and check-in of the sale of 1 January come first",
        day(9),
    )
    assert hold(OFFER, day(9), sold, offers_from={1: day(9)}) is None
    assert hold(OFFER, day(5), sold, offers_from={2: day(9)}) is None


# Spacing


@pytest.mark.parametrize("what", [TEACH, OFFER])
@pytest.mark.parametrize(
    "meeting",
    [
        talk(day(10), "ok"),
        talk(day(10), "no-answer", inbound=True),
        sale(day(10), "Serum"),
    ],
)
def test_a_conversation_or_a_sale_is_followed_by_three_quiet_days(
    what: Touchpoint, meeting: object
) -> None:
    policy = Policy(cancellation_days=0)

    for number in (10, 11, 12):
        held = hold(what, day(number), meeting, policy=policy)
        assert held == Hold("spacing", "last spoke on 11 January", day(13))
    assert hold(what, day(13), meeting, policy=policy) is None


@pytest.mark.parametrize("what", [PROMISE, CARE])
def test_thanks_and_care_never_wait_for_quiet_days(what: Touchpoint) -> None:
    full = [talk(day(number), "ok", "education:l1") for number in range(10)]

    assert hold(what, day(9), *full) is None


@pytest.mark.parametrize("attempt", ["no-answer", "left-message", "call-back"])
def test_an_attempt_starts_no_quiet_days(attempt: str) -> None:
    assert hold(TEACH, day(10), talk(day(10), attempt, "education:l1")) is None


def test_zero_days_of_spacing_is_off() -> None:
    off = Policy(spacing_days=0)

    assert hold(TEACH, day(10), talk(day(10)), policy=off) is None


def test_four_lessons_asks_or_offers_in_thirty_days_are_enough() -> None:
    four = [talk(day(number), "ok", "education:l1") for number in (0, 5, 10, 15)]

    held = hold(TEACH, day(20), *four)

    assert held == Hold("spacing", "4 conversations in 30 days is enough", day(30))
    assert hold(TEACH, day(30), *four) is None
    assert hold(TEACH, day(20), *four[:3]) is None


def test_the_oldest_that_is_too_many_says_when() -> None:
    six = [talk(day(n), "ok", "replenish:l1") for n in (0, 1, 2, 3, 4, 5)]

    assert until(TEACH, day(20), *six) == day(32)


def test_several_talks_on_a_day_are_one_conversation() -> None:
    talks = [
        talk(day(number), "ok", about)
        for number in (0, 5)
        for about in ("education:l1", "education:l2")
    ]

    assert hold(TEACH, day(20), *talks) is None


def test_care_and_attempts_do_not_count_towards_the_four() -> None:
    care = [talk(day(n), "ok", "check-in:s1", "welcome:s1") for n in range(8)]
    attempts = [talk(day(n), "no-answer", "education:l1") for n in range(8)]

    assert hold(TEACH, day(20), *care, *attempts) is None


def sore(*annoyed: int) -> list[Contact]:
    lessons = [talk(day(number), "ok", "education:l1") for number in (200, 205)]
    return [*(talk(day(number), "annoyed") for number in annoyed), *lessons]


def test_two_annoyed_conversations_halve_the_cap() -> None:
    held = hold(TEACH, day(210), *sore(50, 60))

    assert held == Hold(
        "spacing",
        "2 conversations in 30 days is enough after two annoyed ones",
        day(230),
    )
    assert hold(TEACH, day(230), *sore(50, 60)) is None


@pytest.mark.parametrize("annoyed", [(60,), (30, 60), (20, 25, 60)])
def test_one_annoyed_conversation_or_one_long_ago_halves_nothing(
    annoyed: tuple[int, ...],
) -> None:
    assert hold(TEACH, day(210), *sore(*annoyed)) is None


@pytest.mark.parametrize(("most", "halved"), [(2, 1), (3, 1), (4, 2), (6, 3)])
def test_half_the_cap_is_rounded_down(most: int, halved: int) -> None:
    policy = Policy(most_in_30_days=most)
    annoyed = [talk(day(number), "annoyed") for number in (50, 60)]
    full = [talk(day(200 + n), "ok", "education:l1") for n in range(halved)]

    assert hold(TEACH, day(210), *annoyed, *full, policy=policy) is not None
    assert hold(TEACH, day(210), *annoyed, *full[1:], policy=policy) is None


def test_a_halved_cap_ends_with_the_older_of_the_two() -> None:
    assert until(TEACH, day(210), *sore(35, 60)) == day(215)


def test_zero_annoyed_days_is_off() -> None:
    off = Policy(annoyed_days=0)

    assert hold(TEACH, day(210), *sore(198, 199), policy=off) is None


def test_a_halved_cap_of_one_is_one() -> None:
    one = Policy(most_in_30_days=1)
    facts = [talk(day(1), "annoyed"), talk(day(2), "annoyed")]

    assert hold(TEACH, day(210), *facts, policy=one) is None


def test_zero_conversations_in_thirty_days_is_off() -> None:
    many = [talk(day(number), "ok", "education:l1") for number in range(10)]

    assert hold(TEACH, day(20), *many, policy=Policy(most_in_30_days=0)) is None


def test_the_first_restraint_by_rank_is_named() -> None:
    facts = (sale(day(0), "Serum"), talk(day(1), "annoyed"))

    spaced, unearned = hold(TEACH, day(2), *facts), hold(OFFER, day(2), *facts)
    refused = hold(OFFER, day(2), *facts, opt_out(day(2)))

    assert [each.restraint for each in (spaced, unearned, refused) if each] == [
        "spacing",
        "earn the ask",
        "consent",
    ]


def test_what_holds_together_is_named_in_the_order_of_rank() -> None:
    facts = (
        opt_out(day(1)),
        pause(day(1), day(9)),
        concern(day(1)),
        sale(day(0), "Serum"),
        talk(day(1), "ok"),
    )
    policy = Policy(quiet={day(2)})

    held = [hold(OFFER, day(2), *facts[n:], policy=policy) for n in range(6)]

    assert [each.restraint for each in held if each] == [
        "consent",
        "pause",
        "open concern",
        "earn the ask",
        "spacing",
        "quiet day",
    ]


def test_offers_follow_the_last_of_the_welcome_and_the_check_in_of_a_sale() -> None:
    over = [
        (PROMISE, day(4)),
        (CARE, day(9)),
        (touchpoint("check-in:s2", Intent.CARE, sale_id=2), day(12)),
        (touchpoint("welcome:s2", Intent.PROMISE, sale_id=2), day(7)),
        (touchpoint("welcome:s3", Intent.PROMISE, sale_id=None), day(1)),
        (TEACH, day(90)),
        (touchpoint("birthday:c1", Intent.CARE, sale_id=None), day(90)),
    ]

    assert offers_from(over) == {1: day(9), 2: day(12)}


def test_without_a_sale_of_its_own_an_offer_goes_by_the_last_one_that_stands() -> None:
    season = touchpoint("season.spring:c1.2026", Intent.OFFER, sale_id=None)
    cancelled = sale(day(8), "Soap", cancelled=day(8))

    on_its_day = hold(season, day(5), sale(day(0), "Jug"), sale(day(5), "Serum"))
    before = hold(season, day(5), sale(day(0), "Jug"), sale(day(6), "Serum"))
    close = Policy(spacing_days=0)
    after = hold(season, day(8), sale(day(0), "Jug"), cancelled, policy=close)

    assert on_its_day == Hold(
        "earn the ask", "the sale of 6 January can still be cancelled", day(9)
    )
    assert (before, after) == (None, None)
    assert hold(season, day(5)) is None


def test_who_was_not_interested_is_named_with_the_day() -> None:
    held = hold(OFFER, day(12), sale(day(0), "Soap"), talk(day(10), "not-interested"))

    assert held == Hold("earn the ask", "not interested on 11 January", day(70))


# Brought forward

OWED = touchpoint("promise:p1", Intent.PROMISE, opens=day(23), due=day(25))


# Day 22 is a Friday.
@pytest.mark.parametrize(
    ("pauses", "known", "due"),
    [
        ([pause(day(20), day(30)), pause(day(18), day(40))], day(9), day(15)),
        ([pause(day(25), day(25))], day(9), day(22)),
        ([pause(day(18), day(40))], day(20), day(25)),
    ],
    ids=["the first of two pauses", "a pause of one day", "learned of in the pause"],
)
def test_a_promise_comes_before_the_pause_it_falls_into(
    pauses: list[Pause], known: date, due: date
) -> None:
    planned = [replace(each, made_on=day(9)) for each in pauses]

    window = POLICY.brought_forward(
        replace(OWED, known_on=known), Situation(history(*planned))
    )

    assert window.due == due


@pytest.mark.parametrize(
    ("talks", "due"),
    [
        ([talk(day(11), "ok", "promise:p1")], 15),
        ([talk(day(14), "ok", "promise:p1")], 15),
        ([talk(day(15), "ok", "promise:p1"), talk(day(12), "ok", "promise:p1")], 17),
        ([talk(day(15), "ok", "promise:p2"), talk(day(15))], 15),
        ([talk(day(15), "ok", "promise:p2", "promise:p1")], 17),
        ([talk(day(17), "ok", "promise:p1")], 25),
    ],
    ids=[
        "earlier",
        "the day before",
        "the last of two",
        "about others",
        "among others",
        "too late",
    ],
)
def test_what_was_talked_about_comes_before_the_pause_on_a_later_day(
    talks: list[Contact], due: int
) -> None:
    at = Situation(history(pause(day(18), day(40), made=day(9)), *talks))

    assert POLICY.brought_forward(OWED, at).due == day(due)


def test_what_was_brought_forward_is_held_by_its_new_days() -> None:
    policy = Policy(quiet={day(16)})
    at = Situation(history(pause(day(18), day(40), made=day(9))))
    moved = policy.brought_forward(OWED, at)

    found = policy.first_day(OWED, day(16), LATER, at, moved)

    quiet = Hold("quiet day", "17 January is a quiet day", day(17))
    assert found == (day(17), quiet)
    assert policy.hold(OWED, day(16), at) is None


def test_of_several_wishes_the_first_is_named() -> None:
    wishes = opt_out(day(7)), opt_out(day(3), scope="intent:offer")

    for facts in (wishes, wishes[::-1]):
        assert hold(OFFER, day(9), *facts) == Hold(
            "consent", "asked on 4 January for no offers"
        )


# The first free day


def test_the_first_day_meets_every_restraint_together() -> None:
    facts = history(sale(day(0), "Serum"), talk(day(3), "ok", "check-in:s1"))
    at = Situation(facts, {1: day(5)})

    free, last = POLICY.first_day(OFFER, day(1), LATER, at)

    assert free == day(6)
    assert last is not None
    assert last.restraint == "spacing"


def test_a_free_day_is_free_at_once() -> None:
    assert POLICY.first_day(CARE, day(1), LATER, Situation(history())) == (day(1), None)


def test_no_free_day_is_named_by_what_held_to_the_last() -> None:
    facts = history(sale(day(0), "Serum"), talk(day(2), "annoyed"))

    free, last = POLICY.first_day(OFFER, day(0), day(30), Situation(facts))

    assert free is None
    assert last is not None
    assert last.reason == "the last conversation, on 3 January, was annoyed"


def test_what_takes_an_event_is_free_after_the_event() -> None:
    facts = history(
        sale(day(0), "Serum"), talk(day(5), "annoyed"), talk(day(20), "happy")
    )

    free, _ = POLICY.first_day(OFFER, day(6), LATER, Situation(facts))

    assert free == day(23)


def test_a_window_that_never_closes_is_searched_quickly() -> None:
    many = [talk(day(3 * number), "annoyed") for number in range(1000)]
    at = Situation(history(sale(day(0), "Serum"), *many))

    free, _ = POLICY.first_day(OFFER, day(0), date.max, at)

    assert free is None


def test_an_empty_window_has_no_free_day() -> None:
    assert POLICY.first_day(CARE, day(2), day(1), Situation(history())) == (None, None)


# What an outcome means


def settle(
    outcome: Came, *facts: object, what: Touchpoint = CARE, back: date | None = None
) -> list[Settlement]:
    known = history(*facts)  # type: ignore[arg-type] # any fact will do
    return list(POLICY.settle([what], outcome, on=day(9), history=known, until=back))


@pytest.mark.parametrize(
    "outcome", ["happy", "ok", "unhappy", "annoyed", "not-interested", "bought"]
)
def test_whoever_was_reached_is_done(outcome: str) -> None:
    [settled] = settle(Came(outcome))

    assert settled == Settlement(CARE.key, Status.DONE, day(9), reason=outcome)


@pytest.mark.parametrize("outcome", [Came.NO_ANSWER, Came.LEFT_MESSAGE])
def test_an_attempt_comes_back_after_one_day_then_three_then_never(
    outcome: Came,
) -> None:
    tried = [talk(day(number), outcome, "check-in:s1") for number in (5, 6)]

    [first], [second], [third] = (settle(outcome, *tried[:n]) for n in range(3))

    assert (first.status, first.until) == (Status.SNOOZED, day(10))
    assert (second.status, second.until) == (Status.SNOOZED, day(12))
    assert (third.status, third.reason) == (Status.SKIPPED, "not reached")


@pytest.mark.parametrize("key", ["promise:p1", "concern:k1"])
def test_what_is_owed_is_closed_by_facts_alone(key: str) -> None:
    owed = touchpoint(key, Intent.PROMISE, expires=LAST)
    tried = [talk(day(number), "no-answer", key) for number in (5, 6, 7)]

    assert settle(Came.HAPPY, what=owed) == []
    assert settle(Came.BOUGHT, what=owed) == []
    [again] = settle(Came.NO_ANSWER, *tried, what=owed)
    assert (again.status, again.until) == (Status.SNOOZED, day(12))
    [back] = settle(Came.CALL_BACK, what=owed, back=day(20))
    assert (back.status, back.until) == (Status.SNOOZED, day(20))


def test_whether_a_solution_held_is_settled_by_a_talk() -> None:
    confirm = touchpoint("concern:k1.2", Intent.PROMISE, expires=day(20))

    [settled] = settle(Came.OK, what=confirm)

    assert settled.status is Status.DONE


def test_the_retries_are_figures() -> None:
    policy = Policy(first_retry_days=2, second_retry_days=9)
    tried = history(talk(day(5), "no-answer", "check-in:s1"))

    [settled] = policy.settle([CARE], Came.NO_ANSWER, on=day(9), history=tried)

    assert settled.until == day(18)


@pytest.mark.parametrize(
    "before",
    [
        talk(day(5), "no-answer", "welcome:s1"),
        talk(day(5), "call-back", "check-in:s1"),
        talk(day(5), "ok", "check-in:s1"),
        talk(day(5), "no-answer"),
    ],
)
def test_only_attempts_at_the_same_thing_count(before: object) -> None:
    [settled] = settle(Came.NO_ANSWER, before)

    assert settled.until == day(10)


def test_a_call_back_puts_off_to_its_day() -> None:
    [settled] = settle(Came.CALL_BACK, back=day(30))

    assert settled == Settlement(CARE.key, Status.SNOOZED, day(9), day(30), "call back")


BIRTHDAY = touchpoint(
    "birthday:c1.2026",
    Intent.CARE,
    opens=day(5),
    due=day(10),
    expires=day(13),
    fixed=day(10),
    sale_id=None,
)


def test_a_call_back_cannot_move_a_fixed_day() -> None:
    [before] = settle(Came.CALL_BACK, what=BIRTHDAY, back=day(10))

    assert before.until == day(10)
    assert settle(Came.CALL_BACK, what=BIRTHDAY, back=day(11)) == []


def test_a_fixed_day_is_tried_again_while_it_can_be_belated() -> None:
    tried = [talk(day(8), "no-answer", "birthday:c1.2026")]

    [again] = settle(Came.NO_ANSWER, *tried, what=BIRTHDAY)

    assert again.until == day(12)


def test_a_fixed_day_is_not_tried_again_once_it_is_over() -> None:
    tried = history(talk(day(10), "no-answer", "birthday:c1.2026"))

    [over] = POLICY.settle([BIRTHDAY], Came.NO_ANSWER, on=day(11), history=tried)

    assert over.status is Status.SKIPPED


def test_tries_are_counted_by_touchpoint_and_made_on_one_day() -> None:
    tried = history(talk(day(5), "no-answer", "check-in:s1"))

    found = POLICY.settle([CARE, TEACH], Came.NO_ANSWER, on=day(9), history=tried)

    assert [(each.reason, each.until) for each in found] == [
        ("no answer, 2nd try", day(12)),
        ("no answer, 1st try", day(12)),
    ]


def test_an_attempt_at_many_things_leaves_a_fixed_day_its_own_retry() -> None:
    tried = [talk(day(n), "no-answer", "education:l1") for n in (5, 6)]
    once = talk(day(7), "no-answer", "check-in:s1")
    tries = history(*tried, once)

    found = POLICY.settle(
        [CARE, BIRTHDAY, TEACH], Came.NO_ANSWER, on=day(12), history=tries
    )

    assert list(found) == [
        Settlement(CARE.key, Status.SNOOZED, day(12), day(15), "no answer, 2nd try"),
        Settlement(
            BIRTHDAY.key, Status.SNOOZED, day(12), day(13), "no answer, 1st try"
        ),
        Settlement(TEACH.key, Status.SKIPPED, day(12), reason="not reached"),
    ]


# Together with the rules


def test_an_offer_is_free_once_welcome_and_check_in_are_over() -> None:
    known = history(sale(day(0), "Serum", delivered=day(20)))

    waiting, free = states(plan_on(day(28), known)), states(plan_on(day(29), known))

    assert waiting["check-in:s1"] == "open"
    assert waiting["replenish:l1"] == "planned"
    assert free["check-in:s1"] == "expired"
