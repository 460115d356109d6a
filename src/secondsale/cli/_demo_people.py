"""The people of the demo: a small business with skin care and water filters."""

from datetime import time
from typing import Any

from secondsale.model import Channel, Outcome, ProductKind
from secondsale.records import dataclass, field

PRODUCTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("Rose Serum", "skin care", "38", {"supply_days": 45, "delivery_days": 2}),
    ("Day Cream", "skin care", "29", {"supply_days": 60, "delivery_days": 2}),
    ("Cleansing Milk", "skin care", "19.50", {"supply_days": 40, "delivery_days": 2}),
    ("Night Balm", "skin care", "34", {"supply_days": 75, "delivery_days": 2}),
    ("Lip Care", "skin care", "8.50", {}),
    ("Gift Box", "skin care", "55", {"kind": ProductKind.DURABLE}),
    ("Filter Jug", "water", "49", {"kind": ProductKind.DURABLE, "delivery_days": 3}),
    ("Filter Cartridge", "water", "14.90", {"supply_days": 30, "delivery_days": 3}),
    ("Tap Filter", "water", "189", {"kind": ProductKind.DURABLE, "delivery_days": 5}),
    ("Tap Filter Insert", "water", "59", {"supply_days": 180, "delivery_days": 5}),
)


@dataclass(frozen=True, slots=True)
class Bought:
    """A sale so many days ago."""

    ago: int
    items: tuple[str, ...]
    note: str = ""
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation so many days ago."""

    ago: int
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the demo, and what happened."""

    name: str
    events: tuple[Bought | Talk, ...]
    about: dict[str, Any] = field(default_factory=dict)
    born: tuple[int, int] | None = None
    """Days from today to the next birthday, and the age then."""
    sent_by: str = ""


def _b(ago: int, *items: str, note: str = "", at: time | None = None) -> Bought:
    return Bought(ago, items, note, at)


def _t(ago: int, outcome: str, note: str = "") -> Talk:
    return Talk(ago, Outcome(outcome), note)


def _phone(last: str, **more: Any) -> dict[str, Any]:
    return {"phone": f"+44 20 7946 0{last}", **more}


def _mail(name: str, **more: Any) -> dict[str, Any]:
    return {"email": f"{name}@example.com", **more}


PEOPLE: tuple[Person, ...] = (
    Person(
        "Ana Silva",
        (_b(2, "Rose Serum x2", note="one is for my sister", at=time(15, 40)),),
        _phone("018", best_time="evenings", source="market"),
    ),
    Person(
        "Ben Okafor",
        (
            _b(96, "Filter Jug", "Filter Cartridge"),
            _t(95, "ok", "sounds pleased"),
            _t(90, "happy", "the tea tastes better already"),
            _b(51, "Filter Cartridge x2", note="two, to be on the safe side"),
            _t(50, "ok"),
            _t(44, "happy", "asks about one for the office"),
        ),
        _phone("124", channel=Channel.WHATSAPP, source="market"),
    ),
    Person(
        "Chloé Martin",
        (
            _b(265, "Day Cream", "Lip Care"),
            _t(263, "happy", "loves the scent"),
            _b(208, "Lip Care"),
            _t(207, "ok"),
            _b(154, "Day Cream", "Lip Care"),
            _t(152, "happy"),
            _b(95, "Lip Care x2"),
            _t(94, "ok"),
            _b(40, "Day Cream x2", "Lip Care"),
            _t(38, "happy", "took the second one to Lyon"),
        ),
        _mail("chloe", channel=Channel.EMAIL),
        born=(0, 40),
    ),
    Person(
        "Dmitri Volkov",
        (
            _b(11, "Cleansing Milk"),
            _t(10, "ok"),
            _t(1, "unhappy", "the pump came broken"),
        ),
        _phone("233"),
    ),
    Person(
        "Elif Yılmaz",
        (_b(5, "Day Cream", note="for dry skin, after the mountains"), _t(4, "happy")),
        _phone("347", channel=Channel.SMS, source="Ana’s workshop"),
        sent_by="Chloé Martin",
    ),
    Person(
        "Fiona MacLeod",
        (
            _b(165, "Tap Filter", "Tap Filter Insert"),
            _t(164, "ok"),
            _t(157, "happy", "the plumber was done in ten minutes"),
        ),
        _phone("410", best_time="before noon"),
    ),
    Person(
        "Giorgos Papadakis",
        (
            _b(160, "Night Balm"),
            _t(158, "ok"),
            _b(66, "Night Balm", "Rose Serum"),
            _t(65, "ok", "serum is a present"),
            _t(45, "not-interested", "enough for now"),
        ),
        _phone("455"),
    ),
    Person(
        "Hana Nováková",
        (_b(8, "Cleansing Milk", "Day Cream"), _t(7, "ok"), _t(2, "ok", "all arrived")),
        _mail("hana"),
    ),
    Person(
        "Ines Carvalho",
        (
            _b(334, "Rose Serum"),
            _t(333, "happy"),
            _b(282, "Rose Serum"),
            _t(281, "happy"),
            _b(230, "Rose Serum"),
            _b(184, "Rose Serum"),
            _b(135, "Rose Serum"),
            _t(134, "happy", "could not do without it"),
            _b(86, "Rose Serum"),
            _t(84, "happy"),
            _b(38, "Rose Serum"),
            _t(36, "happy", "a friend is asking about it"),
        ),
        _phone("501", channel=Channel.CALL),
        born=(23, 52),
    ),
    Person("Jonas Weber", (_b(1, "Filter Jug", "Filter Cartridge"),), _phone("522")),
    Person(
        "Katarzyna Wójcik",
        (
            _b(120, "Filter Jug", "Filter Cartridge x2"),
            _t(119, "ok"),
            _t(113, "ok", "filter light blinks, explained the reset"),
        ),
        _phone("566", channel=Channel.WHATSAPP),
    ),
    Person(
        "Liam O’Brien",
        (_b(70, "Gift Box", note="for his mother"), _t(69, "ok")),
        _phone("590"),
    ),
    Person(
        "Mei Lin 林美",
        (
            _b(150, "Day Cream"),
            _t(149, "happy"),
            _b(84, "Day Cream", "Cleansing Milk"),
            _t(83, "happy", "skin has never been better"),
            _b(30, "Cleansing Milk"),
            _t(29, "happy"),
        ),
        _mail("mei", channel=Channel.EMAIL, best_time="mornings"),
    ),
    Person(
        "Noor Haddad",
        (
            _b(9, "Night Balm"),
            _t(8, "ok"),
            _t(3, "happy", "sleeps with the window open"),
        ),
        _phone("644"),
    ),
    Person(
        "Oskar Lindqvist",
        (
            _b(220, "Tap Filter", "Tap Filter Insert"),
            _t(219, "ok"),
            _t(210, "no-answer"),
        ),
        _phone("671"),
    ),
    Person(
        "Priya Raman",
        (
            _b(55, "Rose Serum"),
            _t(54, "happy"),
            _t(49, "happy", "wants to try the balm one day"),
        ),
        _phone("702", channel=Channel.WHATSAPP, source="market"),
    ),
    Person(
        "Quentin Dubois",
        (
            _b(7, "Filter Jug", "Filter Cartridge x3"),
            _t(6, "left-message", "on the machine"),
        ),
        _phone("719"),
    ),
    Person(
        "Rosa Jiménez",
        (
            _b(180, "Cleansing Milk", "Day Cream"),
            _t(179, "ok"),
            _b(130, "Cleansing Milk"),
            _t(128, "annoyed", "too many messages, please less"),
        ),
        _mail("rosa"),
    ),
    Person(
        "Samuel Adeyemi",
        (_b(20, "Lip Care x3", note="one for each of the girls"), _t(19, "happy")),
        _phone("760"),
        born=(5, 35),
    ),
    Person(
        "Tereza Horáková",
        (_b(33, "Rose Serum", "Day Cream"), _t(32, "happy"), _t(28, "happy")),
        _phone("781", channel=Channel.CARD),
        born=(6, 60),
    ),
    Person(
        "Uwe Brandt",
        (_b(270, "Filter Jug", "Filter Cartridge"), _t(269, "ok")),
        {},
    ),
    Person(
        "Valentina Rossi",
        (
            _b(110, "Night Balm"),
            _t(109, "happy"),
            _t(104, "happy", "her mother wants one too"),
            _b(35, "Night Balm x2"),
            _t(34, "happy"),
        ),
        _phone("835"),
        sent_by="Ines Carvalho",
    ),
    Person(
        "Wanjiru Kamau",
        (_b(7, "Tap Filter", "Tap Filter Insert", note="well water"), _t(6, "ok")),
        _phone("850", best_time="after 18:00"),
    ),
    Person(
        "Yusuf Demir",
        (_b(33, "Cleansing Milk"), _t(32, "ok"), _t(27, "ok")),
        _phone("877", channel=Channel.SMS),
    ),
    Person("Zoë van Dijk", (_b(0, "Day Cream", at=time(9, 15)),), _mail("zoe")),
)

CONCERNS = (
    ("Dmitri Volkov", 1, "the pump came broken, wants a new one", None, ""),
    ("Katarzyna Wójcik", 113, "the filter light blinks", 112, "explained the reset"),
    ("Rosa Jiménez", 128, "too many messages", 127, "wrote that it will be less"),
)
"""Who had which worry: days ago, and when and how it was resolved."""

PROMISES = (("Mei Lin 林美", 29, "send a sample of the night balm", 1),)
"""What was promised to whom: days ago, and in how many days from today."""

WISHES = {"Oskar Lindqvist": (150, "said so on the phone")}
"""Who asked not to be contacted: days ago, and how we know."""
