"""The small commune, in a real database."""

from tests.apps.org.commune import found
from tests.apps.worlds import world

here = world(found)
