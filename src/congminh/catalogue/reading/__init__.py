"""Reading a catalogue workbook («Phụ lục III của Sổ tay») and saying what a person has to settle; no Django."""
