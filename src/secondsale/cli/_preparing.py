"""What there is to know of a customer before they are talked to."""

from typing import TYPE_CHECKING, TypedDict

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._waking import people
from secondsale.goodwill import Reading
from secondsale.model import Intent
from secondsale.planner import Plan
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.messages.questions import Question


class Beside(TypedDict):
    """What a brief says besides what the plan holds."""

    referrer: str
    goodwill: Reading
    question: "Question | None"


def beside(shell: Shell, book: Book, plan: Plan) -> Beside:
    """Return who sent a customer, how goodwill stands, and what to ask."""
    from secondsale.messages.questions import question

    sent_by = plan.customer.referred_by
    return Beside(
        referrer=book.customer(sent_by).name if sent_by else "",
        goodwill=shell.settings.goodwill.reading(plan.situation.history, shell.today),
        question=question(plan),
    )


def as_listed(shell: Shell, book: Book, plan: Plan) -> Plan:
    """Return a plan as today's list has it, which may have no room for somebody.

    The others are looked at only where that can be.
    """
    due = plan.conversation()
    if due is None or due.best is Intent.PROMISE or not plan.policy.capacity:
        return plan
    with people(shell, book) as (plans, sleeping):
        listed = planner.agenda(
            plans, today=shell.today, placing=[plan.customer.id], sleeping=sleeping
        )
    return planner.as_listed(plan, listed)
