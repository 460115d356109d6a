"""Start commands as processes of their own, forked from one that has all imported.

Reads requests as JSON lines and answers each with what came of it; `programs.py` asks.
A request is a list of sequences, which run at once, of commands, which run in turn.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import sys
import traceback
from pathlib import Path
from typing import Any

import secondsale
from secondsale.__main__ import main

Request = dict[str, Any]
Said = tuple[int, str, str]


def serve(answers: int) -> None:
    """Answer requests until there are no more."""
    for module in pkgutil.walk_packages(secondsale.__path__, "secondsale."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("sqlite_utils", "json", "typer.main", "difflib", "tempfile"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a fork need not copy what was looked at
    for line in sys.stdin:
        os.write(answers, (json.dumps(_answer(json.loads(line))) + "\n").encode())


def _answer(request: Request) -> list[list[Said]]:
    said = [
        [_files(request, n, m) for m in range(len(sequence))]
        for n, sequence in enumerate(request["sequences"])
    ]
    children = []
    for sequence, files in zip(request["sequences"], said, strict=True):
        child = os.fork()
        if child == 0:
            _in_turn(sequence, files, request)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return [[_read(each) for each in files] for files in said]


def _files(request: Request, *numbers: int) -> Path:
    return Path(request["notes"]) / "-".join(map(str, numbers))


def _read(start: Path) -> Said:
    code, out, err = (start.with_suffix(end) for end in (".code", ".out", ".err"))
    said = (out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"))
    answer = int(code.read_text()), *said
    for file in (code, out, err):
        file.unlink()
    return answer


def _in_turn(sequence: list[list[str]], files: list[Path], request: Request) -> None:
    for arguments, start in zip(sequence, files, strict=True):
        child = os.fork()
        if child == 0:
            _become(arguments, start, request)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        start.with_suffix(".code").write_text(str(code))
    os._exit(0)


def _become(arguments: list[str], start: Path, request: Request) -> None:
    for descriptor, end in ((1, ".out"), (2, ".err")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(start.with_suffix(end), flags, 0o600), descriptor)
    os.environ.update(request["environment"])
    sys.argv = ["secondsale", *arguments]
    shim = ctypes.CDLL(None)
    where = (os.fsencode(request["folder"]), os.fsencode(request["log"]))
    shim.faults_arm(*where, ctypes.c_long(request["at"]), request["kind"])
    code = 1
    try:
        code = main()
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(int(code))


if __name__ == "__main__":
    answers = os.dup(1)
    os.dup2(2, 1)
    requests = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(requests, encoding="utf-8")
    serve(answers)
