"""Conversations: how many were had, and what became of what was due, by rule."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from secondsale.metrics.metric import Metric, Unit, share
from secondsale.metrics.report import Group

KINDS = ("done", "skipped", "expired")
"""What becomes of a touchpoint in the end, unless a fact makes it pointless."""


class Talks(NamedTuple):
    """The conversations of a period."""

    contacts: int = 0
    attempts: int = 0
    """By the seller; the others came from the customers."""
    reached: int = 0
    people: int = 0


class Ends(NamedTuple):
    """What became of the touchpoints of one rule in a period."""

    done: int = 0
    skipped: int = 0
    expired: int = 0


def tally(ends: Iterable[tuple[str, str]]) -> dict[str, Ends]:
    """Return the ends of each rule from pairs of a rule and one of the KINDS."""
    found: dict[str, dict[str, int]] = {}
    for rule, kind in ends:
        own = found.setdefault(rule, dict.fromkeys(KINDS, 0))
        own[kind] += 1
    return {rule: Ends(**own) for rule, own in sorted(found.items())}


def talks_group(talks: Talks, ends: Mapping[str, Ends], whom: str) -> Group:
    """Return the figures of all rules together; `whom` says whose plans were read."""
    together = Ends(*(sum(each) for each in zip(*ends.values(), strict=True)))
    return Group(
        "conversations",
        "Conversations",
        (
            Metric(
                "contacts", "conversations and attempts", talks.contacts, Unit.COUNT,
                talks.people, "Contacts logged in the period; n are the customers.",
                of="customer",
            ),
            share(
                "reached", "reached", talks.reached, talks.attempts,
                "Contacts with an answer, of those that the seller made.", of="contact",
            ),
            *_shares("", "all rules", together, whom),
        ),
    )  # fmt: skip


def rules_group(ends: Mapping[str, Ends], rules: Iterable[str], whom: str) -> Group:
    """Return what became of the touchpoints of each of some rules."""
    made = [
        figure
        for rule in rules
        for figure in _shares(f"-{rule}", rule, ends.get(rule, Ends()), whom)
    ]
    return Group("rules", "Touchpoints by rule", tuple(made))


def _shares(mark: str, of: str, ends: Ends, whom: str) -> Iterable[Metric]:
    what = (
        f"of the touchpoints ({of}) that were done, skipped or expired in the period,"
        f" of {whom}; what a fact made pointless is none of them"
    )
    told = {
        "done": f"Done or talked about, {what}.",
        "skipped": f"Dropped with a reason, or given up after attempts, {what}.",
        "expired": f"Not done in time, or with no day free in their window, {what}.",
    }
    for kind, hits in zip(KINDS, ends, strict=True):
        label = f"{of}: {kind}" if mark else f"due things {kind}"
        yield share(
            f"{kind}{mark}", label, hits, sum(ends), told[kind], of="touchpoint"
        )
