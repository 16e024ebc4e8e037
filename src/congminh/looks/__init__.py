"""«Ai đã xem hồ sơ của tôi»: every look at another person's figures, shown to that person."""
