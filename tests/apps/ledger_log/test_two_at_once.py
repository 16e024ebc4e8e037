"""Several sequencers and writers at once, in threads and in processes: one index each, no gap, no index twice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from django.db import connection

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.sequencing import sequence, size
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Leaf
from tests.apps.ledger_log.conftest import written

ROUNDS, WRITERS, SEQUENCERS = 8, 3, 3
# A process of its own on the tests' database, as a second worker is.
OTHER = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
from congminh.ledger.log.sequencing import sequence
import sys
print("here", flush=True); sys.stdin.readline()
for _ in range({rounds}): sequence()
"""


def together(*acts: Callable[[], object]) -> list[BaseException]:
    """Do all at the same moment in threads of their own; what they raised."""
    gate, raised = threading.Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def must_be_whole(before: int, more: int) -> None:
    found = list(Leaf.objects.filter(index__gte=before).order_by("index").values_list("index", flat=True))
    assert found == list(range(before, before + more))
    assert not Leaf.objects.filter(index=None).exists()


def test_writers_and_sequencers_at_once_leave_no_gap(committed: None) -> None:
    sequence()
    before = size()
    writing = [lambda: [written(5) for _ in range(ROUNDS)]] * WRITERS
    placing = [lambda: [sequence() for _ in range(3 * ROUNDS)]] * SEQUENCERS
    assert together(*writing, *placing) == []
    sequence()
    must_be_whole(before, ROUNDS * WRITERS * 5)


def test_processes_that_sequence_at_once_leave_no_gap(committed: None) -> None:
    sequence()
    before = size()
    program = OTHER.format(name=str(connection.settings_dict["NAME"]), rounds=ROUNDS)
    mine = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.apps.settings"}
    others = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=mine)
        for _ in range(2)
    ]
    for each in others:
        assert each.stdout
        assert each.stdout.readline().strip() == b"here"
    for each in others:
        assert each.stdin
        each.stdin.write(b"go\n")
        each.stdin.flush()
    for _ in range(ROUNDS):
        written(20)
        sequence()
    assert [each.wait(60) for each in others] == [0, 0]
    for each in others:
        each.communicate()
    sequence()
    must_be_whole(before, ROUNDS * 20)


def test_two_that_seal_at_once_sign_one_log(committed: None, folder: Folder) -> None:
    for _ in range(ROUNDS):
        written(3)
        assert together(seal, seal, seal) == []
        seen = folder.seen()
        assert seen
        assert (seen.size, folder.is_whole(seen)) == (size(), True)
    found = verify(folder.read("checkpoint"))
    assert [fault.what.en for fault in found.faults if fault.index is not None] == []
