"""Indicators of organisations by Excel («chỉ số của tổ chức»): each from its one source, until it closes.

There is no interface for programs: a file has a person who answers for it, is looked at before and can be taken back.
"""

from congminh.exchange.kinds.indicators.compare import compare
from congminh.exchange.kinds.indicators.form import FORM
from congminh.exchange.kinds.indicators.records import codes_of, records
from congminh.exchange.kinds.indicators.write import take_back
from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.month import nothing

INDICATORS = Kind("indicators", FORM, compare, records, nothing, take_back=take_back, codes=codes_of, of_year=True)
