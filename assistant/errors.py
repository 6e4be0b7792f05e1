"""What a person can do wrong, in one sentence in English and one in Swedish; and where a fault of ours is."""

import errno
import traceback
from pathlib import Path


class Refused(Exception):
    """A request that can't be answered as it is.

    ``str(error)`` is the sentence in English, for the terminal and the API; ``swedish`` is the one
    on the page. Neither repeats the question.
    """

    status = 422
    retry_after: int | None = None  # seconds until the same request may be answered

    def __init__(self, english: str, swedish: str) -> None:
        super().__init__(english)
        self.swedish = swedish

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str]]:
        return type(self), (str(self), self.swedish)  # as it goes from one process to another


class NotFound(Refused):
    """Something was asked for by a name that nothing has."""

    status = 404


class NotReady(Refused):
    """The index is still being loaded or built."""

    status = 503
    retry_after = 3


class Busy(Refused):
    """More questions are being answered than there is room for."""

    status = 503
    retry_after = 3


class TooOften(Refused):
    """One address has asked more than its share."""

    status = 429


class UnknownHost(Refused):
    """The request names a host that this service doesn't answer as."""

    status = 400


class CannotStart(Refused):
    """The index could be neither loaded nor built; the sentence says why."""

    status = 503


class SettingError(Exception):
    """A setting has a value that can't be used; the text says which and what to do."""


class NotLoggedIn(Refused):
    """Only who has logged in, or has a token, may ask for this."""

    status = 401


class NotAllowed(Refused):
    """Whoever asks is known, and hasn't the role for this."""

    status = 403


class FaultElsewhere(Exception):
    """A fault of ours in another process; its text is what ``place_of`` said there."""


def place_of(error: BaseException) -> str:
    """The kind and place of a fault, without its message: that may quote somebody's question."""
    if isinstance(error, FaultElsewhere):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} at {place}"


def reason_of(error: Exception) -> str:
    """What is wrong, in a sentence: an error's own, or of a file or the disk what to do about it."""
    return of_files(error) if isinstance(error, OSError) else str(error)


def of_files(error: OSError) -> str:
    """What is wrong with a file or the disk, and what to do about it."""
    sentence = f"{error.filename or 'a file'}: {error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{sentence}; what was there before is still in use. Make room and run it again"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{sentence}; give the one who runs this the right to write there, or name another folder"
    return sentence
