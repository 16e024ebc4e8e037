"""Results by Excel («kết quả làm ở nơi khác»): what was done in another system, to be confirmed as any other."""

from congminh.exchange.doors import SENDERS
from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.month import codes_of, nothing
from congminh.exchange.kinds.results.compare import compare
from congminh.exchange.kinds.results.form import FORM
from congminh.exchange.kinds.results.records import records
from congminh.exchange.kinds.results.write import take_back
from congminh.exchange.scope import month_scope

RESULTS = Kind("results", FORM, compare, records, nothing, SENDERS, month_scope, take_back, codes_of, True)
