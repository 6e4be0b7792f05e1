"""The command and the server as a person starts them: real processes."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("planassistent")
# Seconds: the machine may have other work. What is faster ends sooner, so only a failure takes this long.
PATIENCE = 600.0


def run(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with its output."""
    return subprocess.run(
        [COMMAND, *arguments], env=environ, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


@contextmanager
def serving(environ: dict[str, str], log: Path) -> Iterator[int]:
    """A server on a free port, whose output goes to a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environ, stdout=output, stderr=output)
        try:
            yield port
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def fetch(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    """Status and text of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        content = body.encode() if body else None
        connection.request(method, path, content, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def wait_for(port: int, path: str) -> None:
    """Until a path answers 200."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if fetch(port, "GET", path)[0] == 200:
                return
        except ConnectionError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{path} never answered")
