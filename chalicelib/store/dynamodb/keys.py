"""Every key of the DynamoDB tables, spelled once, with what lives there.

| table | partition, sort | item |
|---|---|---|
| directory | `CAMPAIGNS`, slug | a campaign, its document and version |
| directory | `CODE#key`, `-` | a link; an alias, which names its code; a tombstone |
| directory | `LINKS#campaign`, `owner#channel` | a link again: listed, its pair unique |
| directory | `PICTURES#campaign`, name | a picture, such as an association's logo |
| directory | `TOKEN#digest`, `-` and `TOKENS#campaign`, digest | a token |
| directory | `MEMBERS#campaign`, `association#group#address` | a member |
| directory | `MEMBER#address`, `campaign#association#group` | a member again, by their address |
| directory | `ONCE#digest`, `-` | a one-time secret |
| directory | `SESSION#id`, `-` and `SESSIONS#address`, id | a session |
| directory | `SENT#key`, `-` | how many letters an address was sent in an hour |
| directory | `SIGNING`, `-` | the key that signs cookies |
| directory | `ACTS#campaign`, `time#number` | an act; again in `ACTS#campaign#association` |
| directory | `ANSWER#key`, `-` | the answer to a request that may come again |
| directory | `MOVING#campaign`, `-` | which file a campaign is coming from, until it is there |
| visits | `link#day#visitor` | a visit: spread, so a link that everybody follows is not one place |
| tallies | `COUNT#campaign#level#period`, entity | a counter: one query reads a board's counters |
| tallies | `SPREAD#campaign#link`, day | how the visits of a link's day are spread |
| tallies | `RULINGS#campaign`, `at#link#day` | an organiser's act on a link's day |
| tallies | `OFFICIAL#campaign`, `-` | what is known of the official count |
| tallies | `POINTS#campaign`, time | a change of the official count |
| tallies | `EXCLUDED#campaign`, `link#association` | requests not counted, by verdict |
| tallies | `BOARD#campaign#HEAD`, `-` | which generation of its boards a campaign shows |
| tallies | `BOARD#campaign#generation`, `level#period#page` | a hundred ranked rows |
| tallies | `ASIDE`, event id | a stream record that could not be read |
| salts | campaign, day | a salt |

Slugs, ids, codes, levels and periods never hold a `#`; what may hold one comes last in its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.access.model import Act, Member
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Level
from chalicelib.leaderboard import Period, Ruling
from chalicelib.store.documents import time_key
from chalicelib.tally.fold import Owned
from chalicelib.tally.model import Counter, LinkDay
from chalicelib.visits.model import Visit

Item = dict[str, dict[str, Any]]
"""An item, or its key, as the wire has it: `{"name": {"S": "text"}}`."""

EXPIRES = "expires"
"""The attribute, in seconds since 1970, after which DynamoDB may delete an item. It does so
late, up to days: whoever reads such items looks at it too."""


class Table(StrEnum):
    """The tables, by the end of their name; its start is the deployment's prefix."""

    DIRECTORY = "directory"
    VISITS = "visits"
    TALLIES = "tallies"
    SALTS = "salts"

    @property
    def key_names(self) -> tuple[str, ...]:
        """The attributes that make the key: partition, and sort where there is one."""
        if self is Table.VISITS:
            return ("visit",)
        return ("campaign", "day") if self is Table.SALTS else ("pk", "sk")


@dataclass(frozen=True, slots=True)
class Key:
    """Where one item lives."""

    table: Table
    partition: str
    sort: str = ""

    @property
    def item(self) -> Item:
        """The key's own attributes."""
        values = (self.partition, self.sort)
        return {
            name: {"S": value} for name, value in zip(self.table.key_names, values, strict=False)
        }


def key_of(table: Table, item: Item) -> Key:
    """Where `item` lives."""
    return Key(table, *(item[name]["S"] for name in table.key_names))


CAMPAIGNS = "CAMPAIGNS"
ASIDE = "ASIDE"
COUNTS = "COUNT#"


def campaign(slug: str) -> Key:
    """A campaign's one document."""
    return Key(Table.DIRECTORY, CAMPAIGNS, slug)


def code(name: str) -> Key:
    """A code or an alias, in any spelling."""
    return Key(Table.DIRECTORY, f"CODE#{fold(name)}", "-")


def links(slug: str) -> str:
    """The partition of a campaign's links."""
    return f"LINKS#{slug}"


def link(slug: str, owner: str, channel: str) -> Key:
    """The link of an owner for a channel."""
    return Key(Table.DIRECTORY, links(slug), f"{owner}#{channel}")


def pictures(slug: str) -> str:
    """The partition of a campaign's pictures."""
    return f"PICTURES#{slug}"


def picture(slug: str, name: str) -> Key:
    """A picture, apart from the campaign: the redirect reads that."""
    return Key(Table.DIRECTORY, pictures(slug), name)


def token(digest: str) -> Key:
    """An access token, by its hash."""
    return Key(Table.DIRECTORY, f"TOKEN#{digest}", "-")


def tokens(slug: str) -> str:
    """The partition that lists a campaign's tokens."""
    return f"TOKENS#{slug}"


def token_of(slug: str, digest: str) -> Key:
    """A token in that list."""
    return Key(Table.DIRECTORY, tokens(slug), digest)


def members(slug: str) -> str:
    """The partition of a campaign's members."""
    return f"MEMBERS#{slug}"


def memberships(email: str) -> str:
    """The partition of what somebody is a member of."""
    return f"MEMBER#{email}"


def member(one: Member) -> tuple[Key, Key]:
    """A member, by campaign and by address."""
    place = one.place
    owner = f"{place.association}#{place.group}"
    return (
        Key(Table.DIRECTORY, members(place.campaign), f"{owner}#{one.email}"),
        Key(Table.DIRECTORY, memberships(one.email), f"{place.campaign}#{owner}"),
    )


def one_time(digest: str) -> Key:
    """A one-time secret, by its hash."""
    return Key(Table.DIRECTORY, f"ONCE#{digest}", "-")


def session(session_id: str) -> Key:
    """A session."""
    return Key(Table.DIRECTORY, f"SESSION#{session_id}", "-")


def sessions(email: str) -> str:
    """The partition of somebody's sessions."""
    return f"SESSIONS#{email}"


def session_of(email: str, session_id: str) -> Key:
    """A session in that list."""
    return Key(Table.DIRECTORY, sessions(email), session_id)


def sent(key: str) -> Key:
    """A counter of letters."""
    return Key(Table.DIRECTORY, f"SENT#{key}", "-")


SIGNING = Key(Table.DIRECTORY, "SIGNING", "-")


def acts(slug: str, association: str = "") -> str:
    """The partition of a campaign's acts, or of those of one association."""
    return f"ACTS#{slug}#{association}" if association else f"ACTS#{slug}"


def act(one: Act, moment: str) -> list[Key]:
    """An act, in its campaign's list and in its association's."""
    lists = dict.fromkeys((acts(one.campaign), acts(one.campaign, one.association)))
    return [Key(Table.DIRECTORY, partition, moment) for partition in lists]


def answer(key: str) -> Key:
    """The answer that is kept for an idempotency key."""
    return Key(Table.DIRECTORY, f"ANSWER#{key}", "-")


def moving(slug: str) -> Key:
    """The mark of a campaign that is being moved here."""
    return Key(Table.DIRECTORY, f"MOVING#{slug}", "-")


def visit(visit: Visit) -> Key:
    """A visit: its pseudonym and nothing else."""
    return Key(Table.VISITS, visit.key)


def counts(slug: str, level: Level, period: str) -> str:
    """The partition of one level's counters in one period."""
    return f"{counts_of(slug)}{level}#{period}"


def counts_of(slug: str) -> str:
    """What the partitions of all counters of a campaign start with."""
    return f"{COUNTS}{slug}#"


def counter(counter: Counter) -> Key:
    """One counter."""
    partition = counts(counter.campaign, counter.level, counter.period)
    return Key(Table.TALLIES, partition, counter.entity)


def counter_of(item: Item) -> Counter:
    """The counter that an item under `COUNTS` is."""
    _, slug, level, period = item["pk"]["S"].split("#")
    return Counter(slug, Level(level), item["sk"]["S"], period)


def spread(day: LinkDay) -> Key:
    """How the visits of a link's day are spread.

    By link and not by day: the spreads of all links in one partition were its hottest by far
    (`make bench-scale`).
    """
    return Key(Table.TALLIES, f"SPREAD#{day.campaign}#{day.link}", day.day)


def rulings(slug: str) -> str:
    """The partition of a campaign's rulings."""
    return f"RULINGS#{slug}"


def ruling(act: Ruling) -> Key:
    """An act; acts sort by their time."""
    sort = f"{time_key(act.at)}#{act.link}#{act.day}"
    return Key(Table.TALLIES, rulings(act.campaign), sort)


def official(slug: str) -> Key:
    """What is known of a campaign's official count."""
    return Key(Table.TALLIES, f"OFFICIAL#{slug}", "-")


def points(slug: str) -> str:
    """The partition of the changes of a campaign's official count."""
    return f"POINTS#{slug}"


def point(slug: str, at: datetime) -> Key:
    """One change."""
    return Key(Table.TALLIES, points(slug), time_key(at))


def excluded(slug: str) -> str:
    """The partition of a campaign's exclusions."""
    return f"EXCLUDED#{slug}"


def exclusions_of(link: str) -> str:
    """What the sort keys of a link's exclusions start with."""
    return f"{link}#"


def exclusion(one: Owned) -> Key:
    """A link's exclusions while it belonged to an association."""
    return Key(Table.TALLIES, excluded(one.campaign), exclusions_of(one.link) + one.association)


def boards_of(slug: str) -> str:
    """What the partitions of all boards of a campaign start with."""
    return f"BOARD#{slug}#"


def board_head(slug: str) -> Key:
    """What names the generation of boards that is shown."""
    return Key(Table.TALLIES, f"{boards_of(slug)}HEAD", "-")


def board_pages(slug: str, generation: str) -> str:
    """The partition of one generation's rows."""
    return f"{boards_of(slug)}{generation}"


def board_page(level: Level, period: Period, page: int) -> str:
    """The sort key of a page, counted from 0; pages sort in their order."""
    return f"{level}#{period}#{page:06}"


def aside(event_id: str) -> Key:
    """A record of the stream that could not be read."""
    return Key(Table.TALLIES, ASIDE, event_id)


def salt(slug: str, day: str) -> Key:
    """The secret of a campaign and day."""
    return Key(Table.SALTS, slug, day)
