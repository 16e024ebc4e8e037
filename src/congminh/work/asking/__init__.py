"""What the pages of the month ask for."""
