"""A language model at an OpenAI-compatible address: messages → its text, or nothing once the time is up."""

import http.client
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

log = logging.getLogger("planassistent")

LIMIT = 20.0  # seconds, from the question to the last byte
_MOST = 200_000  # bytes of an answer: what is longer is no answer of a few sentences
_CHUNK = 4096
_TOKENS = 400
_REFUSED = (400, 404, 422)  # what servers answer to a request with something in it that they don't know


class NoText(Exception):
    """The model gave nothing that can be used; the text says why, without question or answer."""


@dataclass(frozen=True)
class Completion:
    """What a model wrote, and how many tokens went there and came back; None where the server doesn't say."""

    text: str
    sent: int | None = None
    received: int | None = None


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. ``url`` is the address up to "/v1"; ``key`` may be empty.

    No redirect is followed: the question goes to this address and to no other.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    limit: float = LIMIT

    @property
    def host(self) -> str:
        """The machine that questions go to."""
        return urlsplit(self.url).netloc

    def complete(
        self, messages: Sequence[dict[str, str]], *, schema: dict[str, Any] | None = None, limit: float | None = None
    ) -> str:
        """What the model writes; as ``completion``."""
        return self.completion(messages, schema=schema, limit=limit).text

    def completion(
        self, messages: Sequence[dict[str, str]], *, schema: dict[str, Any] | None = None, limit: float | None = None
    ) -> Completion:
        """What the model writes; raises ``NoText`` at the latest when the limit is reached, the address's if none.

        By a JSON ``schema`` where the server knows such; one that refuses it is asked again without.
        """
        ends = time.monotonic() + (self.limit if limit is None else min(limit, self.limit))
        call = self._asked(messages, schema, ends)
        if schema is not None and call.status in _REFUSED:
            call = self._asked(messages, None, ends)
        if call.fault:
            raise NoText(call.fault)
        return _completion(call.body)

    def _asked(self, messages: Sequence[dict[str, str]], schema: dict[str, Any] | None, ends: float) -> "_Call":
        call = _Call(self, json.dumps(self._request(messages, schema)).encode())
        # A thread, because nothing else ends a name look-up or an answer that comes drop by drop.
        thread = threading.Thread(target=call.run, name="model", daemon=True)
        thread.start()
        thread.join(max(0.0, ends - time.monotonic()))
        if thread.is_alive():
            call.give_up()
            raise NoText("no answer in time")
        return call

    def _request(self, messages: Sequence[dict[str, str]], schema: dict[str, Any] | None) -> dict[str, object]:
        request: dict[str, object] = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": _TOKENS,
            "stream": False,
        }
        if schema is not None:
            form = {"name": "answer", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": form}
        return request


class _Call:
    """One request, in a thread of its own that whoever waits can leave."""

    def __init__(self, endpoint: Endpoint, content: bytes) -> None:
        self.body = b""
        self.fault: str | None = None
        self.status = 0
        self._endpoint, self._content = endpoint, content
        self._connection: http.client.HTTPConnection | None = None
        self._left = False

    def run(self) -> None:
        """Send, and read until the end, too much, or until nobody waits."""
        parts = urlsplit(self._endpoint.url)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        try:
            self._connection = kind(parts.hostname or "", parts.port, timeout=self._endpoint.limit)
            path = f"{parts.path.rstrip('/')}/chat/completions"
            self._connection.request("POST", path, self._content, headers)
            response = self._connection.getresponse()
            self.status = response.status
            if response.status != 200:
                self.fault = f"the model's address answers {response.status}"
                return
            while not self._left and (chunk := response.read1(_CHUNK)):
                self.body += chunk
                if len(self.body) > _MOST:
                    self.fault = f"the answer is longer than {_MOST} bytes"
                    return
        except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
            self.fault = f"the model's address can't be used: {type(error).__name__}"
        finally:
            if self._connection is not None:
                self._connection.close()

    def give_up(self) -> None:
        """Let the thread end as soon as it can."""
        self._left = True
        connection = self._connection
        if connection is not None and connection.sock is not None:
            connection.sock.close()


def _completion(body: bytes) -> Completion:
    """The text in an answer as OpenAI's chat completions have it, and its count of tokens."""
    try:
        answer = json.loads(body)
        text = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoText(f"the answer is no chat completion: {type(error).__name__}") from error
    if not isinstance(text, str):
        raise NoText("the answer has no text")
    usage = answer.get("usage")
    counts = [usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")]
    sent, received = (count if type(count) is int else None for count in counts)
    return Completion(text, sent, received)


def completed(complete: Callable[..., str], messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> str | None:
    """What a model writes of a question that is to be read, None where it gives nothing."""
    try:
        return complete(messages, schema=schema)
    except NoText as error:
        log.warning("the language model gave nothing, so the question is read without it: %s", error)
        return None
