"""The worker: runs the jobs that wait, one after another, and gives up those whose worker has gone."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from types import FrameType

from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from congminh.jobs.actions import sweep
from congminh.jobs.daily import Clock

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.5
SWEEP_EVERY_SECONDS = 10


class Gentle(Worker):
    """Never leaves in the middle of taking a job up, which would lose it: the first signal only ends the loop."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """No further job; at the second signal the job in hand is given up."""
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False


def work(with_parent: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C: the job in hand is finished first, at the second signal it is given up.

    `with_parent`: also until whoever started this process closes its end of our standard input, or dies.
    """
    worker = Gentle(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    if with_parent:
        threading.Thread(target=_end_with_parent, args=(worker,), name="parent", daemon=True).start()
    with Clock():
        _loop(worker)


def _loop(worker: Worker) -> None:
    """Job after job, with a sweep now and then."""
    swept = float("-inf")
    while worker.running:
        try:
            if DBTaskResult.objects.ready().exists():
                worker.run()
            if time.monotonic() - swept > SWEEP_EVERY_SECONDS:
                swept = time.monotonic()
                sweep()
        except OperationalError:
            log.warning("the database could not be reached or was busy; trying again", exc_info=True)
        close_old_connections()
        time.sleep(LOOK_EVERY_SECONDS)


def _end_with_parent(worker: Worker) -> None:
    """Wait for the end of our standard input; then as on SIGTERM, unless that has come already."""
    while os.read(sys.stdin.fileno(), 1):  # not by sys.stdin, whose lock this thread would hold when we end
        pass
    if worker.running:
        signal.raise_signal(signal.SIGTERM)
