import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.errors import InputError
from secondsale.money import (
    LARGEST,
    NO_CURRENCY,
    Money,
    minor_digits,
    parse_amount,
    parse_currency,
)

currencies = st.sampled_from(["CLF", "EUR", "JPY", "KRW", "KWD", "USD", NO_CURRENCY])
amounts = st.builds(Money, st.integers(0, LARGEST), currencies)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("38", "EUR", 3800),
        ("38.5", "EUR", 3850),
        ("38.50", "EUR", 3850),
        (" 38.50 ", "EUR", 3850),
        ("1,234.50", "EUR", 123450),
        ("1,234,567.89", "EUR", 123456789),
        ("0", "EUR", 0),
        ("0.01", "EUR", 1),
        ("00038", "EUR", 3800),
        pytest.param("0" * 5000 + "38", "EUR", 3800, id="5000 zeros"),
        ("0.1", "EUR", 10),
        ("0.29", "EUR", 29),
        ("38", NO_CURRENCY, 3800),
        ("1200", "JPY", 1200),
        ("1200", "KRW", 1200),
        ("1.234", "KWD", 1234),
        ("1.5", "KWD", 1500),
        ("1,234.5", "KWD", 1234500),
        ("10000000000", "EUR", LARGEST),
    ],
)
def test_an_amount_is_read_exactly(typed: str, currency: str, minor: int) -> None:
    assert parse_amount(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", NO_CURRENCY])
@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "inf", "-inf", "Infinity", "1e3", "1E+3", "1e400", "1_000",
        "0x10",         "12,505", "1,234,567", "12,50", "12,5", "1.234,50", "1 234.50",
        "1'234.50",
        "1,00,000.00", "1,2345.00", "12,34.50", ",5", ".5", "38.", "38..5", "3.8.5",
        "٣٨", "３８", "38.٥", "३८", "²",
        "-5", "-0", "+5", "\u22125", "(5)", "€38", "38 EUR", "38€", "38-", "38,-",
        str(2**63), str(2**64), pytest.param("9" * 5000, id="5000 digits"),
        pytest.param("1." + "9" * 5000, id="5000 decimals"),
        pytest.param("1" + ",000" * 2000, id="2000 groups"),
        "", " ", "\u00a038", "38\n", "\t38", "38\0", "38.50\u200b", "ana", "[/]",
    ],
)  # fmt: skip
def test_what_is_not_plainly_an_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount(typed, currency)

    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 100
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("typed", "currency", "said"),
    [
        ("38.00", "JPY", "'38.00' has 2 decimals; JPY has none"),
        ("38.505", "EUR", "'38.505' has 3 decimals; EUR has 2"),
        (
            "1.234",
            NO_CURRENCY,
            "'1.234' has 3 decimals; without a currency it can have 2",
        ),
        ("1.2345", "KWD", "'1.2345' has 4 decimals; KWD has 3"),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused(
    typed: str, currency: str, said: str
) -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount(typed, currency)

    assert refusal.value.message == said


@pytest.mark.parametrize(
    ("currency", "hint"),
    [
        ("JPY", "write 12505 without a comma"),
        ("EUR", "write 12505 without a comma, and decimals after a point"),
        ("KWD", "write 12505 without a comma, and decimals after a point"),
    ],
)
def test_a_lone_comma_is_asked_about(currency: str, hint: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount("12,505", currency)

    assert refusal.value.message == "'12,505' could be read in two ways"
    assert refusal.value.hint == hint


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_the_hint_shows_an_amount_that_is_accepted(currency: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_amount("ana", currency)

    for example in refusal.value.hint.removeprefix("write it like ").split(" or "):
        assert parse_amount(example, currency).minor > 0


@pytest.mark.parametrize("typed", ["10000000000.01", "10000000001"])
def test_an_amount_beyond_the_largest_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="too large") as refusal:
        parse_amount(typed, "EUR")

    assert refusal.value.hint == "at most 10,000,000,000.00 EUR"


@pytest.mark.parametrize(
    "typed",
    ["1" * 200_000 + "x", "1" + ",111" * 200_000 + "x"],
    ids=["digits", "groups"],
)
def test_no_amount_takes_long_to_judge(typed: str) -> None:
    started = time.process_time()

    with pytest.raises(InputError):
        parse_amount(typed, "EUR")

    assert time.process_time() - started < 1


@given(amounts)
def test_an_amount_reads_back_as_it_was_written(money: Money) -> None:
    assert parse_amount(money.decimal(), money.currency) == money


@given(amounts)
def test_a_grouped_amount_with_decimals_reads_back(money: Money) -> None:
    written = money.decimal(grouped=True)

    if "." in written or "," not in written:
        assert parse_amount(written, money.currency) == money


@given(st.text("0123456789.,-+eE_ \u0663", max_size=14), currencies)
def test_what_is_read_is_what_is_written(typed: str, currency: str) -> None:
    try:
        money = parse_amount(typed, currency)
    except InputError:
        return

    whole, _, rest = typed.strip().replace(",", "").partition(".")
    digits = minor_digits(currency)
    assert money.minor == int(whole) * 10**digits + int(rest.ljust(digits, "0") or 0)


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(123450, "EUR"), "1,234.50 EUR"),
        (Money(123450), "1,234.50"),
        (Money(123450, "JPY"), "123,450 JPY"),
        (Money(1234500, "KWD"), "1,234.500 KWD"),
        (Money(-5, "EUR"), "-0.05 EUR"),
        (Money(-123450, "EUR"), "-1,234.50 EUR"),
    ],
)
def test_money_is_shown_with_its_currency(money: Money, shown: str) -> None:
    assert str(money) == shown


def test_several_cost_several_times_as_much() -> None:
    assert Money(1999, "EUR").times(3) == Money(5997, "EUR")


@pytest.mark.parametrize("typed", ["eur", " EUR ", "Eur"])
def test_a_currency_is_read_in_any_case(typed: str) -> None:
    assert parse_currency(typed) == "EUR"


@pytest.mark.parametrize("typed", ["", "EURO", "€", "XYZ", "E", "EUR USD", "E" * 999])
def test_an_unknown_currency_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not a currency") as refusal:
        parse_currency(typed)

    assert len(refusal.value.message) < 100
    assert "EUR" in refusal.value.hint


@pytest.mark.parametrize(
    ("currency", "digits"), [("JPY", 0), ("EUR", 2), ("XXX", 2), ("KWD", 3), ("CLF", 4)]
)
def test_decimals_come_from_the_currency(currency: str, digits: int) -> None:
    assert minor_digits(parse_currency(currency)) == digits
