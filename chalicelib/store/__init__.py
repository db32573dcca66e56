"""The two stores, and the one place that spells keys. Only `wiring` imports this folder."""
