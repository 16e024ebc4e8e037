"""Who comes to the pages of import at all: whoever sends one kind of file or another."""

from congminh.org.doors import PERSONNEL, Door
from congminh.work.doors import HEADS

SENDERS = Door("senders", lambda visit: PERSONNEL.needs(visit) or HEADS.needs(visit))
