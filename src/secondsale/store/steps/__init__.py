"""The shape of the book, as append-only steps: the only place that changes it.

A step that was released is never edited; a new shape is a new step at the end.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondsale.store.steps.step_1 import customers_products_sales_and_contacts
from secondsale.store.steps.step_2 import care_teaching_and_rewards

if TYPE_CHECKING:
    from sqlite_utils import Database

# The names of the functions are in every book: they say which steps were taken.
STEPS: tuple[Callable[["Database"], None], ...] = (
    customers_products_sales_and_contacts,
    care_teaching_and_rewards,
)
