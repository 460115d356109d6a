"""What to write or say to a customer; nothing is sent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from secondsale.cli._shell import Shell
from secondsale.cli._topics import chosen_of, topics_of
from secondsale.days import say
from secondsale.errors import InputError, NotFoundError
from secondsale.messages import checks, choosing, links, texting
from secondsale.messages.drafts import Drafting
from secondsale.messages.questions import question
from secondsale.messages.slots import QUOTED
from secondsale.model import Channel, Key, Touchpoint
from secondsale.model.trials import TRIED
from secondsale.planner import GIVES_WAY, ONE_AT_A_TIME, Plan, Planned, State
from secondsale.policy import (
    Hold,
    refusal,
    way,
    way_by,
    wish_against,
    wish_against_channel,
)
from secondsale.records import dataclass
from secondsale.text import listed, plural

ON_HOLDS = "; on what is held: secondsale help holds"
"""What is said beside the reason why something is not due."""

MANY_TOPICS = 4
"""From how many on a draft suggests to word fewer."""

_PAUSE = "pause"
"""The restraint of times to say nothing."""

_SPOKEN = (Channel.CALL, Channel.VISIT)


@dataclass(frozen=True, slots=True)
class Draft:
    """A conversation in words, on a channel."""

    channel: Channel
    to: str
    """The address or number it goes to, empty where none is known or needed."""
    subject: str
    body: str
    text: str
    """All of it, as it is printed and copied."""
    link: str
    """What opens a program with it, empty where none does."""
    no_link: str
    """Why there is no link."""
    wordings: Mapping[Key, str]
    """By topic: the name of the text it was said in, such as `welcome#1a2b3c4d`."""
    notes: tuple[str, ...]
    """What is to be known before it is used."""


def drafted(
    shell: Shell,
    plan: Plan,
    *,
    channel: Channel | None = None,
    only: Sequence[str] = (),
    wording: str = "",
) -> Draft:
    """Return the conversation that is due in words, or what `only` names.

    Without a channel it is the best that is allowed; `wording` names a variant of the
    texts. Errors: InputError where they asked not to be contacted; NotFoundError where
    nothing is due; SettingsError for a text that lacks something.
    """
    typed, (channel, to) = channel, _channel(plan, channel)
    items = _items(plan, only)
    if typed is None:
        channel, to = _tried(plan, items) or (channel, to)
    touchpoints, left = choosing.fitting(
        [item.touchpoint for item in items], today=plan.today
    )
    items = tuple(item for item in items if item.key not in left)
    words = _drafting(shell, plan, channel).wording(touchpoints, wording)
    history, link, no_link = plan.situation.history, "", ""
    try:
        link = links.link(channel, to, subject=words.subject, body=words.body)
    except InputError as error:
        no_link = f"{error.message} ({error.hint})"
    notes = (
        *_left_out(left),
        *_not_due(items, plan),
        *checks.before_use(
            history, touchpoints, words.texts.values(), today=plan.today
        ),
        *_variants(shell, items, wording),
        *_quoted(touchpoints, channel),
        *_about_the_way(channel, to, history.customer.address),
        *_length(channel, words.body, touchpoints),
        *_unsigned(shell),
    )
    return Draft(
        channel,
        to,
        words.subject,
        words.body,
        words.whole,
        link,
        no_link,
        words.texts,
        notes,
    )


def _drafting(shell: Shell, plan: Plan, channel: Channel) -> Drafting:
    seller, asked = shell.settings.seller, question(plan)
    return Drafting(
        plan.situation.history,
        channel,
        texts=shell.texts,
        seller={
            "seller": seller.name,
            "signature": seller.signature,
            "business": seller.business,
            "own_phone": seller.phone,
        },
        question=asked.text if asked else "",
        today=plan.today,
    )


def _channel(plan: Plan, channel: Channel | None) -> tuple[Channel, str]:
    """Return the channel and the address there, as far as they may be used.

    Errors: InputError.
    """
    history, today = plan.situation.history, plan.today
    who = history.customer
    back = "if they said so, secondsale opt-in takes it back"
    if (wish := wish_against(None, today, history)) is not None:
        raise InputError(
            f"{who.name} {refusal(wish, beside=today)}: nothing is drafted", back
        )
    if channel is None:
        return way(today, history) or (Channel.MESSAGE, "")
    if refused := wish_against_channel(channel, today, history):
        raise InputError(f"{who.name} {refused}", f"another --channel, or {back}")
    at = {Channel.EMAIL: who.email, Channel.CARD: "", Channel.VISIT: ""}
    return channel, at.get(channel, who.phone)


def _tried(plan: Plan, items: Sequence[Planned]) -> tuple[Channel, str] | None:
    """Return the way that an experiment tries for the first of them, if it may be."""
    slots = dict(items[0].touchpoint.slots)
    if TRIED not in slots or "channel" not in slots:
        return None
    return way_by(Channel(slots["channel"]), plan.today, plan.situation.history)


def _items(plan: Plan, only: Sequence[str]) -> tuple[Planned, ...]:
    """Return what the draft is about.

    Errors: NotFoundError, saying what comes next.
    """
    if only:
        return _wanted(plan, only)
    topics = topics_of(plan)
    if topics:
        return topics
    raise _nothing_due(plan)


def _nothing_due(plan: Plan) -> NotFoundError:
    """Return why there is nothing to draft: what holds it, and what comes next.

    What is held or rests is not offered by a way around that.
    """
    today, said = plan.today, f"nothing is due for {plan.customer.name}"
    explained = f"secondsale why {plan.customer.id} explains each touchpoint"
    back = _kept_back(plan)
    if back is not None and back.hold is not None:
        said += f": {_held(back.key.family, back.hold, today=today)}"
        if back.hold.restraint == _PAUSE:
            return NotFoundError(said, explained + ON_HOLDS)
    coming = next((step for step in plan.steps() if step.day is not None), None)
    if coming is None or coming.day is None:
        return NotFoundError(
            said if back else f"{said}, and nothing is to come",
            explained + (ON_HOLDS if back else ""),
        )
    item, rule = coming.item, coming.item.key.family
    hold = item.hold or _matters(plan, item)
    if hold is not None and hold.restraint == _PAUSE:
        said += f": {hold.reason}"
    if item != back:
        said += f"; {rule} comes next, on {say(coming.day, beside=today)}"
    hint = explained + ON_HOLDS if hold else f"--for {rule} drafts it now"
    return NotFoundError(said, hint)


def _kept_back(plan: Plan) -> Planned | None:
    """Return what would be due but for the policy, the most pressing of all."""
    held = (
        item
        for item in plan.touchpoints
        if item.state is State.HELD
        and item.hold is not None
        and item.hold.restraint not in (GIVES_WAY, ONE_AT_A_TIME)
    )
    return min(
        held, key=lambda each: (each.touchpoint.intent, each.window.due), default=None
    )


def _matters(plan: Plan, item: Planned) -> Hold | None:
    """Return what holds back today what comes later, unless it ends before the day.

    A pause is one to be kept, whatever comes after it.
    """
    hold = plan.policy.hold(item.touchpoint, plan.today, plan.situation, item.window)
    if hold is None or hold.restraint == _PAUSE:
        return hold
    ends_before = hold.until is not None and hold.until <= item.window.due
    return None if ends_before else hold


def _held(rule: str, hold: Hold, *, today: date) -> str:
    """Say what is held, why and until when."""
    until = ""
    if hold.until is not None and " until " not in hold.reason:
        until = f", until {say(hold.until, beside=today)}"
    return f"{rule} is held: {hold.reason}{until}"


def _left_out(left: Mapping[Key, str]) -> Iterator[str]:
    """Say what the draft is not about although it is due, and why."""
    for why in dict.fromkeys(left.values()):
        rules = dict.fromkeys(key.family for key, each in left.items() if each == why)
        yield f"left out: {listed(tuple(rules))} ({why})"


def _wanted(plan: Plan, only: Sequence[str]) -> tuple[Planned, ...]:
    for typed in only:
        named = [item for item in plan.touchpoints if typed in item.key.names]
        if named and all(item.state.over for item in named):
            last = max(named, key=lambda item: item.window.due)
            raise NotFoundError(
                f"{last.key} of {plan.customer.name} is over: {last.reason}",
                f"secondsale why {plan.customer.id} --only {last.key}",
            )
    return chosen_of(plan, only)


def _not_due(items: Sequence[Planned], plan: Plan) -> Iterator[str]:
    """Say what the policy keeps back, and what has its time later."""
    for item in items:
        rule, due = item.key.family, say(item.window.due, beside=plan.today)
        hold = item.hold
        if item.state is State.SNOOZED:
            yield f"{rule} is put off to {due}"
        elif item.state is State.PLANNED and item.window.opens > plan.today:
            yield f"{rule} is not due before {due}"
            hold = _matters(plan, item)
        if hold is not None:
            yield _held(rule, hold, today=plan.today) + ON_HOLDS


def _variants(shell: Shell, items: Sequence[Planned], wording: str) -> Iterator[str]:
    """Say where a text has no variant of the name that is asked for."""
    told = set()
    for item in items:
        rule = item.key.family
        word = dict(item.touchpoint.slots).get("wording", "") or wording
        file = f"{rule}.{word}.txt"
        if word and shell.texts.path(rule, word).name != file and file not in told:
            told.add(file)
            yield f"there is no {file}: said as {rule}.txt has it"


def _quoted(touchpoints: Sequence[Touchpoint], channel: Channel) -> Iterator[str]:
    """Say which notes of the seller's the customer would read word for word."""
    if channel in _SPOKEN:
        return
    slots = [
        (dict(each.slots), QUOTED.get(each.key.family, "")) for each in touchpoints
    ]
    words = [f"“{found[name]}”" for found, name in slots if found.get(name)]
    if words:
        yield f"quoted as you noted it, so check the words: {', '.join(words)}"


def _about_the_way(channel: Channel, to: str, address: str) -> Iterator[str]:
    """Say what is not known of the way to reach them."""
    if channel is Channel.CARD:
        if not address:
            yield "no address is known: secondsale edit-customer --address adds one"
    elif channel is not Channel.VISIT and not to:
        what = "e-mail address" if channel is Channel.EMAIL else "phone number"
        yield f"no {what} is known: secondsale edit-customer adds one"


def _length(
    channel: Channel, body: str, touchpoints: Sequence[Touchpoint]
) -> Iterator[str]:
    """Say how many texts an SMS makes, what makes them short, and what helps."""
    topics = len({each.key.family for each in touchpoints})
    if topics >= MANY_TOPICS:
        yield f"{topics} topics are much for one go: --for RULE words one of them alone"
    if channel is not Channel.SMS:
        return
    count, signs = texting.texts(body), texting.beyond_gsm(body)
    said = f"{len(body)} letters: {plural(count, 'text')}"
    if signs:
        said += f"; with {' '.join(signs[:5])} each holds 70 letters, not 160"
    if count > 1 and 1 < topics < MANY_TOPICS:
        said += "; --for RULE words one topic alone"
    yield said


def _unsigned(shell: Shell) -> Iterator[str]:
    seller = shell.settings.seller
    if not (seller.name or seller.signature or seller.business):
        yield (
            f"nobody signs it: under [seller] in {shell.settings_path} stands who"
            " writes, such as name = "
            '"Mia"'
        )
