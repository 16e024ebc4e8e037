"""The tree, the notes and the canonical bytes of the log, without a database."""
