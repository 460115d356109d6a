from datetime import date

import pytest

from secondsale.errors import InputError
from secondsale.exchange.plain_sales import Goods, read_products, read_sales
from secondsale.timing.shops import Sold

DAY = date(2026, 1, 1)
HEADS = "customer,product,category,quantity,date"


def sales(*lines: str, heads: str = HEADS) -> dict[str, list[Sold]]:
    return read_sales([heads, *lines], "sales.csv", until=date.max, goods=Goods())


def test_a_sale_is_read_with_ids_of_any_text() -> None:
    found = sales('"Silva, Ana",=1+1,härte,2,2026-01-01', "7,x,,0.5,2026-01-02")

    assert found == {
        "": [
            Sold(DAY.toordinal(), "Silva, Ana", "=1+1", "härte", 2),
            Sold(DAY.toordinal() + 1, "7", "x", "", 0.5),
        ]
    }


def test_columns_are_found_by_name_and_others_left_alone() -> None:
    heads = " Date ,note,CUSTOMER,quantity,category,product,shop"

    found = sales("2026-01-01,hm,ana,1,care,soap,north", heads=heads)

    assert found == {"north": [Sold(DAY.toordinal(), "ana", "soap", "care", 1)]}


def test_returns_and_what_is_dated_later_are_left_out() -> None:
    lines = [HEADS, "a,b,c,-1,2026-01-01", "a,b,c,0,2026-01-01", "a,b,c,1,2026-01-02"]

    assert read_sales(lines, "sales.csv", until=DAY, goods=Goods()) == {}


def test_a_category_may_come_from_the_products() -> None:
    goods = read_products(["product,category,stated_days", "soap,care,"], "products")

    found = read_sales(
        [HEADS, "ana,soap,,1,2026-01-01"], "sales", until=DAY, goods=goods
    )

    assert found[""][0].category == "care"
    assert goods.stated == {}


def test_stated_days_may_be_empty() -> None:
    goods = read_products(
        ["product,stated_days,name", "soap,30,Soap", "oil,,Oil", "wax,7.5,Wax"], "p"
    )

    assert goods.stated == {"soap": 30, "wax": 7.5}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,b,c,1,1.2.2026", "sales.csv, line 3: '1.2.2026' is not a date"),
        ("a,b,c,1,2026-02-30", "sales.csv, line 3: '2026-02-30' is not a date"),
        ("a,b,c,1,1066-01-01", "sales.csv, line 3: '1066-01-01' is not a date"),
        ("a,b,c,two,2026-01-01", "sales.csv, line 3: quantity 'two' is not a number"),
        ("a,b,c,nan,2026-01-01", "sales.csv, line 3: quantity 'nan' is not a number"),
        ("a,b,c,1e99,2026-01-01", "sales.csv, line 3: quantity '1e99' is not a number"),
        ("a,b,c,,2026-01-01", "sales.csv, line 3: quantity '' is not a number"),
        (",b,c,1,2026-01-01", "sales.csv, line 3: customer is empty"),
        ("a,,c,1,2026-01-01", "sales.csv, line 3: product is empty"),
        ("a,b,c,1", "sales.csv, line 3: 4 cells instead of 5"),
        ('a,"b,c,1,2026-01-01', "sales.csv, line 3: unexpected end of data"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(line: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        sales("a,b,c,1,2026-01-01", line)

    assert refused.value.message == message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("heads", "message"),
    [
        ("", "sales.csv is empty"),
        ("customer,product,quantity,date", "column category is missing"),
        (f"{HEADS},date", "column date is twice"),
    ],
)
def test_a_bad_header_is_refused(heads: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        sales(heads=heads)

    assert message in refused.value.message


@pytest.mark.parametrize("stated", ["0", "-3", "soon", "inf", "99999"])
def test_stated_days_are_days(stated: str) -> None:
    with pytest.raises(InputError, match=r"^p, line 2: stated_days"):
        read_products(["product,stated_days", f"soap,{stated}"], "p")


def test_a_product_has_its_stated_days_once() -> None:
    with pytest.raises(InputError, match="line 3: product 'soap' stands there"):
        read_products(["product,stated_days", "soap,30", "soap,40"], "p")
