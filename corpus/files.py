"""Files that are there whole or not at all, and locks between processes. Knows nothing of what is in them."""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2


def sha256(content: bytes) -> str:
    """The checksum that everything here is known by."""
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file so that it is on the disk; it may be there in part when this fails.

    One that is ``private`` only its owner may read.
    """
    try:
        with open(path, "wb", opener=_owners if private else None) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        error.filename = str(path)  # only opening says it by itself
        raise


def _owners(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def replace_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a file in the place of another in one step."""
    new = path.with_name(f"{path.name}.new")
    try:
        write(new, content, private=private)
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Put a folder with these files in place in one step, instead of what may be there."""
    new = path.with_name(f"{path.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        for name, content in contents.items():
            write(new / name, content)
        if path.exists():
            shutil.rmtree(path)
        os.rename(new, path)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    sync_folder(path.parent)


def exchange(one: Path, other: Path) -> None:
    """Let two files or folders change places in one step; raises ``OSError`` where the system or disk can't."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        code = errno.ENOSYS
    else:
        if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
            return
        code = ctypes.get_errno()
    raise OSError(code, f"can't change places with {other} in one step; move that away first", str(one))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlast a loss of power, as ``write`` does a file's content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, *, shared: bool = False, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock that a file (made where it isn't there) or a folder is: one process alone, or any that share it.

    Freed when the process ends. ``on_wait`` is called when another process has to be waited for.
    """
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    # Where only reading is allowed, what is there can still be locked.
    writable = not path.is_dir() and not (shared and path.exists())
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT if writable else os.O_RDONLY, 0o644)
    try:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, mode)
        yield
    finally:
        os.close(descriptor)
