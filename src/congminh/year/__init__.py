"""«Xếp loại chất lượng công chức» (Điều 11, 19–21): the year of an agency, Form 02 of each person, the decision."""
