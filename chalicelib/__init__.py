"""Porte-voix: tracked links for a petition that many associations carry together.

Data flows one way: a door (`web`, `cli`) calls a room (`campaign`, `visits`, `tally`,
`leaderboard`, `kit`), and a room asks a store for what it declares in a `Protocol`.
`wiring` puts the parts together; nothing else knows which database is behind them.
"""

__version__ = "0.1.0"
