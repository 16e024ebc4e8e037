"""Sessions («phiên đăng nhập»): how long they last, what was typed when one ended, who sits where."""
