"""Files of a known program that hold no orders, and what to download instead."""

from collections.abc import Iterator

from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import Arrival


class WrongKind:
    """A file that names no customers, recognised so that the hint can be given."""

    about = "sales"

    def __init__(
        self, id: str, title: str, source: str, needs: str, instead: str
    ) -> None:
        self.id, self.title, self.source = id, title, source
        self._needs = [frozenset(each.split(", ")) for each in needs.split(" | ")]
        self._instead = instead

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        return any(needed <= names for needed in self._needs)

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Refuse the file.

        Errors: InputError, with the hint what to download.
        """
        del choices
        raise InputError(
            f"{table.path.name}: {self.title} do not say who bought what",
            f"download instead: {self._instead}",
        )


WRONG_KINDS = (
    WrongKind(
        "shopify-payments",
        "Shopify payment transactions",
        "shopify",
        "payout status, payout date, order | transaction date, payout date, net",
        "Orders > Export > Plain CSV file",
    ),
    WrongKind(
        "square-summary",
        "Square item sales summaries",
        "square",
        "item name, items sold, gross sales | item, units sold, gross sales"
        " | item name, item variation, gross sales",
        "Transactions > Export, both the transactions and the items detail CSV",
    ),
    WrongKind(
        "etsy-statement",
        "Etsy monthly statements",
        "etsy",
        "type, title, info, fees & taxes | type, title, amount, fees & taxes",
        "Shop Manager > Settings > Options > Download Data: Orders, and Order Items",
    ),
    WrongKind(
        "etsy-payments",
        "Etsy payments and deposits",
        "etsy",
        "payment id, gross amount, net amount, posted gross"
        " | payment id, buyer username, gross amount",
        "Shop Manager > Settings > Options > Download Data: Orders, and Order Items",
    ),
    WrongKind(
        "stripe-balance",
        "Stripe balance reports",
        "stripe",
        "balance_transaction_id, reporting_category | balance_transaction_id, gross"
        " | balance transaction id, gross | type, source, fee, net, available on (utc)"
        " | reporting category, gross",
        "Payments > Export, with all columns",
    ),
    WrongKind(
        "stripe-payouts",
        "Stripe payouts",
        "stripe",
        "arrival date (utc), amount | arrival date, balance transaction"
        " | payout_id, effective_at",
        "Payments > Export, with all columns",
    ),
    WrongKind(
        "stripe-fees",
        "Stripe application fees",
        "stripe",
        "application id, user id, amount | application id, user email",
        "Payments > Export, with all columns",
    ),
)
