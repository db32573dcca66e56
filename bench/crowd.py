"""Who follows which link: a made-up campaign, and visits of it by a Zipf-like law."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import product

from bench.fairness import OFTEN, PHONES
from chalicelib.campaign.codes import ALPHABET, LENGTH
from chalicelib.campaign.model import Association, Campaign, Group, Link
from chalicelib.clock import local_day, zone
from chalicelib.visits.model import Visit
from chalicelib.visits.visitor import NETWORK_DIGITS, PSEUDONYM_BYTES

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
GROUPS_OF_NETWORKS = 16**NETWORK_DIGITS
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
"""As long as API Gateway's: a UUID."""


@dataclass(frozen=True)
class Crowd:
    """Associations, their groups, a link for each owner and channel.

    Of the `associations`, of an association's owners (itself and its `groups`) and of an
    owner's `channels`, the n-th is followed 1/n**`exponent` as often as the first. Visitors come
    from `networks` of the 256 groups of networks that are told apart, evenly: with all of
    them the counters of spreads are as large as they can be.
    """

    associations: int = 12
    groups: int = 20
    channels: int = 2
    exponent: float = 1.0
    networks: int = GROUPS_OF_NETWORKS

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign, with names as long as real ones."""
        return Campaign(
            slug="defense-des-enfants",
            title="Pour la défense des enfants en France",
            summary="Trois demandes à l’Assemblée nationale, portées ensemble. " * 3,
            petition_url=PETITION,
            associations=tuple(_association(n, self.groups) for n in range(self.associations)),
            version=1,
        )

    @cached_property
    def links(self) -> list[Link]:
        """A link for each owner and channel; the most followed one first."""
        chance = random.Random(0)
        codes = ("".join(chance.choices(ALPHABET, k=LENGTH)) for _ in self._ranks)
        return [self._link(code, *ranks) for code, ranks in zip(codes, self._ranks, strict=True)]

    @cached_property
    def shares(self) -> list[float]:
        """How much of all visits is each link's, in the order of `links`."""
        weights = [_weight(ranks, self.exponent) for ranks in self._ranks]
        return [weight / sum(weights) for weight in weights]

    def visits(
        self, count: int, start: datetime, seconds: float, chance: random.Random
    ) -> list[Visit]:
        """Visits at any time within `seconds` from `start`, in the order of their times."""
        links = chance.choices(self.links, self.shares, k=count)
        after = sorted(chance.uniform(0, seconds) for _ in range(count))
        return [
            self.visit(link, start + timedelta(seconds=s), chance.randrange(self.networks), chance)
            for link, s in zip(links, after, strict=True)
        ]

    def visit(self, link: Link, at: datetime, network: int, chance: random.Random) -> Visit:
        """One visit of `link`, by somebody new."""
        there = at.astimezone(zone(self.campaign.timezone))
        return Visit(
            campaign=link.campaign,
            association=link.association,
            group=link.group,
            link=link.code,
            day=local_day(at, self.campaign.timezone).isoformat(),
            hour=there.hour,
            at=at,
            visitor=f"{chance.getrandbits(8 * PSEUDONYM_BYTES):032x}",
            request=REQUEST_ID,
            scan=chance.random() < 0.3,
            network=f"{network:0{NETWORK_DIGITS}x}",
            family=chance.choices(PHONES, OFTEN)[0],
        )

    def networks_seen(self, count: float) -> list[int]:
        """How many groups of networks each link was followed from, after `count` visits of all.

        Of n visits from evenly m networks, about m (1 - (1 - 1/m)**n) are the first from theirs.
        """
        never = 1 - 1 / self.networks
        return [round(self.networks * (1 - never ** (share * count))) for share in self.shares]

    def _link(self, code: str, association: int, owner: int, channel: int) -> Link:
        member = self.campaign.associations[association]
        group = member.groups[owner - 1].id if owner else ""
        return Link(code, self.campaign.slug, member.slug, group, f"channel-{channel:02}")

    @cached_property
    def _ranks(self) -> list[tuple[int, int, int]]:
        """Of each link, the places of association, owner and channel; small products first."""
        every = product(range(self.associations), range(self.groups + 1), range(self.channels))
        return sorted(every, key=lambda ranks: -_weight(ranks, self.exponent))


def _association(number: int, groups: int) -> Association:
    slug = f"association-{number:02}"
    local = (
        Group(f"{slug}/groupe-{n:03}", f"groupe-{n:03}", f"Groupe local numéro {n}", "Rhône")
        for n in range(groups)
    )
    name = f"Association pour les enfants {number}"
    return Association(slug, name, "contact@exemple.fr", "https://exemple.fr", tuple(local))


def _weight(ranks: Sequence[int], exponent: float) -> float:
    weight = 1.0
    for rank in ranks:
        weight /= (rank + 1) ** exponent
    return weight
