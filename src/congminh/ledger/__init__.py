"""«Sổ vết, thông báo»: files that move by the tables of procedure, and the entries nobody can change."""
