"""The way in: the installed command, and `python -m secondsale`."""

import gc
import sys

_SELDOM = 50_000
"""Objects between two looks for garbage: Python's 700 makes a hundred a command, which
find nothing, because what a command builds it needs to its end.
"""


def main() -> int:
    """Run the command line; whoever interrupts it while it loads gets silence."""
    gc.set_threshold(_SELDOM)
    try:
        from secondsale.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130
    finally:
        gc.freeze()  # the interpreter, going down, need not look through everything


if __name__ == "__main__":
    sys.exit(main())
