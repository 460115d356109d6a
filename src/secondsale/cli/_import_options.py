"""What can be typed about an import, and what it means."""

from typing import Annotated

import typer

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE...", help="CSV, vCards and the like; - for stdin."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would happen, keep nothing.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Keep all, or nothing if a row is refused.")
]
Shop = Annotated[
    str, typer.Option("--shop", help="Which of your shops, if there are several.")
]
Currency = Annotated[
    str, typer.Option("--currency", help="Of amounts that name none: EUR, ...")
]
DateOrder = Annotated[
    str, typer.Option("--date-order", help="Of 04/05/2026: dmy, mdy or ymd.")
]
Decimal = Annotated[
    str, typer.Option("--decimal", help="What decimals follow: a point or a comma.")
]
Pending = Annotated[
    bool, typer.Option("--pending", help="Take orders that are not paid yet.")
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column holds."),
]
As = Annotated[
    str, typer.Option("--as", metavar="FORMAT", help="What it is, if unsure.")
]
KnownOnly = Annotated[
    bool, typer.Option("--known-only", help="Add nobody: only who is in the book.")
]
OnlyLabel = Annotated[
    list[str] | None,
    typer.Option("--only-label", help="Of contacts only those so labelled."),
]
ForgetChoices = Annotated[
    bool,
    typer.Option("--forget-choices", help="Not as the last time for such a file."),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Take the guessed columns, do not ask.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
