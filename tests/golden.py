"""Compare what people see with a file; UPDATE_GOLDEN=1 rewrites it."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def compare(name: str, shown: str) -> None:
    """Fail unless the file of that name holds exactly this."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
