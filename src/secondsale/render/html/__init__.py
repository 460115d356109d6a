"""The figures as one page for a browser: no script, no network, nothing beside it.

nodes       elements whose text is always escaped
chart       what charts have in common: a frame, a title, a table of its figures
curve       the curve to the second sale
months      orders and revenue, a column a month
cohorts     who came back, by the month of the first order
figures     figures by group, with what is likely drawn as a range
page        all of it; page.css is how it looks, on screen and on paper
"""
