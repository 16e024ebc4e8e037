"""The pages: what every one of them must hold to."""
