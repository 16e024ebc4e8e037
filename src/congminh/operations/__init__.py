"""Running the system: backups that are proved, moving between databases, probes, measures, lines of the log file."""
