"""Run the command line as `python -m secondsale`."""

import sys

from secondsale.cli import main

if __name__ == "__main__":
    sys.exit(main())
