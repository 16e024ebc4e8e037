"""The pages of one person's year: one's own, the sheet, its meeting and papers."""
