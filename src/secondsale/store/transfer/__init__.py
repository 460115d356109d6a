"""All facts of a book as plain records, and taking them into another book."""

from secondsale.store.transfer.sending import records
from secondsale.store.transfer.taking import Sent, take_in

__all__ = ["Sent", "records", "take_in"]
