"""The wording: one text file per rule, filled in strictly.

A line of such a file is a talking point, `condition | words`. The words hold slots such
as `$products`; the condition, if there is one, is a slot that must be known, or
`slot=value`. A slot that is used and not known is an error, never a gap.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Template

from secondsale import text
from secondsale.errors import SettingsError
from secondsale.model import Customer, Touchpoint

FOLDER = Path(__file__).parent / "en"


def talking_points(
    touchpoint: Touchpoint, customer: Customer, *, today: date
) -> tuple[str, ...]:
    """Return what to say for a touchpoint, a few words a point.

    Where something is expected to be bought again, the slot `expected` is `ahead` up to
    that day and `past` after it.
    Errors: SettingsError, naming a slot that the wording uses and nobody fills.
    """
    rule = touchpoint.key.rule.partition(".")[0]
    slots = {
        "first_name": customer.first_name,
        "products": text.listed(touchpoint.products),
        **dict(touchpoint.slots),
    }
    if touchpoint.outlook is not None:
        slots["expected"] = "past" if touchpoint.outlook.expected < today else "ahead"
    return tuple(_filled(FOLDER / f"{rule}.txt", slots))


def _filled(path: Path, slots: Mapping[str, str]) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        condition, bar, words = line.partition("|")
        if not bar or line.startswith("#"):
            continue
        slot, _, value = condition.strip().partition("=")
        if slot and (slot not in slots or (value and slots[slot] != value)):
            continue
        try:
            yield Template(words.strip()).substitute(slots)
        except KeyError as error:
            raise SettingsError(
                f"{path.name} uses ${error.args[0]}, which is not known here",
                f"known: {text.listed(sorted(slots))}",
            ) from None
