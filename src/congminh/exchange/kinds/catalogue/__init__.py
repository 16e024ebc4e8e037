"""Catalogues by Excel («nhập, xuất danh mục»): read by the catalogue's own reader, with its doubts."""

from congminh.exchange.kinds.catalogue.compare import compare
from congminh.exchange.kinds.catalogue.form import FORM
from congminh.exchange.kinds.catalogue.records import records
from congminh.exchange.kinds.catalogue.write import regret
from congminh.exchange.kinds.kind import Kind

CATALOGUE = Kind("catalogue", FORM, compare, records, regret)
