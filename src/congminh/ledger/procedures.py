"""The procedures of the laws by name («trình tự, thủ tục»)."""

from functools import cache

from congminh.law.procedure import Procedure


@cache
def procedures() -> dict[str, Procedure]:
    """Every procedure known, by its name."""
    from congminh.law.nd335.procedure import PROCEDURES

    return {procedure.name: procedure for procedure in PROCEDURES}


def named(name: str) -> Procedure:
    """The procedure called `name`; raises KeyError naming those there are."""
    if name not in procedures():
        raise KeyError(f"no procedure «{name}»; there are: {', '.join(procedures())}")
    return procedures()[name]
