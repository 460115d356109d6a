"""Figures of a book for the terminal: in words, in signs, and as pictures.

lines       a figure in one line: its value, how sure it is, what it was before
signs       intervals, shades and rows of small columns, a text each
scales      how far pictures reach and where their marks stand; the page uses them, too
curve       the curve to the second sale, with its band
heat        the share that came back, month by month
months      orders and revenue, month by month
parts       what became of wholes, such as the touchpoints of each rule
screen      all of it on one screen, or as plain lines
"""
