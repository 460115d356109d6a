"""Questions that only the person can answer, never asked with the book locked."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from secondsale.cli._shell import Shell

Result = TypeVar("Result")
Answer = TypeVar("Answer")


class _QuestionError(Exception):
    """Ends an attempt that cannot go on without an answer."""

    def __init__(self, about: Hashable, put: Callable[[], Any]) -> None:
        super().__init__(about)
        self.about = about
        self.put = put


def asking(shell: Shell, act: Callable[[], Result]) -> Result:
    """Run an act on the book; what it needs to know is asked between two attempts."""
    while True:
        try:
            return act()
        except _QuestionError as question:
            shell.answers[question.about] = question.put()


def asked(shell: Shell, about: Hashable, put: Callable[[], Answer]) -> Answer:
    """Return the answer to a question, which `asking` puts with the book closed."""
    if about not in shell.answers:
        raise _QuestionError(about, put)
    answer: Answer = shell.answers[about]
    return answer
