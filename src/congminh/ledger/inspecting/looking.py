"""The child that looks through one file: python -m congminh.ledger.inspecting.looking FILE NAME MEMORY SECONDS."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from congminh.ledger.inspecting.kinds import MOST_BYTES, checked
from congminh.ledger.inspecting.unsafe import Unsafe
from congminh.ledger.inspecting.walls import enclose

REFUSED = 3


def main(file: str, name: str, memory: str, seconds: str) -> int:
    """Print the kind as JSON and end on 0, or the reason and end on REFUSED."""
    enclose(int(memory), int(seconds), writes=0)
    try:
        with Path(file).open("rb") as content:
            kind = checked(content.read(MOST_BYTES + 1), json.loads(name))
    except Unsafe as found:
        print(json.dumps(found.why))
        return REFUSED
    print(json.dumps(kind))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
