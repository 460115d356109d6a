"""What is done about trials: they are begun and ended, never changed."""

from collections.abc import Sequence
from datetime import date

from secondsale.days import say_in_full
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Trial
from secondsale.model.trials import Change, Stood
from secondsale.store import rows
from secondsale.store.reading import Questions
from secondsale.store.writing import Acts


def trial(book: Questions, trial_id: int) -> Trial:
    """Return a trial.

    Errors: NotFoundError.
    """
    for each in book.trials():
        if each.id == trial_id:
            return each
    raise NotFoundError(
        f"there is no experiment {trial_id}", "secondsale experiment lists them"
    )


def begin_trial(
    book: Acts,
    name: str,
    rule: str,
    first: Sequence[Change],
    second: Sequence[Change],
    *,
    salt: str,
    hold_out: int,
    within_days: int,
    on: date,
) -> Trial:
    """Begin a trial; `hold_out` is in percent."""
    values = {
        "name": name,
        "rule": rule,
        "salt": salt,
        "first": _set(first),
        "second": _set(second),
        "hold_out": hold_out,
        "within_days": within_days,
        "started_on": on,
    }
    return trial(book, book._insert("trials", rows.record(values)))


def newest_day(book: Questions) -> date | None:
    """Return the day of the newest entry of the journal, if there is one."""
    found = book._rows("SELECT day FROM journal ORDER BY id DESC LIMIT 1")
    return date.fromisoformat(found[0]["day"]) if found else None


def end_trial(
    book: Acts, trial_id: int, *, on: date, reason: str, record: Sequence[Stood] = ()
) -> Trial:
    """End a trial, and keep how it stood.

    Errors: NotFoundError; InputError if it was ended before, or begins after the day.
    """
    running_trial(book, trial_id, on=on)
    values = {"ended_on": on, "end_reason": reason, "record": _stood(record)}
    book._update("trials", trial_id, rows.record(values))
    return trial(book, trial_id)


def running_trial(book: Questions, trial_id: int, *, on: date) -> Trial:
    """Return a trial that can be ended on a day.

    Errors: NotFoundError; InputError if it was ended before, or begins after the day.
    """
    found = trial(book, trial_id)
    ended = found.ended
    if on < found.started_on:
        raise InputError(
            f"experiment {trial_id} begins on {say_in_full(found.started_on)}",
            "it cannot end before that",
        )
    if ended is not None:
        raise InputError(
            f"experiment {trial_id} ended on {say_in_full(ended.on)} already",
            "it was left as it is",
        )
    return found


def _stood(record: Sequence[Stood]) -> str:
    from json import dumps

    if not record:
        return ""
    return dumps(
        {
            each.arm: {
                "hits": each.hits,
                "n": each.n,
                "waiting": each.waiting,
                "waiting_hits": each.waiting_hits,
            }
            for each in record
        }
    )


def _set(changes: Sequence[Change]) -> str:
    from json import dumps

    return dumps(dict(changes), ensure_ascii=False)
