"""The nouns: facts as the book keeps them, and the touchpoints derived from them.

Nothing here reads a clock, a file or a setting, and nothing changes once made.
"""

from secondsale.model.care import (
    CALLED,
    PROFILE,
    Checkpoint,
    Concern,
    Detail,
    Gift,
    Hello,
    Introduction,
    Milestone,
    Pause,
    Promise,
    Rating,
    Redemption,
    RewardTerms,
)
from secondsale.model.deals import (
    Complement,
    Ending,
    Lesson,
    Line,
    Product,
    ProductKind,
    Resource,
    Return,
    Sale,
)
from secondsale.model.history import History
from secondsale.model.learned import Learned, Level, Votes
from secondsale.model.people import FORGOTTEN, Channel, Customer, OptOut
from secondsale.model.talks import ASKED, Contact, Covered, Outcome
from secondsale.model.touchpoints import (
    Intent,
    Key,
    Outlook,
    Settlement,
    Status,
    Touchpoint,
    Window,
)
from secondsale.model.trials import Arm, Trial

__all__ = [
    "ASKED",
    "CALLED",
    "FORGOTTEN",
    "PROFILE",
    "Arm",
    "Channel",
    "Checkpoint",
    "Complement",
    "Concern",
    "Contact",
    "Covered",
    "Customer",
    "Detail",
    "Ending",
    "Gift",
    "Hello",
    "History",
    "Intent",
    "Introduction",
    "Key",
    "Learned",
    "Lesson",
    "Level",
    "Line",
    "Milestone",
    "OptOut",
    "Outcome",
    "Outlook",
    "Pause",
    "Product",
    "ProductKind",
    "Promise",
    "Rating",
    "Redemption",
    "Resource",
    "Return",
    "RewardTerms",
    "Sale",
    "Settlement",
    "Status",
    "Touchpoint",
    "Trial",
    "Votes",
    "Window",
]
