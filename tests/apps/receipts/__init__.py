"""Receipts: what each person holds of each signed result."""
