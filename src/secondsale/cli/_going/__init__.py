"""`go`: the morning one person at a time, from the keys to the commands.

`machine` decides what a key means and what is to be done, and touches nothing;
`acts` runs the commands; `reading` asks the book; `session` brings the three together;
`terminal` is the screen and the keyboard, and knows nothing of follow-ups.
"""
