"""Lettering: the fonts, how wide words are, and where lines end."""
