"""Pages of the catalogues: what is in force, versions and their drawing up, duplicates, the calculator."""
