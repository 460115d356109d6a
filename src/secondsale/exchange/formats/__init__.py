"""Tables of other programs, one file each, in the order in which they are tried."""

from collections.abc import Iterator

from secondsale.exchange.formats._base import Choices, Format, NoCurrencyError
from secondsale.exchange.formats._wrong_kinds import WRONG_KINDS
from secondsale.exchange.formats.ebay import EbayOrders
from secondsale.exchange.formats.etsy import EtsyItems, EtsyOrders
from secondsale.exchange.formats.google import GoogleContacts
from secondsale.exchange.formats.gumroad import GumroadSales
from secondsale.exchange.formats.hubspot import HubSpotContacts
from secondsale.exchange.formats.mailchimp import MailchimpAudience
from secondsale.exchange.formats.outlook import OutlookContacts
from secondsale.exchange.formats.own import (
    OwnContacts,
    OwnCustomers,
    OwnPlan,
    OwnProducts,
    OwnSales,
)
from secondsale.exchange.formats.paypal import PayPal
from secondsale.exchange.formats.shopify import (
    ShopifyCustomers,
    ShopifyOrders,
    SquarespaceOrders,
)
from secondsale.exchange.formats.square import SquareItems, SquareTransactions
from secondsale.exchange.formats.square_directory import SquareDirectory
from secondsale.exchange.formats.stripe import StripeCustomers, StripePayments
from secondsale.exchange.formats.thunderbird import ThunderbirdContacts
from secondsale.exchange.formats.woocommerce import WooAnalytics, WooOrders
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import Arrival

FORMATS: tuple[Format, ...] = (
    OwnPlan(),
    OwnCustomers(),
    OwnProducts(),
    OwnSales(),
    OwnContacts(),
    *WRONG_KINDS,
    ShopifyOrders(),
    SquarespaceOrders(),
    ShopifyCustomers(),
    SquareTransactions(),
    SquareItems(),
    EtsyOrders(),
    EtsyItems(),
    WooOrders(),
    WooAnalytics(),
    StripePayments(),
    StripeCustomers(),
    PayPal(),
    EbayOrders(),
    GumroadSales(),
    SquareDirectory(),
    MailchimpAudience(),
    HubSpotContacts(),
    GoogleContacts(),
    ThunderbirdContacts(),
    OutlookContacts(),
)
"""What is recognised by its header; of two that fit, the first is taken."""


def recognise(table: Table) -> Format | None:
    """Return the format that the names of the columns tell, if it is a known one."""
    return next((each for each in FORMATS if each.fits(table.known)), None)


def arrivals(form: Format, table: Table, choices: Choices) -> Iterator[Arrival]:
    """Yield what a table brings, and what its footers are left out for.

    Errors: InputError for what has to be chosen first, or for the wrong kind of file.
    """
    yield from form.read(table, choices)
    yield from table.left_out.values()


__all__ = [
    "FORMATS",
    "Choices",
    "Format",
    "NoCurrencyError",
    "arrivals",
    "recognise",
]
