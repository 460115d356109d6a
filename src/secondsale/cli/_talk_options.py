"""The words and options that say what a conversation was."""

from typing import Annotated

import typer

from secondsale.cli._told import NEXT
from secondsale.model import Outcome

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
What = Annotated[str, typer.Argument(help=f"One of {', '.join(Outcome)}.")]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME=VALUE", help='What you learned, like sister=Rita why="dry skin".'
    ),
]
Note = Annotated[str, typer.Option("--note", "-n", help="What was said.")]
Inbound = Annotated[bool, typer.Option("--in", help="They got in touch.")]
How = Annotated[str, typer.Option("--channel", help="How: call, sms, email, ...")]
Score = Annotated[
    str, typer.Option("--score", help="What they gave, 0 to 10, if you asked.")
]
Promises = Annotated[
    list[str] | None,
    typer.Option("--promise", help="What you promised; each has its own --by."),
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="The day of a promise: friday, 3d, 2026-12-01."),
]
Concern = Annotated[
    str, typer.Option("--concern", help="A complaint or worry: it is open from now on.")
]
Next = Annotated[
    str,
    typer.Option("--next", help=f"The day of the next contact: a promise to {NEXT}."),
]
On = Annotated[
    str, typer.Option("--on", help="When it happened: 2026-11-21, monday, 3d.")
]
Drafted = Annotated[
    str,
    typer.Option(
        "--drafted", help="You used the draft for this channel: sms, sms.short, call."
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only", help="Only this touchpoint: a rule such as replenish, or a key."
    ),
]
Until = Annotated[
    str,
    typer.Option("--until", help="The day to come back to it: friday, 3d, 2026-12-01."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
