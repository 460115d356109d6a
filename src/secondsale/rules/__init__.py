"""The rules, one file each, listed by hand in order of precedence."""

from secondsale.rules._base import Rule
from secondsale.rules.birthday import Birthday
from secondsale.rules.check_in import CheckIn
from secondsale.rules.education import Education
from secondsale.rules.reassure import Reassure
from secondsale.rules.replenish import Replenish
from secondsale.rules.welcome import Welcome

RULES: tuple[type[Rule], ...] = (
    Welcome,
    Reassure,
    CheckIn,
    Birthday,
    Education,
    Replenish,
)

__all__ = ["RULES", "Rule"]
