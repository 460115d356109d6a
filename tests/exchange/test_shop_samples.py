"""Samples of shops' files, where the environment names the folder they are in."""

import pytest
from tests.exchange.reading import choices, read, sample

from secondsale.errors import InputError
from secondsale.exchange.formats import recognise
from secondsale.exchange.tables import Table

SAMPLES = {
    "shopify/ltv-cohort-kit_fixture.csv": "shopify-orders",
    "square/schola_transactions_8rows.csv": "square-transactions",
    "etsy/zipmap_sample_orders.csv": "etsy-items",
    "woocommerce/webtoffee_sample_order_1001.csv": "woocommerce-orders",
    "stripe/unified_payments_1row.csv": "stripe-payments",
    "paypal/oca_activity_en.csv": "paypal",
    "paypal/ledger-autosync_paypal_2016.csv": "paypal",
    "paypal/amouhzi_basic_gbp.csv": "paypal",
    "_synthetic/SYN_EtsySoldOrderItems_us.csv": "etsy-items",
    "_synthetic/SYN_EtsySoldOrders_us.csv": "etsy-orders",
    "_synthetic/SYN_shopify_orders_79col.csv": "shopify-orders",
    "_synthetic/SYN_square_items_dev.csv": "square-items",
    "_synthetic/SYN_square_transactions_dev.csv": "square-transactions",
    "_synthetic/SYN_woo_analytics_orders.csv": "woocommerce-analytics",
}
WRONG = {
    "etsy/beancount_etsy_statement_part1.csv": "etsy-statement",
    "stripe/hledger_balance_change.csv": "stripe-balance",
    "stripe/application_fees_decimal_comma.csv": "stripe-fees",
}


@pytest.mark.parametrize(("name", "known"), SAMPLES.items())
def test_a_sample_is_read_and_every_record_accounted_for(name: str, known: str) -> None:
    path = sample(name)
    order = "mdy" if "2016" in name else ""

    found = recognise(Table.open(path))

    assert found is not None
    assert found.id == known
    told = read(found, path, currency="USD", date_order=order)
    assert told
    assert not [line for line in told if " refused:" in line]


@pytest.mark.parametrize(("name", "known"), WRONG.items())
def test_a_sample_of_the_wrong_kind_is_refused_with_a_hint(
    name: str, known: str
) -> None:
    table = Table.open(sample(name))

    found = recognise(table)

    assert found is not None
    assert found.id == known
    with pytest.raises(InputError) as refused:
        list(found.read(table, choices()))
    assert "download instead" in refused.value.hint


def test_each_payment_of_a_paypal_year_is_told_from_what_it_drags_along() -> None:
    path = sample("paypal/oca_activity_en.csv")

    found = recognise(Table.open(path))
    assert found is not None
    told = read(found, path)

    assert sum("[PayPal order" in line for line in told) == 26
    assert sum("a currency conversion" in line for line in told) == 32
