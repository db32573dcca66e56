"""A campaign between stores: its records, and how it leaves and comes in."""
