"""Backups, restorations, moving, probes, measures and lines of the log file."""
