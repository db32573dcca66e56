"""Whose the requests are that were not counted, link by link, from sums by entity.

SQLite keeps one sum a link and one an association; a link whose group moved has requests of two
associations, and nobody kept how many of each. Any sharing out that agrees with both sums gives
every board the figures that it had: the link's present association comes first, and what is left
goes to whoever has room.
"""

from __future__ import annotations

from collections import Counter as Sum
from collections.abc import Mapping

from chalicelib.campaign.model import Link


def share_out(
    links: Mapping[str, Link], by_link: Mapping[str, int], by_association: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    """How many requests each pair of a link and an association has.

    The pairs of a link add up to its sum, those of an association to its own, as far as the two
    agree with each other.
    """
    shares: Sum[tuple[str, str]] = Sum()
    of_links, room = dict(by_link), dict(by_association)

    def give(code: str, association: str) -> None:
        many = min(of_links[code], room.get(association, 0))
        if many:
            shares[code, association] += many
            of_links[code] -= many
            room[association] -= many

    for code in sorted(of_links):
        if code in links:
            give(code, links[code].association)
    for code in sorted(of_links):
        for association in sorted(room):
            give(code, association)
    return dict(shares)
