"""What a key means in `go`, with neither a book nor a screen."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from secondsale.cli._going.keys import ALSO, MENUS, Mode
from secondsale.cli._going.machine import begin, step
from secondsale.cli._going.state import (
    Act,
    Hand,
    Leave,
    Listed,
    Listing,
    Owed,
    Person,
    Press,
    Ran,
    Refused,
    Run,
    State,
    TakeBack,
    TakenBack,
    Typed,
)
from secondsale.model import Channel, Outcome

ANA = Person(1, "Ana Silva", ("welcome:s1",), channels=(Channel.CALL, Channel.SMS))
BEN = Person(2, "Ben Okafor", owed=(Owed("p1", "a guide"), Owed("k1", "it leaks")))
CY = Person(3, "Cy Young")
LISTING = Listing(date(2026, 11, 21), (ANA, BEN, CY))

KEYS = sorted({key for menu in MENUS.values() for key in menu} | {*ALSO, *"1579"})


def without(*people: Person) -> Listing:
    return Listing(LISTING.day, tuple(p for p in LISTING.people if p not in people))


def pressed(state: State, *keys: str) -> State:
    for key in keys:
        state, _ = step(state, Press(key))
    return state


def happy(who: Person) -> Act:
    return Act(("done", str(who.id), "happy"), who, Outcome.HAPPY)


def test_a_key_changes_no_state_before_its_command_was_run() -> None:
    state = begin(LISTING)

    after, effect = step(state, Press("n"))

    assert effect == Run(("done", "1", "no-answer"), ANA, Outcome.NO_ANSWER)
    assert after == state


def test_after_the_command_the_next_in_the_order_that_was_shown_comes_up() -> None:
    state = begin(LISTING)
    turned = Listing(LISTING.day, (CY, BEN))

    after, effect = step(state, Ran(happy(ANA), turned))

    assert (after.at, effect) == (BEN, None)
    assert after.place == (2, 3)


def test_who_is_new_on_the_list_comes_after_those_who_were_on_it() -> None:
    new = Person(4, "Di Prince")
    state = pressed(begin(LISTING), "space", "space")

    after, _ = step(state, Ran(happy(CY), Listing(LISTING.day, (new, ANA, BEN))))

    assert after.at == new


def test_who_stays_after_an_act_had_their_turn_and_is_named() -> None:
    birthday = Person(1, "Ana Silva", ("birthday:2026",), fixed=("birthday:2026",))
    turned = Listing(LISTING.day, (BEN, birthday, CY))

    state, _ = step(begin(LISTING), Ran(happy(ANA), turned))

    assert "Ana Silva stays today for birthday." in state.said
    assert state.place == (2, 3)
    assert pressed(state, "space").place == (3, 3)
    assert pressed(state, "space", "space").at is None
    assert pressed(state, "p").at == birthday


def test_who_is_let_in_by_an_act_is_counted() -> None:
    new = Person(4, "Di Prince")

    state, _ = step(begin(LISTING), Ran(happy(ANA), Listing(LISTING.day, (new, BEN))))

    assert state.said == ("+1 moved up.",)
    assert state.at == BEN


def test_everything_owed_is_asked_one_after_the_other() -> None:
    state = pressed(begin(LISTING), "space")

    asked, _ = step(state, Ran(happy(BEN), without(BEN)))
    assert asked.asked == BEN.owed
    _, effect = step(asked, Press("y"))
    assert effect == Run(("kept", "p1"), BEN, None, Mode.OWED)
    asked, _ = step(asked, Ran(Act(("kept", "p1"), BEN), without(BEN)))
    assert asked.asked == BEN.owed[1:]
    assert pressed(asked, "n").at == CY


def test_a_refusal_goes_back_to_the_line_that_was_typed() -> None:
    state = pressed(begin(LISTING), "s")

    state, effect = step(state, Typed("never"))
    assert effect == Run(
        ("snooze", "1", "--until", "never"), ANA, None, Mode.SNOOZE, "never"
    )
    state, _ = step(state, Refused(("no day",), Mode.SNOOZE, "never"))

    assert (state.mode, state.typed, state.said) == (Mode.SNOOZE, "never", ("no day",))


def test_undo_returns_to_whom_it_was_about() -> None:
    state, _ = step(begin(LISTING), Ran(happy(ANA), without(ANA)))

    _, effect = step(state, Press("u"))
    after, _ = step(state, TakenBack(state.acts[0], LISTING))

    assert effect == TakeBack(state.acts[0])
    assert (after.at, after.acts, after.place) == (ANA, (), (1, 3))


def test_the_draft_is_handed_over_for_the_channel_on_the_screen() -> None:
    state = pressed(begin(LISTING), "t")

    _, effect = step(state, Press("c"))

    assert effect == Hand(ANA, Channel.SMS)
    assert step(pressed(state, "t"), Press("o"))[1] == Hand(
        ANA, Channel.CALL, open_it=True
    )


def test_a_new_list_keeps_the_person_and_takes_what_is_new_of_them() -> None:
    changed = Person(1, "Ana Silva", ("welcome:s1", "concern:k2"))

    state, _ = step(begin(LISTING), Listed(Listing(LISTING.day, (CY, changed))))

    assert state.at == changed
    assert pressed(state, "space").at == CY


def test_an_empty_list_is_the_end() -> None:
    state, _ = step(begin(LISTING), Listed(Listing(LISTING.day, ())))

    assert state.mode is Mode.END
    assert step(state, Press("q")) == (state, Leave())


@given(
    st.lists(
        st.one_of(
            st.sampled_from(KEYS).map(Press),
            st.text(max_size=5).map(Press),
            st.text(max_size=20).map(Typed),
            st.sampled_from(
                [Listed(LISTING), Listed(without(ANA)), Listed(without(CY))]
            ),
        ),
        max_size=30,
    )
)
def test_no_key_and_no_line_breaks_it(events: list[Press | Typed | Listed]) -> None:
    state = begin(LISTING)

    for event in events:
        state, effect = step(state, event)
        if isinstance(effect, Run):
            who = effect.who
            state, _ = step(
                state, Ran(Act(effect.words, who, effect.outcome), without(who))
            )

        assert (state.at is None) == (state.mode is Mode.END) or state.mode in (
            Mode.HELP,
            Mode.LEAVING,
            Mode.ORPHAN,
        )
        assert state.place[0] <= state.place[1]
        assert bool(state.asked) == (state.mode is Mode.OWED) or state.mode is Mode.END
