"""The month, in a real database."""

from tests.apps.assessment.month import begun
from tests.apps.work.desk import opened
from tests.apps.worlds import world

desk = world(opened)
month = world(begun)
