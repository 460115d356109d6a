"""A follow-up planner for the command line, for people who sell to people."""

__version__ = "0.1.0"
