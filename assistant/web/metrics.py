"""What machines ask of a service: whether it lives and is ready, and ``/metrics`` in Prometheus's form.

That is how many requests each route has had, how long they took, and what is served.

No question, no address and no outcome stands in it: how often somebody was met with help could be read from outcomes,
and from exact statuses too, so a request either went well or the caller or the service was at fault.
"""

import time
from collections.abc import Iterator

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client import generate_latest as exposed
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import Refused
from assistant.service import Service
from assistant.web.dependencies import TheAssistant
from assistant.web.limits import QuestionPlaces
from assistant.web.requests import method_of, route_of
from corpus.types import COMMITMENT_KINDS

metrics = APIRouter(include_in_schema=False)
health = APIRouter(include_in_schema=False)

_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class RequestMetrics:
    """Counts of one application, and what its service is doing when it is asked."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(ServiceMetrics(service))
        self.requests = Counter(
            "planassistent_requests", "Requests by route and how they went.", ("method", "route", "result"),
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "planassistent_request_seconds", "Seconds until an answer is out.", ("route",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip


class ServiceMetrics(Collector):
    """What a service has loaded, read when it is asked."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Whether questions are answered, from which index, and how many conversations are held in memory."""
        try:
            index = self._service.assistant().index
        except Refused:
            index = None
        yield GaugeMetricFamily(
            "planassistent_ready", "1 where questions are answered.", value=float(index is not None)
        )
        held = len(self._service.conversations)
        yield GaugeMetricFamily("planassistent_conversations", "Conversations held in memory.", value=held)
        if index is not None:
            info = GaugeMetricFamily("planassistent_index", "The index in use.", labels=("version", "model"))
            info.add_metric((index.version, index.fingerprint.model), 1)
            yield info
            records = index.collection
            commitments = sum(entry.kind in COMMITMENT_KINDS for entry in records.activities)
            counts = {
                "documents": len(records.documents), "commitments": commitments, "passages": len(records.passages),
            }  # fmt: skip
            for noun, count in counts.items():
                yield GaugeMetricFamily(f"planassistent_{noun}", f"How many {noun} the index has.", value=count)


class MeasuredRequests:
    """Counts each request once its answer is out."""

    def __init__(self, app: ASGIApp, measured: RequestMetrics) -> None:
        self.app, self.measured = app, measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, heard)
        finally:
            route = route_of(scope)  # a pattern: whatever somebody wrote stands nowhere
            result = "ok" if status < 400 else "caller" if status < 500 else "service"
            self.measured.requests.labels(method_of(scope), route, result).inc()
            self.measured.seconds.labels(route).observe(time.perf_counter() - started)


def measure(app: FastAPI, service: Service) -> None:
    """Count an application's requests, and show the counts at ``/metrics``."""
    app.state.metrics = RequestMetrics(service)
    app.add_middleware(MeasuredRequests, measured=app.state.metrics)
    app.include_router(metrics)


@metrics.get("/metrics")
def show(request: Request) -> Response:
    """The counts, as Prometheus reads them."""
    measured: RequestMetrics = request.app.state.metrics
    return Response(exposed(measured.registry), media_type=CONTENT_TYPE_LATEST)


@health.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@health.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz(
    assistant: TheAssistant, request: Request, response: Response
) -> dict[str, str | int | float | list[str]]:
    """The index is loaded and questions are answered; ``uncalibrated`` names the decisions that use default numbers.

    ``questions`` are being answered or wait for it just now; where one more would be refused, the status is "busy".
    ``help_missed`` is the share of messages of people in danger that are met with neither help text nor line.
    """
    calibration = assistant.records.calibration
    missing = calibration.missing
    places: QuestionPlaces = request.app.state.places
    return {
        "status": "busy" if places.taken >= places.most else "ready",
        "questions": places.taken,
        "index": assistant.index.version,
        "calibration": "default" if missing else "fitted",
        "uncalibrated": list(missing),
        "help": "words only" if "danger" in missing else "classifier",
        "help_missed": calibration.danger.missed,
    }
