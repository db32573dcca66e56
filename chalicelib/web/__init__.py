"""The door: parse, call one room, answer. Only this folder and `app.py` import chalice."""
