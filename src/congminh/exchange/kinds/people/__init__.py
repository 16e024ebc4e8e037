"""People with their posts by Excel («nhập, xuất công chức và chức vụ»)."""

from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.people.compare import compare
from congminh.exchange.kinds.people.form import FORM
from congminh.exchange.kinds.people.records import records, regret

PEOPLE = Kind("people", FORM, compare, records, regret)
