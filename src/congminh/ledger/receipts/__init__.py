"""«Biên nhận»: what each person holds of each signed result, and how it is checked without us."""
