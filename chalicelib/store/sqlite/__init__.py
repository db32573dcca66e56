"""One SQLite file: the store of one machine."""
