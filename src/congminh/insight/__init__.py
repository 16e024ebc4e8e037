"""«Thống kê, sử dụng kết quả, giả định»: what closed periods say, and what they would say under other readings."""
