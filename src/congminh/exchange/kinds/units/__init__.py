"""Units by Excel («nhập, xuất đơn vị»)."""

from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.units.compare import compare
from congminh.exchange.kinds.units.form import FORM
from congminh.exchange.kinds.units.records import records, regret

UNITS = Kind("units", FORM, compare, records, regret)
