"""«Việc nền»: long work that goes on while its page shows how far it is."""
