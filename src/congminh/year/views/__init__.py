"""Pages of the year («xếp loại chất lượng công chức»)."""
