"""The rules, one file each, listed by hand in order of precedence."""

from secondsale.rules._base import Rule
from secondsale.rules.anniversary import Anniversary
from secondsale.rules.birthday import Birthday
from secondsale.rules.check_in import CheckIn
from secondsale.rules.checkpoint import Checkpoint
from secondsale.rules.concern import Concern
from secondsale.rules.education import Education
from secondsale.rules.feedback import Feedback
from secondsale.rules.hello_again import HelloAgain
from secondsale.rules.introduce import Introduce
from secondsale.rules.keep_in_touch import KeepInTouch
from secondsale.rules.milestone import Milestone
from secondsale.rules.next_step import NextStep
from secondsale.rules.offer import Offer
from secondsale.rules.promise import Promise
from secondsale.rules.reassure import Reassure
from secondsale.rules.referral import Referral
from secondsale.rules.relationship_review import RelationshipReview
from secondsale.rules.replenish import Replenish
from secondsale.rules.reward import Reward
from secondsale.rules.season import Season
from secondsale.rules.thank_referrer import ThankReferrer
from secondsale.rules.welcome import Welcome
from secondsale.rules.win_back import WinBack
from secondsale.rules.wow import Wow

RULES: tuple[type[Rule], ...] = (
    Welcome,
    Concern,
    Promise,
    Checkpoint,
    ThankReferrer,
    Reassure,
    CheckIn,
    Introduce,
    Wow,
    HelloAgain,
    Birthday,
    Anniversary,
    Milestone,
    KeepInTouch,
    Education,
    Feedback,
    Referral,
    RelationshipReview,
    Replenish,
    NextStep,
    Reward,
    Offer,
    Season,
    WinBack,
)

__all__ = ["RULES", "Rule"]
