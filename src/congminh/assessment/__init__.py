"""«Theo dõi, đánh giá tháng, quý» (Điều 12–17): the period of an agency, Form 01 of each person, the signed result."""
