"""What a whole store is: all that the rooms ask of one, gathered from where they say it."""

from __future__ import annotations

from typing import Protocol

from chalicelib.access.model import Act
from chalicelib.access.store import AuditStore, PeopleStore, TokenStore
from chalicelib.campaign.directory import Owned, Register
from chalicelib.campaign.links import Directory
from chalicelib.campaign.model import Campaign
from chalicelib.fairness import FairnessStore
from chalicelib.leaderboard import BoardStore
from chalicelib.moving import MovingStore
from chalicelib.petition.series import SeriesStore
from chalicelib.tally.apply import TallyStore
from chalicelib.tally.deliver import Stream
from chalicelib.tally.figures import Figures
from chalicelib.tally.reconcile import Ledger
from chalicelib.visits.record import VisitStore
from chalicelib.visits.visitor import Salts


class Store(
    Directory,
    Register,
    Owned,
    Salts,
    VisitStore,
    TallyStore,
    BoardStore,
    Figures,
    Ledger,
    TokenStore,
    PeopleStore,
    AuditStore,
    FairnessStore,
    SeriesStore,
    MovingStore,
    Protocol,
):
    """All that the rooms ask of a store; both databases have it."""

    def with_act(self, act: Act) -> Store:
        """See `AuditStore`."""
        ...

    def expire(self) -> int:
        """Deletes the visits whose time is over, where the database does not; how many."""
        ...

    def close(self) -> None:
        """Finishes what is under way and lets go of files and connections."""
        ...


class Production(Store, Stream, Protocol):
    """What the store has besides where visits and tallies are apart: a stream, and boards
    that are ranked by a schedule.
    """

    def rebuild_boards(self, campaign: Campaign) -> bool:
        """Ranks a campaign's boards again; answers whether a row changed."""
        ...
