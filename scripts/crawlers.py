"""Makes `chalicelib/visits/crawlers.txt` from the pinned crawler-user-agents.

python -m scripts.crawlers            writes it
python -m scripts.crawlers --check    1 when it is not what would be written
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from chalicelib.visits import agents

TARGET = Path(__file__).parents[1] / "chalicelib" / "visits" / "crawlers.txt"

NOT_CRAWLERS = {
    "ap3a.240617.008": "a build of Android, on many telephones",
    "blackboard": "its application opens pages for pupils",
    "charlotte": "a given name",
    "code/1.": "an editor whose windows people read in",
    "daum/": "a browser in Korea",
    "feedly": "its application opens pages for readers; its crawler gives an address",
    "fever": "a telephone by Wiko",
    "fluid": "a browser",
    "goodreads": "its application opens pages for readers",
    "hello world": "anybody's first program, and telephones' test builds",
    "metaiab facebook": "Facebook's browser inside its application",
    "nextcloud": "its application opens pages; its crawler says so",
    "notion/": "its application opens pages for readers",
    "overcast/": "its application opens pages for listeners",
    "paypal/": "its application opens pages for payers",
    "pocketcasts/": "its application opens pages for listeners",
    "sogou": "a browser in China; its crawler says spider",
    "sonic": "a model's name",
    "speedy": "a model's name",
    "tumblr/": "its application opens pages for readers",
    "viber": "its application opens pages for readers",
    "whatsapp": "its application opens pages for readers; its previews are a step of their own",
}


def names() -> Iterator[str]:
    """The names to keep, in order."""
    kept = set()
    for entry in CRAWLER_USER_AGENTS_DATA:
        name = _plain(entry["pattern"])
        if name and name not in NOT_CRAWLERS and agents.says_machine(name) is None:
            kept.add(name)
    yield from sorted(kept)


def _plain(pattern: str) -> str | None:
    """The text that a pattern stands for; None when it stands for several."""
    text = re.sub(r"\[(\w)(\w)\]", lambda pair: pair[1], pattern)
    text = re.sub(r"\\(\W)", r"\1", text.removeprefix("^").removesuffix("$")).lower()
    several = re.sub(r"\\\W", "", pattern.removeprefix("^").removesuffix("$"))
    several = re.sub(r"\[(\w)(\w)\]", "", several)
    return None if re.search(r"[\\()\[\]|*+?^$]", several) or len(text) < 3 else text


def text() -> str:
    """The file's content."""
    made_from = f"crawler-user-agents {version('crawler-user-agents')}, MIT licence"
    return "\n".join((f"# From {made_from}; made by scripts/crawlers.py.", *names(), ""))


def main(arguments: list[str]) -> int:
    """Writes the file, or checks it."""
    if "--check" in arguments:
        return 0 if TARGET.read_text("utf-8") == text() else 1
    TARGET.write_text(text(), "utf-8")
    print(f"{TARGET.name}: {sum(1 for _ in names())} names")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
