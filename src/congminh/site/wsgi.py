"""The door to the server: granian serves `application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congminh.site.settings")
application = get_wsgi_application()

from congminh.ledger.log.guard import watch  # noqa: E402  (its models need the settings)

watch()
