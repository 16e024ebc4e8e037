"""«Dự thảo 9/2025»: the draft as the press reported it, stating only what differs from the decree."""

from datetime import date
from pathlib import Path

from congminh.law.decree import Law
from congminh.law.duthao2025.figures import CHANGED
from congminh.law.figures import amend
from congminh.law.nd335 import ND335
from congminh.law.text import Text

DUTHAO2025 = Law(
    "duthao2025",
    Text("Dự thảo Nghị định tháng 9/2025", "Draft decree of September 2025"),
    date(2025, 9, 1),
    Path(__file__).parent,
    amend(ND335.figures, *CHANGED),
    also=(ND335.folder,),
    in_force=False,
)
