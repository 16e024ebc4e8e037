"""Rows of this app alone: what was supposed and who would move; the table of coefficients of income by decision."""

from congminh.insight.models.income import IncomeTable
from congminh.insight.models.what_if import Move, WhatIf

__all__ = ["IncomeTable", "Move", "WhatIf"]
