"""The desk, in a real database."""

from tests.apps.work.desk import opened
from tests.apps.worlds import world

desk = world(opened)
