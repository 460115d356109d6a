"""Rows in, model out: what is owed to customers, taught about products, rewarded."""

from datetime import date

from secondsale.model import (
    Arm,
    Checkpoint,
    Complement,
    Concern,
    Detail,
    Ending,
    Gift,
    Hello,
    Introduction,
    Lesson,
    Level,
    Milestone,
    Pause,
    Promise,
    Rating,
    Redemption,
    Resource,
    RewardTerms,
    Trial,
)
from secondsale.model.trials import Stood
from secondsale.store.rows import Row, day, money


def concern(row: Row) -> Concern:
    """Read a concern."""
    return Concern(
        id=row["id"],
        text=row["text"],
        opened_on=date.fromisoformat(row["opened_on"]),
        recorded_on=date.fromisoformat(row["recorded_on"]),
        sale_id=row["sale_id"],
        resolved=_ending(row["resolved_on"], row["resolution"]),
    )


def promise(row: Row) -> Promise:
    """Read a promise."""
    return Promise(
        id=row["id"],
        text=row["text"],
        due_on=date.fromisoformat(row["due_on"]),
        made_on=date.fromisoformat(row["made_on"]),
        recorded_on=date.fromisoformat(row["recorded_on"]),
        kept_on=day(row["kept_on"]),
    )


def checkpoint(row: Row) -> Checkpoint:
    """Read a checkpoint."""
    return Checkpoint(
        id=row["id"],
        sale_id=row["sale_id"],
        label=row["label"],
        on=date.fromisoformat(row["planned_on"]),
        recorded_on=date.fromisoformat(row["recorded_on"]),
        dropped=_ending(row["dropped_on"], row["drop_reason"]),
    )


def _ending(on: str | None, words: str) -> Ending | None:
    return None if on is None else Ending(date.fromisoformat(on), words)


def milestone(row: Row) -> Milestone:
    """Read a milestone."""
    return Milestone(
        id=row["id"],
        text=row["text"],
        on=date.fromisoformat(row["reached_on"]),
        recorded_on=date.fromisoformat(row["recorded_on"]),
    )


def gift(row: Row) -> Gift:
    """Read a gift."""
    return Gift(
        id=row["id"],
        text=row["text"],
        on=date.fromisoformat(row["given_on"]),
        cost=money(row["cost_minor"], row["currency"]),
        wow=bool(row["wow"]),
    )


def detail(row: Row) -> Detail:
    """Read a detail."""
    return Detail(row["name"], row["value"], date.fromisoformat(row["noted_on"]))


def introduction(row: Row) -> Introduction:
    """Read an introduction."""
    return Introduction(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        added_on=date.fromisoformat(row["added_on"]),
        done_on=day(row["done_on"]),
    )


def hello(row: Row) -> Hello:
    """Read a first hello."""
    return Hello(
        id=row["id"],
        on=date.fromisoformat(row["greet_on"]),
        made_on=date.fromisoformat(row["made_on"]),
    )


def rating(row: Row) -> Rating:
    """Read a rating."""
    return Rating(date.fromisoformat(row["rated_on"]), row["own"], row["theirs"])


def pause(row: Row) -> Pause:
    """Read a pause."""
    return Pause(
        since=date.fromisoformat(row["since"]),
        until=day(row["until"]),
        made_on=date.fromisoformat(row["made_on"]),
        reason=row["reason"],
        whole_book=row["customer_id"] is None,
    )


def level(row: Row) -> Level:
    """Read how much was left of a product."""
    return Level(
        product_id=row["product_id"],
        on=date.fromisoformat(row["heard_on"]),
        left=row["percent"] / 100,
        recorded_on=date.fromisoformat(row["recorded_on"]),
    )


def reward_terms(row: Row) -> RewardTerms:
    """Read what a stamp card promises from a day on."""
    return RewardTerms(
        name=row["name"],
        since=date.fromisoformat(row["since"]),
        goal=row["goal"],
        head_start=row["head_start"],
        gives=row["gives"],
        product_id=row["product_id"],
        per=money(row["per_minor"], row["currency"]),
    )


def redemption(row: Row) -> Redemption:
    """Read a redemption."""
    return Redemption(
        id=row["id"],
        name=row["name"],
        on=date.fromisoformat(row["redeemed_on"]),
        cost=money(row["cost_minor"], row["currency"]),
    )


def trial(row: Row) -> Trial:
    """Read a trial."""
    ended = day(row["ended_on"])
    return Trial(
        id=row["id"],
        name=row["name"],
        rule=row["rule"],
        salt=row["salt"],
        started_on=date.fromisoformat(row["started_on"]),
        first=_changes(row["first"]),
        second=_changes(row["second"]),
        hold_out=row["hold_out"],
        within_days=row["within_days"],
        ended=None if ended is None else Ending(ended, row["end_reason"]),
        record=_record(row["record"]),
    )


def _record(value: str) -> tuple[Stood, ...]:
    """Read how a trial stood: `{"first": {"hits": 3, "n": 9, ...}}`.

    Errors: ValueError, TypeError for anything else.
    """
    if not value:
        return ()
    from json import loads

    found = loads(value)
    if not isinstance(found, dict):
        raise ValueError(f"{value!r} is no record")
    stood = tuple(Stood(Arm(arm), **counts) for arm, counts in found.items())
    for it in stood:
        counts = (it.hits, it.n, it.waiting_hits, it.waiting)
        if not all(type(each) is int for each in counts) or not (
            0 <= it.hits <= it.n and 0 <= it.waiting_hits <= it.waiting
        ):
            raise ValueError(f"{value!r} is no record")
    return stood


def _changes(value: str) -> tuple[tuple[str, str], ...]:
    """Read what an arm sets: `{"due_days": "3"}`.

    Errors: ValueError for anything else.
    """
    from json import loads  # few books have trials

    found = loads(value)
    if not isinstance(found, dict) or not all(type(v) is str for v in found.values()):
        raise ValueError(f"{value!r} is nothing that can be set")
    return tuple(found.items())


def lesson(row: Row) -> Lesson:
    """Read a lesson."""
    return Lesson(
        id=row["word"],
        text=row["text"],
        after_days=row["after_days"],
        months=tuple(_month(each) for each in row["months"].split()),
    )


def _month(value: str) -> int:
    month = int(value)
    if not 1 <= month <= 12:
        raise ValueError(f"{value!r} is no month")
    return month


def resource(row: Row) -> Resource:
    """Read a resource."""
    return Resource(row["title"], row["location"])


def complement(row: Row) -> Complement:
    """Read a complement; its row carries the other product's name too."""
    return Complement(
        product_id=row["other_id"],
        name=row["name"],
        why=row["why"],
        after_days=row["after_days"],
    )


def text(row: Row) -> str:
    """Read a reason or an objection."""
    words: str = row["text"]
    return words
