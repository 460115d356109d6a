"""The way in: the installed command, and `python -m secondsale`."""

import sys


def main() -> int:
    """Run the command line; whoever interrupts it while it loads gets silence."""
    try:
        from secondsale.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
