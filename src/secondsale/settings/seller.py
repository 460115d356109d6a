"""Who writes: what stands in drafts of the seller's own."""

from secondsale import text
from secondsale.figures import figure
from secondsale.records import dataclass


def _read_line(value: str) -> str:
    return text.clean(value, "the text")


def _read_phone(value: str) -> str:
    number = _read_line(value)
    if number and not text.is_phone(number):
        raise ValueError(f"{value!r} is not a phone number")
    return number


def _read_lines(value: str) -> list[str]:
    return [_read_line(line) for line in value.splitlines()]


@dataclass(frozen=True)
class Seller:
    """Say who writes; drafts do without what is empty, and plans know none of it."""

    name: str = figure(
        "",
        "",
        "your name, as you introduce yourself",
        reads=_read_line,
        takes="a line of text",
    )
    signature: str = figure(
        "",
        "",
        "what stands under an e-mail or a card; empty is your name",
        reads=_read_lines,
        takes="text, perhaps of several lines",
    )
    phone: str = figure(
        "",
        "",
        "your number",
        reads=_read_phone,
        takes='a phone number, such as "+44 20 7946 0018"',
    )
    business: str = figure(
        "", "", "the name of your business", reads=_read_line, takes="a line of text"
    )
