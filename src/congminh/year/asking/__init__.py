"""What pages of the year ask for: lists in their addresses, acts in their forms."""
