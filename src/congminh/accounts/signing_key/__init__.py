"""The key that signs the log («khóa ký sổ vết»): changed by two, one who asks and another who agrees."""
