"""The papers of a person's year (Điều 21, 24.2): Mẫu 02, the minutes, the notice, the whole electronic file."""
