"""The procedures by name («trình tự, thủ tục»): those of the laws, and those the apps add."""

from functools import cache

from congminh.law.procedure import Procedure

ADDED: dict[str, Procedure] = {}


@cache
def of_the_law() -> dict[str, Procedure]:
    """The procedures of the decree, by name."""
    from congminh.law.nd335.procedure import PROCEDURES

    return {procedure.name: procedure for procedure in PROCEDURES}


def add(procedure: Procedure) -> None:
    """A procedure of an app, added when it is made ready; raises ValueError when the name is another's."""
    if procedures().get(procedure.name, procedure) != procedure:
        raise ValueError(f"there is another procedure «{procedure.name}»: choose a name of its own")
    ADDED[procedure.name] = procedure


def procedures() -> dict[str, Procedure]:
    """Every procedure known, by its name."""
    return {**of_the_law(), **ADDED}


def named(name: str) -> Procedure:
    """The procedure called `name`; raises KeyError naming those there are."""
    known = procedures()
    if name not in known:
        raise KeyError(f"no procedure «{name}»; there are: {', '.join(known)}")
    return known[name]
