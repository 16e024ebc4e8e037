"""Pages of statistics, of use of results and of what-if."""
