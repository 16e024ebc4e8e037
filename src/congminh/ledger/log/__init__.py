"""The log: every entry is a leaf of one Merkle tree, whose root is signed and shown to witnesses outside."""
