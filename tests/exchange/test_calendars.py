"""Tasks and events, as other programs need them and as they give them back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.golden import compare

from secondsale.errors import InputError
from secondsale.exchange.calendars import DamagedError, Item, Written, events, task
from secondsale.exchange.talks import PROMPT, Talk, remark
from secondsale.records import replace
from secondsale.text import clean, clean_name

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)

TALK = Talk(
    uid="ss-welcome-s1",
    customer_id=1,
    name="Ana Silva; de Sá, 林美",
    keys=("welcome:s1", "reassure:s1"),
    day=date(2026, 11, 22),
    summary="Ana Silva; de Sá, 林美: welcome, reassure",
    lines=(
        "call +44 20 7946 0018, evenings",
        "welcome: first sale: Rose Serum ×2 on 21 November",
        "say: welcome Ana and thank them for Rose Serum · it comes on 24 November",
        "last: “one is for my sister \\ C:\\x” (sale, 21 November)",
    ),
)
MADE = task(TALK, now=NOW)
WRITTEN = Written.of(TALK)


def changed(*changes: tuple[str, str], data: bytes = MADE) -> bytes:
    """Return a task as another program left it."""
    text = data.decode().replace("\r\n ", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def item(*changes: tuple[str, str], data: bytes = MADE) -> Item:
    return Item(changed(*changes, data=data), TALK.uid)


def noted(*lines: str) -> tuple[str, str]:
    return PROMPT.replace(";", "\\;").replace(",", "\\,"), "\\n".join(
        (PROMPT.replace(";", "\\;").replace(",", "\\,"), *lines)
    )


TICKED = ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261123T193728Z")


def test_a_task_is_what_phones_need() -> None:
    compare("a_task", MADE.decode().replace("\r\n", "\n"))


def test_a_task_is_written_as_the_standard_has_it() -> None:
    lines = MADE.split(b"\r\n")

    assert MADE.count(b"\n") == MADE.count(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert b"RRULE" not in MADE
    assert b"RELATED-TO" not in MADE


def test_an_event_is_what_calendars_need() -> None:
    text = "".join(events([TALK], now=NOW))

    compare("an_event", text.replace("\r\n", "\n"))
    assert Calendar.from_ical(text).walk("VEVENT")[0]["UID"] == "ss-event-welcome-s1"


def test_a_calendar_without_events_is_one() -> None:
    assert Calendar.from_ical("".join(events([], now=NOW))).walk("VEVENT") == []


def test_a_new_task_says_what_was_handed_out() -> None:
    back = item()

    assert back.claim == "c1 welcome:s1 reassure:s1"
    assert back.summary == TALK.summary
    assert back.due == TALK.day
    assert not back.completed
    assert not back.cancelled
    assert back.remark(WRITTEN) == []
    assert back.updated(TALK, WRITTEN, now=LATER) is None


@pytest.mark.parametrize(
    "tick",
    [
        "STATUS:COMPLETED\r\nCOMPLETED:20261123T193728Z",
        "STATUS:COMPLETED\r\nCOMPLETED:20261123T193728Z\r\nPERCENT-COMPLETE:0",
        "STATUS:NEEDS-ACTION\r\nCOMPLETED:20261123T193728Z",
        "STATUS:completed\r\nCOMPLETED;VALUE=DATE:20261123",
        "COMPLETED:20261123T193728",
    ],
)
def test_a_tick_is_heard_however_it_is_written(tick: str) -> None:
    back = item(("STATUS:NEEDS-ACTION", tick))

    assert back.completed
    assert back.completed_on == date(2026, 11, 23)


def test_a_tick_without_a_day_has_that_of_the_last_change() -> None:
    back = item(("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))

    assert back.completed_on == date(2026, 11, 21)


def test_the_day_of_a_tick_is_the_seller_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert item(TICKED).completed_on == date(2026, 11, 24)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("DUE:20261201T080000Z", date(2026, 12, 1)),
        ("DUE;TZID=Europe/Berlin:20261201T080000", date(2026, 12, 1)),
        ("DUE:20261201T080000", date(2026, 12, 1)),
        ("DUE;VALUE=DATE:20261201", date(2026, 12, 1)),
        ("X-NONE:1", None),
    ],
)
def test_a_day_is_read_however_it_is_written(due: str, day: date | None) -> None:
    assert item(("DUE;VALUE=DATE:20261122", due)).due == day


def test_what_was_written_below_or_between_or_as_a_comment_is_the_remark() -> None:
    back = item(
        noted("", "happy: loves it\\, wants two"),
        ("DESCRIPTION:", "COMMENT:rang twice\r\nDESCRIPTION:asked about her sister\\n"),
    )

    assert back.remark(WRITTEN) == [
        "asked about her sister",
        "happy: loves it, wants two",
        "rang twice",
    ]


def test_a_remark_on_the_line_of_the_prompt_is_heard() -> None:
    prompt, _ = noted()

    assert item((prompt, f"{prompt} happy: yes")).remark(WRITTEN) == ["happy: yes"]


def test_where_it_is_not_known_what_was_written_the_remark_stands_below() -> None:
    assert item(noted("happy: yes")).remark(None) == ["happy: yes"]


def test_an_update_keeps_what_the_other_side_added() -> None:
    back = item(
        noted("she has a dog"),
        (
            "CATEGORIES:secondsale",
            "CATEGORIES:secondsale,family\r\nSEQUENCE:4\r\nX-APPLE-SORT-ORDER:7\r\n"
            "PRIORITY:1\r\nRELATED-TO:abc",
        ),
    )
    now = replace(
        TALK, day=date(2026, 11, 25), lines=("call",), summary="Ana: check-in"
    )

    new = back.updated(now, WRITTEN, now=LATER)

    assert new is not None
    again = Item(new, TALK.uid)
    assert again.due == date(2026, 11, 25)
    assert again.summary == "Ana: check-in"
    assert again.remark(Written.of(now)) == ["she has a dog"]
    for kept in (
        b"CATEGORIES:secondsale,family", b"SEQUENCE:4", b"X-APPLE-SORT-ORDER:7",
        b"PRIORITY:1", b"RELATED-TO:abc", b"CREATED:20261121T083000Z",
        b"LAST-MODIFIED:20261122T083000Z", b"TRIGGER;RELATED=END:PT9H",
    ):  # fmt: skip
        assert kept in new
    assert b"welcome: first sale" not in new
    assert again.updated(now, Written.of(now), now=LATER) is None


def test_a_title_that_the_other_side_wrote_stays() -> None:
    back = item((f"SUMMARY:{'Ana Silva'}", "SUMMARY:Ring Ana, really"))

    new = back.updated(replace(TALK, summary="Ana: check-in"), WRITTEN, now=LATER)

    assert new is None or b"SUMMARY:Ring Ana" in new


def test_a_beginning_behind_the_end_goes() -> None:
    back = item(("DUE;", "DTSTART;VALUE=DATE:20261122\r\nDUE;"))

    new = back.updated(replace(TALK, day=date(2026, 11, 21)), WRITTEN, now=LATER)

    assert new is not None
    assert b"DTSTART" not in new


def test_a_task_that_was_done_here_is_ticked_there() -> None:
    new = Item(item().ticked(date(2026, 11, 20), now=LATER), TALK.uid)

    assert new.completed
    assert new.completed_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR",
        MADE[:300],
        MADE.replace(b"Ana", b"\xff\xfe"),
        MADE.replace(b"DUE;VALUE=DATE:20261122", b"DUE:soon"),
        MADE.replace(b"UID:ss-welcome-s1", b"UID:another"),
        MADE.replace(b"VTODO", b"VJOURNAL"),
        MADE[: MADE.index(b"BEGIN:VTODO")] + 2 * MADE[MADE.index(b"BEGIN:VTODO") : -15]
        + b"END:VCALENDAR\r\n",
    ],
)  # fmt: skip
def test_what_is_damaged_is_known_for_it(data: bytes) -> None:
    with pytest.raises(DamagedError):
        Item(data, TALK.uid)


def _cleaned(value: str) -> str:
    try:
        return clean_name(value, "a name")
    except InputError:
        return ""


def _kept(value: str) -> str:
    try:
        return clean(value, "a note")
    except InputError:
        return ""


names = st.text(min_size=1, max_size=60).map(_cleaned).filter(bool)
notes = st.text(max_size=120).map(_kept)


@given(name=names, note=notes, said=notes)
def test_names_and_notes_survive_the_way_to_a_phone_and_back(
    name: str, note: str, said: str
) -> None:
    talk = replace(
        TALK, name=name, summary=f"{name}: welcome", lines=("call", f"last: {note}")
    )

    back = Item(task(talk, now=NOW), talk.uid)
    longer = replace(talk, lines=(*talk.lines, PROMPT, f"x {said}"))
    answered = Item(task(longer, now=NOW), talk.uid)

    assert back.summary == talk.summary
    assert back.remark(Written.of(talk)) == []
    assert back.updated(talk, Written.of(talk), now=LATER) is None
    assert remark(answered.remark(Written.of(talk))).note == (
        remark([f"x {said}"]).note
    )


@given(st.integers(0, len(MADE) - 1), st.binary(max_size=6), st.integers(0, 30))
def test_whatever_happens_to_a_file_it_is_read_or_called_damaged(
    at: int, put: bytes, gone: int
) -> None:
    data = MADE[:at] + put + MADE[at + gone :]

    try:
        back = Item(data, TALK.uid)
    except DamagedError:
        return
    assert back.completed in (True, False)
    assert back.due is None or back.due.year > 0
    back.remark(WRITTEN)
    back.updated(replace(TALK, day=date(2026, 12, 1)), WRITTEN, now=LATER)


def test_what_was_written_is_known_by_its_title_or_its_text() -> None:
    other = ("SUMMARY:Ana Silva", "SUMMARY:Ben Silva")
    text = ("call +44 20 7946 0018", "call +44 20 7946 9999")

    assert item(noted("happy: yes")).is_known(str(WRITTEN))
    assert item(other).is_known(str(WRITTEN))
    assert item(text).is_known(str(WRITTEN))
    assert not item(other, text).is_known(str(WRITTEN))
    assert not item().is_known("")


def test_what_was_heard_is_known_and_nothing_else() -> None:
    before = item(TICKED, noted("happy: yes"))
    heard = before.heard(str(WRITTEN))

    assert before.is_heard(heard)
    assert before.is_known(heard)
    assert before.said_since(heard) == []
    assert item(TICKED).said_since(heard) == []
    assert item(TICKED, noted("happy: yes", "two")).said_since(heard) == ["two"]
    comment = ("STATUS:", "COMMENT:by the way\r\nSTATUS:")
    assert item(comment).said_since(heard) == ["by the way"]


def test_of_what_was_never_heard_nothing_is_new() -> None:
    assert not item().is_heard(str(WRITTEN))
    assert item(noted("happy: yes")).said_since(str(WRITTEN)) == []
