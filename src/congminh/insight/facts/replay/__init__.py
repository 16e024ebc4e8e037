"""A closed period reckoned anew from what was signed, in DuckDB: the law's own queries under other values."""

from congminh.insight.facts.replay.moving import Before, Found, moves_of, replay_readings
from congminh.insight.facts.replay.supposing import Supposed

__all__ = ["Before", "Found", "Supposed", "moves_of", "replay_readings"]
