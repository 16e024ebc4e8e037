"""«Danh mục sản phẩm/công việc, đơn vị chuẩn, quy đổi» (Điều 13): versions, their products, what they are worth."""
