"""Single sign-on («đăng nhập một lần») by OpenID Connect, for those who are known here."""
