"""The shape of the book, as append-only steps: the only place that changes it.

A step that was released is never edited; a new shape is a new step at the end. One that
renames or drops a column of a fact has to empty the journal, whose images name it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondsale.store.steps.step_1 import customers_products_sales_and_contacts
from secondsale.store.steps.step_2 import care_teaching_and_rewards
from secondsale.store.steps.step_3 import levels_and_what_was_learned
from secondsale.store.steps.step_4 import a_journal_of_changes
from secondsale.store.steps.step_5 import people_who_were_forgotten
from secondsale.store.steps.step_6 import an_index_of_who_is_awake
from secondsale.store.steps.step_7 import what_came_from_elsewhere
from secondsale.store.steps.step_8 import words_that_were_used
from secondsale.store.steps.step_9 import trials

if TYPE_CHECKING:
    from sqlite_utils import Database

# The names of the functions are in every book: they say which steps were taken.
STEPS: tuple[Callable[["Database"], None], ...] = (
    customers_products_sales_and_contacts,
    care_teaching_and_rewards,
    levels_and_what_was_learned,
    a_journal_of_changes,
    people_who_were_forgotten,
    an_index_of_who_is_awake,
    what_came_from_elsewhere,
    words_that_were_used,
    trials,
)
