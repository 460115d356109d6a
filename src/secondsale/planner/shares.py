"""First-time buyers: most of them never come back, so they must not fill the list."""

from collections.abc import Mapping, Sequence

from secondsale.model import Intent
from secondsale.planner.walks import Conversation, Walk

FIRST_TIME = "first-time buyers"
"""What moves an offer to somebody who bought once, where there are many of those."""

Conversations = tuple[Conversation, ...]


def chance(conversation: Conversation) -> float:
    """Return how likely a purchase is soon, of what there is to talk about."""
    return max((topic.chance or 0.0 for topic in conversation.topics), default=0.0)


def shared(
    one_in: int, conversations: Sequence[Conversation], walks: Mapping[int, Walk]
) -> tuple[Conversations, Conversations]:
    """Return what a day takes, and the offers to first-time buyers that move.

    Of the day's offers one in `one_in` at most goes to somebody who bought once, but
    one does in any case; 0 is off. Those stay who have no other day, then those who are
    likeliest to buy. What is about more than an offer is none.
    """
    offers = [each for each in conversations if each.best is Intent.OFFER]
    newcomers = [each for each in offers if bought_once(each)]
    most = most_newcomers(one_in, len(newcomers), len(offers) - len(newcomers))
    if len(newcomers) <= most:
        return tuple(conversations), ()
    newcomers.sort(key=lambda each: (_can_wait(each, walks), -chance(each)))
    moved = {each.customer.id for each in newcomers[most:]}
    return (
        tuple(each for each in conversations if each.customer.id not in moved),
        tuple(each for each in conversations if each.customer.id in moved),
    )


def most_newcomers(one_in: int, newcomers: int, others: int) -> int:
    """Return how many of some first-time buyers a day takes beside other offers."""
    return min(newcomers, max(1, others // (one_in - 1))) if one_in > 1 else newcomers


def bought_once(conversation: Conversation) -> bool:
    """Return whether a conversation is with somebody who bought on one day only."""
    return len({sale.sold_on for sale in conversation.history.standing_sales()}) == 1


def _can_wait(conversation: Conversation, walks: Mapping[int, Walk]) -> bool:
    return walks[conversation.customer.id].can_wait(conversation)
