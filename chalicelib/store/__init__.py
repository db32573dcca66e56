"""The two stores, and what they have in common. Only `wiring` imports this folder."""
