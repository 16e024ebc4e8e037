"""The sheet of an organisation on paper. The decree has no form for it: the headings are those of its own articles."""
