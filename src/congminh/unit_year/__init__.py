"""«Đánh giá, xếp loại chất lượng tổ chức» (Điều 5–9): the year of an organisation, lower level before upper."""
