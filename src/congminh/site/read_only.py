"""While the log's alarm stands, pages are read and nothing is written."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congminh.ledger.log.folder import Folder

READING = ("GET", "HEAD", "OPTIONS")
COMMANDS = {"look": "congminh log status", "go_on": 'congminh log epoch --reason "…"'}
ENTERING = ("sign_in", "second_step", "by_passkey", "sign_out")


class ReadOnly:
    """Middleware: whatever would change something is answered with why it cannot, save signing in and out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """None to go on; the page of the alarm with 503 for a request that writes."""
        route = request.resolver_match.url_name if request.resolver_match else ""
        if request.method in READING or route in ENTERING or not Folder.here().alarm():
            return None
        # The page says it all: the notice every page bears then would say it twice.
        return render(request, "read_only.html", {"alarm": False, "commands": COMMANDS}, status=503)
