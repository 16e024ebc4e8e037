"""What the pages of a period are asked, in their addresses and by their forms."""
