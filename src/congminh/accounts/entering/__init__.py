"""Getting in («đăng nhập»): who may, how often one may try, the second step."""
