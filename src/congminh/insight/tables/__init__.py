"""Tables that a page shows, Excel takes and paper prints, each made once."""

from congminh.insight.tables.table import Column, Table

__all__ = ["Column", "Table"]
