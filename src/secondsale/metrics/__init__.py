"""Figures of a book: whether customers come back, and which habits go with that.

Pure, over plain facts; each figure says what it is made of and how sure it is.

metric      one figure: its value, what it counts, its interval, its definition
intervals   what a share of few can and cannot tell
exact       whether two shares differ by more than chance, for many at once
steps       how often each step is done, how, and who buys again after it
segments    kinds of buyers; recency, frequency and money
goes_with   what goes with a second sale
giving      gifts and rewards, and who sent whom
"""

from secondsale.metrics.metric import Metric, Unit

__all__ = ["Metric", "Unit"]
