"""The nouns: facts as the book keeps them, and the touchpoints derived from them.

Nothing here reads a clock, a file or a setting, and nothing changes once made.
"""

from secondsale.model.deals import Ending, Line, Product, ProductKind, Return, Sale
from secondsale.model.history import History
from secondsale.model.people import Channel, Customer, OptOut
from secondsale.model.talks import Contact, Covered, Outcome
from secondsale.model.touchpoints import (
    Intent,
    Key,
    Settlement,
    Status,
    Touchpoint,
    Window,
)

__all__ = [
    "Channel",
    "Contact",
    "Covered",
    "Customer",
    "Ending",
    "History",
    "Intent",
    "Key",
    "Line",
    "OptOut",
    "Outcome",
    "Product",
    "ProductKind",
    "Return",
    "Sale",
    "Settlement",
    "Status",
    "Touchpoint",
    "Window",
]
