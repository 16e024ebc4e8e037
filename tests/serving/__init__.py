"""The site as it is run: real processes on a free port, and nothing of them left behind."""
