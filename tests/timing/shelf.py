"""Purchases in a readable line: `rhythm((0, 1), (31, 2))` is 1, and 2 on day 31."""

from datetime import date

from hypothesis import strategies as st

from secondsale.model import Learned
from secondsale.timing import Forecast, Rhythm, forecast, learn

DAY_0 = date(2026, 1, 1).toordinal()

days = st.integers(0, 3000)
quantities = st.one_of(st.integers(1, 20), st.floats(0.01, 1e9), st.just(10**30))
histories = st.lists(st.tuples(days, quantities), min_size=1, max_size=12).map(sorted)


def rhythm(*bought: tuple[int, float], dosed: bool = False) -> Rhythm:
    made = Rhythm(dosed=dosed)
    for day, quantity in bought:
        made.buy(DAY_0 + day, quantity)
    return made


def taught(*rhythms: Rhythm, stated: float | None = None, day: int = 150) -> Learned:
    return learn(
        ((1, "x", each) for each in rhythms),
        {1: stated},
        day=date.fromordinal(DAY_0 + day),
    )


def after(
    own: Rhythm, learned: Learned | None = None, *, stated: float | None = None
) -> Forecast:
    """Return the forecast after a rhythm; by itself, it is all that was learned."""
    known = taught(own, stated=stated) if learned is None else learned
    return forecast(own, known, product_id=1, category="x", stated=stated)
