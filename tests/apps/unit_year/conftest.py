"""The year of the small commune's organisations, in a real database."""

from tests.apps.unit_year.year import begun, with_tiers
from tests.apps.worlds import world

here = world(with_tiers)
year = world(begun)
