"""Pages of platforms, and who answers with them; for the tests of the sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.campaign.model import Petition
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators
from chalicelib.petition.sources import SOURCES

PAGES = Path(__file__).with_name("pages")
ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 8, 17, 12, tzinfo=UTC)
OPEN, CLOSED, UNKNOWN = Openness.OPEN, Openness.CLOSED, Openness.UNKNOWN
NONE = Validators()
KEPT = Validators('W/"before"', "Mon, 17 Aug 2026 10:00:00 GMT")
GIVEN = {"etag": 'W/"after"', "last-modified": "Mon, 17 Aug 2026 11:00:00 GMT"}
ASSEMBLEE = "https://petitions.assemblee-nationale.fr/initiatives/i-2410"
SENAT = "https://petitions.senat.fr/initiatives/i-1180"
AGORA = "https://agora.example.fr/initiatives/i-84"
UK = "https://petition.parliament.uk/petitions/700143"
WEEKLY = "https://www.data.gouv.fr/api/1/datasets/r/c94c9dfe-23eb-45aa-acd1-7438c4e977db"

PETITIONS = {
    "assemblee-nationale": (Petition("assemblee-nationale", "2410"), ASSEMBLEE),
    "senat": (Petition("senat", "1180"), SENAT),
    "decidim": (Petition("decidim", "84"), AGORA),
    "data-gouv": (Petition("data-gouv", "2410"), ASSEMBLEE),
    "uk-parliament": (Petition("uk-parliament", "700143"), UK),
}


class Platform:
    """Answers from a table of addresses, and remembers what was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        # What it sifts with is no part of what is asked.
        self.asked.append(replace(request, sift=None))
        answer = self.answers[request.url]
        if request.sift and answer.status == 200:
            pieces = (answer.body[n : n + 7_001] for n in range(0, len(answer.body), 7_001))
            answer = replace(answer, body=request.sift(answer.headers, pieces))
        return answer if answer.url else replace(answer, url=request.url)


class Always:
    """Answers the same, whatever is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> Answer:
        return replace(self.answer, url=request.url)


def page(name: str, **headers: str) -> Answer:
    return Answer(200, headers, (PAGES / name).read_bytes())


def read(
    source: str, platform: Platform | Always, validators: Validators = NONE, **changes: str
) -> Reading:
    petition, url = PETITIONS[source]
    url = changes.pop("url", url)
    return SOURCES[source].read(replace(petition, **changes), url, platform, NOW, validators)


def outcome(reading: Reading) -> tuple[int | None, Openness, str]:
    assert (reading.count is None) == bool(reading.why)
    return reading.count, reading.openness, reading.why
