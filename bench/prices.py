"""What AWS asks for, in dollars, as data: three regions, with where each figure comes from.

No live page was read for these. `READ` are figures that public repositories took from AWS's own
price lists, on the day that is named; `MEMORY` are remembered, and to be checked before
anybody relies on them. `python -m bench.scale --price name=value` overrides any of them.
First tiers, x86, without free tiers, taxes and credits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LISTS = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"
"""AWS's price lists: `{LISTS}/{service}/current/{region}/index.json`."""

PAGES = {
    "api": "https://aws.amazon.com/api-gateway/pricing/",
    "lambda": "https://aws.amazon.com/lambda/pricing/",
    "dynamodb": "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "logs": "https://aws.amazon.com/cloudwatch/pricing/",
    "data": "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer",
}
"""Where AWS shows them to people, by the first word of a price's name."""

READ, MEMORY = "price list, read", "from memory, November 2026"


UNITS = {
    "api-requests": 1e6,
    "lambda-requests": 1e6,
    "lambda-gb-seconds": 1.0,
    "dynamodb-writes": 1e6,
    "dynamodb-reads": 1e6,
    "dynamodb-stream-reads": 1e6,
    "dynamodb-storage": 1.0,
    "logs-in": 1.0,
    "logs-storage": 1.0,
    "data-out": 1.0,
}
"""How many requests, units, GB-seconds, GB or GB-months each price is for."""

IRELAND = f"{READ} 2026-10-02"
DUBLIN_TABLES = f"{READ} 2026 (day not told)"
FRANKFURT = f"{READ} 2026-09-11"
FRANKFURT_API = f"{READ} 2026-08-12"
PARIS_TABLES = f"{READ} 2026-09-07"

FREE_STREAMS = 0.0
"""Lambda's own reads of a stream are not charged for (DynamoDB's price page)."""

_DATA: dict[str, dict[str, tuple[float, str]]] = {
    "eu-west-3": {
        "api-requests": (3.70, MEMORY),
        "lambda-requests": (0.20, PARIS_TABLES),
        "lambda-gb-seconds": (0.0000166667, MEMORY),
        "dynamodb-writes": (0.7423, PARIS_TABLES),
        "dynamodb-reads": (0.1487, PARIS_TABLES),
        "dynamodb-stream-reads": (FREE_STREAMS, MEMORY),
        "dynamodb-storage": (0.297, MEMORY),
        "logs-in": (0.5985, MEMORY),
        "logs-storage": (0.0315, MEMORY),
        "data-out": (0.09, MEMORY),
    },
    "eu-west-1": {
        "api-requests": (3.50, IRELAND),
        "lambda-requests": (0.20, IRELAND),
        "lambda-gb-seconds": (0.0000166667, IRELAND),
        "dynamodb-writes": (0.705, DUBLIN_TABLES),
        "dynamodb-reads": (0.1415, DUBLIN_TABLES),
        "dynamodb-stream-reads": (FREE_STREAMS, MEMORY),
        "dynamodb-storage": (0.283, MEMORY),
        "logs-in": (0.57, IRELAND),
        "logs-storage": (0.03, IRELAND),
        "data-out": (0.09, MEMORY),
    },
    "eu-central-1": {
        "api-requests": (3.70, FRANKFURT_API),
        "lambda-requests": (0.20, FRANKFURT),
        "lambda-gb-seconds": (0.0000166667, FRANKFURT_API),
        "dynamodb-writes": (0.7625, FRANKFURT),
        "dynamodb-reads": (0.1525, FRANKFURT),
        "dynamodb-stream-reads": (FREE_STREAMS, MEMORY),
        "dynamodb-storage": (0.306, FRANKFURT),
        "logs-in": (0.63, FRANKFURT),
        "logs-storage": (0.0324, FRANKFURT),
        "data-out": (0.09, FRANKFURT_API),
    },
}


@dataclass(frozen=True)
class Price:
    """Dollars for `per` of what it is called after, and where that is from."""

    name: str
    dollars: float
    source: str

    @property
    def per(self) -> float:
        """How many of them that buys."""
        return UNITS[self.name]

    @property
    def page(self) -> str:
        """AWS's page of it."""
        return PAGES[self.name.partition("-")[0]]


Prices = Mapping[str, Price]

REGIONS: Mapping[str, Prices] = {
    region: {name: Price(name, *figure) for name, figure in prices.items()}
    for region, prices in _DATA.items()
}
"""Every price by region and name."""


def overridden(changes: Mapping[str, float]) -> dict[str, Prices]:
    """The prices with some of them replaced in every region; `KeyError` for an unknown name."""
    for name in changes:
        if name not in UNITS:
            raise KeyError(f"no price is called {name!r}; there are {', '.join(UNITS)}")
    given = {name: Price(name, value, "command line") for name, value in changes.items()}
    return {region: {**prices, **given} for region, prices in REGIONS.items()}
