"""Tasks by Excel («giao việc từ Excel»): a row a task, new ones given and those there put right."""

from congminh.exchange.kinds.kind import Kind
from congminh.exchange.kinds.month import codes_of, nothing
from congminh.exchange.kinds.tasks.compare import compare
from congminh.exchange.kinds.tasks.form import FORM
from congminh.exchange.kinds.tasks.records import records
from congminh.exchange.kinds.tasks.write import take_back
from congminh.exchange.scope import month_scope
from congminh.work.doors import HEADS

TASKS = Kind("tasks", FORM, compare, records, nothing, HEADS, month_scope, take_back, codes_of, True)
