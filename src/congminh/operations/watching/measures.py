"""What Prometheus reads: requests as they came, and how the installation stands at the moment it asks."""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from congminh.accounts.entering.measures import REFUSED
from congminh.jobs.models import Job
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.models import Leaf
from congminh.operations.backups import standing

# Where several processes of pages put their counts together; `congminh serve` makes the folder.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

OWN = CollectorRegistry()
REQUESTS = Counter("congminh_requests", "Requests answered", ("route", "method", "status"), registry=OWN)
TIMES = Histogram("congminh_request_seconds", "Time to answer", ("route",), buckets=SECONDS, registry=OWN)
OWN.register(REFUSED)


def requested(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request."""
    REQUESTS.labels(route, method, str(status)).inc()
    TIMES.labels(route).observe(seconds)


class Standing(Collector):
    """How jobs, the log and backups stand."""

    def collect(self) -> Iterator[Metric]:
        """One gauge after another; a thing that never happened has no age."""
        waiting = Job.objects.filter(state=Job.State.WAITING).count()
        yield GaugeMetricFamily("congminh_jobs_waiting", "Jobs that wait for a worker", waiting)
        unsealed = Leaf.objects.filter(index=None).count()
        yield GaugeMetricFamily("congminh_leaves_unsealed", "Leaves of the log without a place", unsealed)
        alarm = bool(Folder.here().alarm())
        yield GaugeMetricFamily("congminh_log_alarm", "1 while the database is not the one we signed", alarm)
        for what, told in (("backup", "Since the last backup"), ("proof", "Since a backup was last tried")):
            if (age := standing.age_seconds(what)) is not None:
                yield GaugeMetricFamily(f"congminh_{what}_age_seconds", told, age)
        if proof := standing.standing().get("proof"):
            is_proved = proof.get("ok") is True
            yield GaugeMetricFamily("congminh_backup_proved", "1 when the last backup came back whole", is_proved)


def counted() -> bytes:
    """The requests, of every process where there are several."""
    if not os.environ.get(SHARED):
        return generate_latest(OWN)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


def text() -> bytes:
    """All of it as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(Standing())
    return counted() + generate_latest(registry)
