"""Second factors («yếu tố thứ hai»): codes of an application, recovery codes, passkeys."""
