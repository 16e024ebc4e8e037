"""What changes catalogues, each in one transaction; bad input is a ValidationError that names its field.

Rows change while a version is drawn up (`drafting`); state changes by the steps of Điều 13 (`deciding`), new products
of a decided version by those of Điều 13.3 (`adding`), all of them through `ledger.actions.take`.
"""

from congminh.catalogue.actions.adding import add_new, approve_new, decline_new, propose_new
from congminh.catalogue.actions.deciding import decide, devolve, hand_on, record_decided, revise
from congminh.catalogue.actions.drafting import (
    Frame,
    begin_catalogue,
    choose_standard,
    put_product,
    reckon_coefficients,
    remove_product,
    set_groups,
)

__all__ = [
    "Frame",
    "add_new",
    "approve_new",
    "begin_catalogue",
    "choose_standard",
    "decide",
    "decline_new",
    "devolve",
    "hand_on",
    "propose_new",
    "put_product",
    "reckon_coefficients",
    "record_decided",
    "remove_product",
    "revise",
    "set_groups",
]
