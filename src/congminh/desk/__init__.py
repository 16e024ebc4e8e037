"""«Bàn làm việc»: what waits for me, what I was told, any file with its steps."""
