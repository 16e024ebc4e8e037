"""«Tài khoản»: how people get in; what they may do comes from their posts."""
