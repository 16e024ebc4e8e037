"""Pages of organisations («xếp loại tổ chức»)."""
