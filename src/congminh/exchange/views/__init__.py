"""Pages of import and export by Excel: what may be sent, what it would do, the doing and the taking back."""
