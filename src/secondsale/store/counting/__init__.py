"""Counting over the whole book for figures: one pass, and as little of it in memory.

buyers      each customer's sales and conversations in plain numbers, one by one
deeds       what was done in a period: promises, welcomes, concerns, contacts
firsts      each customer's first order, and what was done soon after
giving      what was given, everybody's stamp cards, and who sent whom
names       how many customers there are, and what they are called
"""
