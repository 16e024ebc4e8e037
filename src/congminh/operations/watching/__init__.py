"""What watches over the site: probes, measures, lines of the log file."""
