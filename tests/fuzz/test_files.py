"""Files that people write, and logs that machines cut: read, or refused in words; never a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign import file, sheet
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.edit import draft_of
from chalicelib.campaign.model import Petition
from chalicelib.campaign.spreadsheet import merge
from chalicelib.clock import Budget
from chalicelib.config import DEFAULT_HOSTS
from chalicelib.errors import PorteVoixError
from chalicelib.petition.history import import_history
from chalicelib.petition.model import Answer, Validators
from chalicelib.petition.page import read as read_page
from chalicelib.petition.sources import SOURCES
from chalicelib.visits.model import Outcome, Visit
from chalicelib.visits.record import deferred_line
from chalicelib.visits.replay import replay
from tests.contract.samples import NOON, RIVE, visit
from tests.fuzz.mutations import as_bytes, mutated, same_site
from tests.unit.web.door import CAMPAIGN, Site

T = TypeVar("T")

PAGES = Path(__file__).parents[1] / "unit" / "petition" / "pages"
HOSTS = frozenset(DEFAULT_HOSTS.split())
FILES = (CAMPAIGN, (CAMPAIGN + '[[milestones]]\nsignatures = 100\nlabel = "Cent"\n'))
SHEETS = (
    "association;groupe;nom;canal;alias\nessor;lyon;Lyon;marche;essor-marche\nessor;;L'Essor;;\n",
    "Association,Group,Name,Channel\nrive,,La Rive,poster\n",
    '\ufeffassociation;nom\n"essor";"L\'\'Essor"\n',
)


def done_or_said(work: Callable[[], T]) -> tuple[T | None, str]:
    """What the work made, or what it said to whoever sent that; any other error is raised."""
    try:
        return work(), ""
    except PorteVoixError as error:
        return None, str(error)


@given(raw=mutated(FILES).map(as_bytes) | st.binary(max_size=400))
def test_a_campaign_file_is_read_or_refused(raw: bytes) -> None:
    desired, said = done_or_said(lambda: file.parse(raw, "f.toml", HOSTS))
    assert (desired is None) is said.startswith("f.toml:")
    assert desired is None or (desired.campaign.slug and desired.campaign.title)


@same_site
@given(raw=mutated(SHEETS).map(as_bytes) | st.binary(max_size=400))
def test_a_spreadsheet_is_merged_or_refused_and_changes_nothing(site: Site, raw: bytes) -> None:
    draft = draft_of(site.house.store, "enfants")
    merged, said = done_or_said(lambda: merge(draft, sheet.read(raw, "the sheet")))
    assert (merged is None) is ("the sheet" in said)
    outcomes = merged.outcomes if merged else ()
    assert all(outcome.line > 0 and outcome.text for outcome in outcomes)


@given(segment=st.text(max_size=60) | mutated(("A0B1C2D", "essor-lyon", "E0F1G2H+", "%2B")))
def test_whatever_is_typed_for_a_code_is_one_key(segment: str) -> None:
    key, look_first = read_segment(segment)
    # A key that holds a `%` stands in an address in another way.
    again, _ = read_segment(key.replace("%", "%25"))
    assert again == key
    assert isinstance(look_first, bool)


class Kept:
    """A store that keeps what a replay writes."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []

    def record(self, one: Visit, budget: Budget) -> Outcome:
        self.visits.append(one)
        return Outcome.NEW


LINE = deferred_line(visit(RIVE, "ada"), "the store was away")


@given(lines=st.lists(mutated((LINE, f"2026-11-23T11:00:00Z {LINE}")), max_size=4))
def test_a_damaged_log_brings_back_what_is_whole_and_names_the_rest(lines: list[str]) -> None:
    store = Kept()
    report = replay(lines, store, NOON)
    assert report.counted == len(store.visits)
    assert report.counted + len(report.refused) <= len(lines)
    for one in store.visits:
        # Nothing is counted for a day that no campaign has, nor without who and where.
        assert one.day == one.at.date().isoformat() or len(one.day) == 10
        assert 0 <= one.hour <= 23


HISTORIES = (
    "at,count\n2026-11-20T12:00:00+01:00,100\n2026-11-21T12:00:00+01:00,250\n",
    '\ufeffat,count\r\n"2026-11-20T12:00:00Z",0\r\n',
)


@same_site
@given(text=mutated(HISTORIES))
def test_a_history_of_the_count_is_kept_or_refused_as_a_whole(site: Site, text: str) -> None:
    store, campaign = site.house.store, site.house.store.load("enfants")
    assert campaign is not None
    before = store.points("enfants")
    lines = text.splitlines(keepends=True)
    done, said = done_or_said(lambda: import_history(store, campaign, lines, NOON))
    assert (done is None) is bool(said)
    assert all(point.count >= 0 and point.at <= NOON for point in store.points("enfants"))
    assert done is not None or store.points("enfants") == before


DOCUMENTS = tuple(
    page.read_text("utf-8") for kind in ("uk_*.json", "graphql*.json") for page in PAGES.glob(kind)
)


@given(
    source=st.sampled_from(("uk-parliament", "decidim", "assemblee-nationale")),
    body=mutated(sorted(DOCUMENTS)).map(as_bytes),
    headers=st.dictionaries(
        st.sampled_from(("content-type", "etag", "last-modified", "retry-after", "location")),
        st.text(st.characters(max_codepoint=0xFF), max_size=40),
    ),
    status=st.sampled_from((200, 200, 200, 302, 304, 404, 429, 500, 503)),
)
def test_whatever_a_platform_answers_is_a_count_or_a_reason(
    source: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    reader = SOURCES[source]
    answer = Answer(status, headers, body, "https://petition.exemple.fr/petitions/1")
    url = "https://petition.exemple.fr/petitions/1"
    found, said = done_or_said(
        lambda: reader.read(Petition(source, "1"), url, lambda asked: answer, NOON, Validators())
    )
    if found is None:
        assert said
    else:
        assert (found.count is None) is bool(found.why)
        assert found.count is None or 0 <= found.count < 10**12


PETITIONS = tuple(page.read_text("utf-8") for page in sorted(PAGES.glob("*.html"))[:12])


@given(text=mutated(PETITIONS))
def test_a_petitions_page_says_a_count_or_why_not(text: str) -> None:
    page = read_page(text, "1")
    assert (page.count is None) is bool(page.why)
    assert page.count is None or page.count >= 0
