"""What runs as a process of the installation that is broken: what builds it, and somebody's hand at a page."""
