"""The demonstration agency: an invented commune, its catalogue and three months of its work."""
