"""One machine: the same `app.py` behind a WSGI server, over SQLite."""
