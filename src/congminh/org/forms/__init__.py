"""What the pages of the organisation ask: searches, and one form for each act on it."""
