"""A closed year of the small commune."""

from congminh.year.actions import adopt_minutes, decide
from tests.apps.year.autumn import Autumn, begun, rate_unit


def rated() -> Autumn:
    """Everybody is decided: Lan excellent within the cap of one, Hòa with the score for it beyond, the others good."""
    autumn = begun({"lan": 9300, "hoa": 9200})
    here = autumn.here
    for unit in (here.commune, here.economy, here.culture):
        rate_unit(here, unit, "good")
    autumn.decided(here.lan, "excellent")
    for who in (here.hoa, here.minh, here.thuong):
        autumn.decided(who, "good")
    autumn.filed(here.thu)
    adopt_minutes(autumn.convened(here.thu, by=here.an), here.an, "Cuộc họp thống nhất nhận xét.")
    decide(autumn.sheet(here.thu), here.an, autumn.sheet(here.thu).version, "good")
    autumn.decided(here.an, "good", by=here.chair)
    return autumn
