"""vCards, as phones and address books exchange them: 2.1, 3.0 and 4.0 in, 3.0 out."""

from secondsale.exchange.vcards.reading import encoding, looks_like, read
from secondsale.exchange.vcards.writing import customers_cards

__all__ = ["customers_cards", "encoding", "looks_like", "read"]
