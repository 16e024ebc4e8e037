"""The site's settings with a file of the tests' own, to try procedures on; SQLite as a real file."""

from congminh.site.settings import *  # noqa: F403
from congminh.site.settings import DATABASES, HOME, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.apps.trial"]
# In memory, threads would share one cache and meet locks that no installation has.
DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"} if "sqlite3" in DATABASES["default"]["ENGINE"] else {}
