"""«Dữ liệu cá nhân»: the register of what is processed and why, requests of people, the notice of what is recorded."""
