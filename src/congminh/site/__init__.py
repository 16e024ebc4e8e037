"""The web site: settings, addresses, the door to the server."""
