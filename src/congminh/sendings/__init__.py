"""«Lần gửi»: a form sent twice acts once, and leads whoever sent it to what came of the first."""
