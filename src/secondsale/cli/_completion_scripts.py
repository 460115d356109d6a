"""What a shell has to read to complete commands, and where it finds that by itself."""

import os
import shlex
from pathlib import Path

from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of
from secondsale.errors import SecondsaleError

SHELLS = ("bash", "zsh", "fish")
COMPINIT = "autoload -Uz compinit; compinit"


def script(shell: str) -> str:
    """Return what a shell has to read.

    Errors: InputError for a shell that is not known.
    """
    known = choice_of(SHELLS, shell, "a shell with completion")
    path = Path(__file__).parent / "shells" / f"{known}.sh"
    return path.read_text(encoding="utf-8")


def install(shell: str) -> None:
    """Write that file where the shell looks for it, and say what is left to do.

    No start-up file of a shell is changed. Errors: SecondsaleError.
    """
    from secondsale.cli._files import write_whole

    text = script(shell)
    known = shell.strip().casefold()
    target, first_said, lines = _place(known)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SecondsaleError(
            f"{target.parent} cannot be made: {error.strerror}",
            f"secondsale --show-completion {known} prints what belongs there",
        ) from None
    write_whole(target, [text], replace=True, mark=False)
    speaking = Shell()
    speaking.say(f"wrote {target} (to uninstall, delete it)", first_said)
    speaking.suggest(*lines)


def _place(shell: str) -> tuple[Path, str, tuple[str, ...]]:
    """Return where a shell finds completions of its user, and what it needs besides.

    The last are lines for a start-up file of that shell.
    """
    data = _folder("XDG_DATA_HOME", ".local/share")
    if shell == "fish":
        config = _folder("XDG_CONFIG_HOME", ".config")
        target = config / "fish/completions/secondsale.fish"
        return target, "fish reads it by itself", ()
    if shell == "zsh":
        folder = data / "zsh/site-functions"
        return (
            folder / "_secondsale",
            "add to ~/.zshrc, the first before any compinit that is there already:",
            (f"fpath=({shlex.quote(str(folder))} $fpath)", COMPINIT),
        )
    target = data / "bash-completion/completions/secondsale"
    return (
        target,
        "bash reads it by itself where the package bash-completion is installed; "
        "elsewhere add to ~/.bashrc:",
        (f". {shlex.quote(str(target))}",),
    )


def _folder(variable: str, fallback: str) -> Path:
    chosen = Path(os.environ.get(variable, ""))
    return chosen if chosen.is_absolute() else Path.home() / fallback
