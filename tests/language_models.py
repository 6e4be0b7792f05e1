"""A stand-in for a language model: a real server on this machine that plays well and badly behaved ones."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.compose.language_model.endpoint import Endpoint

LIMIT = 1.0
# Far from what a model takes that is waited for to its end (thirty seconds and more), near enough to its limit.
# Ten seconds are there for a machine with other work.
GIVEN_UP = LIMIT + 10

Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(reply: Reply, *, limit: float = LIMIT) -> Iterator[tuple[Endpoint, list[dict[str, Any]]]]:
    """A server that answers each request in this way, its address with its time limit, and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "headers": dict(self.headers), **json.loads(content)})
            try:
                reply(self)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "provmodell", "hemlig", limit), asked
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200) -> None:
    """A whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def says(text: str, *, usage: dict[str, int] | None = None) -> Reply:
    """A model that writes this, and says how many tokens that took."""
    answer = {"choices": [{"message": {"content": text}}], "usage": usage}
    return lambda handler: send(handler, json.dumps(answer).encode())
