"""The pages of a month's work: one's own, ad hoc, the head's queue, assigning, the programme."""
