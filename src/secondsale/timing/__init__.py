"""When a product runs out, and when a customer has gone quiet.

What the seller states, what the book's customers do with the product, and what this
customer does are pooled on logarithms of the gap, so that it works from the first
purchase and gets better with each one. Pure and generic over ids: the book and plain
CSV use it alike.

rhythm      the sums of one customer and one product
levels      what the whole book teaches: shop, categories, products
forecasts   the next purchase of one product, in dates, a chance and words
orders      the customer as a whole: still there, or gone quiet
segments    kinds of buyers by their own rhythm: new, loyal, at risk, lost
purchases   a history's purchases with what each lets one expect
shops       plain facts of a shop, without a book
replay      the past once more; measures: how good all this would have been
"""

from secondsale.timing.figures import Timing
from secondsale.timing.forecasts import Basis, Forecast, forecast
from secondsale.timing.levels import Learner, Pace, learn, product_level, shop_level
from secondsale.timing.orders import (
    Orders,
    Quiet,
    alive,
    gone_quiet,
    p_order,
    typical_gap,
)
from secondsale.timing.purchases import (
    Purchase,
    forecasts,
    in_use,
    purchases,
    rhythms,
)
from secondsale.timing.rhythm import Rhythm

__all__ = [
    "Basis",
    "Forecast",
    "Learner",
    "Orders",
    "Pace",
    "Purchase",
    "Quiet",
    "Rhythm",
    "Timing",
    "alive",
    "forecast",
    "forecasts",
    "gone_quiet",
    "in_use",
    "learn",
    "p_order",
    "product_level",
    "purchases",
    "rhythms",
    "shop_level",
    "typical_gap",
]
