"""What holds for every page: policy, language, escaping, titles, words and classes."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import jinja2
import pytest

from chalicelib.access.letter import Letter
from chalicelib.campaign.model import Association, Group
from chalicelib.growth import Grown
from chalicelib.web import render as room
from chalicelib.web.render import render
from chalicelib.web.sharing import Sharing
from chalicelib.web.space.where import Where
from chalicelib.web.words import LOCALES, WORDS
from tests.unit.web.markup import Elements, words_of
from tests.unit.web.sample_pages import PAGES, every_page, show
from tests.unit.web.samples import (
    ADA,
    ASSOCIATIONS,
    CAMPAIGN,
    LINK,
    STYLE,
    TEMPLATES,
    WEB,
)


@every_page
def test_pages_keep_to_the_content_policy(template: str, locale: str) -> None:
    elements = Elements(show(template, locale))
    for tag, attrs in elements.found:
        assert tag not in ("style", "iframe", "base", "object")
        assert not [name for name in attrs if name == "style" or name.startswith("on")]
        if tag in ("img", "link", "script") and attrs.get("rel") not in (
            "canonical",
            "alternate",
        ):
            assert (attrs.get("src") or attrs["href"]).startswith("/stage/")


@every_page
def test_pages_speak_the_language_and_keep_under_the_prefix(template: str, locale: str) -> None:
    page = show(template, locale)
    elements = Elements(page)
    assert next(elements.all("html"))["lang"] == locale
    for attrs in elements.all("a"):
        allowed = ("/stage/", "https://", "?", "#", "sms:?", "mailto:")
        assert attrs["href"].startswith(allowed)
    # A frame of another site shows signatures and no visits.
    if template not in ("preview.html", "embed.html"):
        assert WORDS["visits_are_not_signatures"][LOCALES.index(locale)] in page


@every_page
def test_nothing_given_becomes_markup(template: str, locale: str) -> None:
    evil = '<script>alert("1")</script>\'&'
    member = Association(
        "essor", evil, website="javascript:alert(1)", groups=(Group("essor/1", "lyon", evil),)
    )
    campaign = replace(CAMPAIGN, title=evil, summary=evil, demands=(evil,), associations=(member,))
    kept = ("is_link", "code", "level", "period", "tab", "said", "day", "today", "before")
    kept = (*kept, "trouble", "standing")  # keys of our words
    if template in ("space_sign_in.html", "space_sheet.html"):
        kept = (*kept, "wrong")  # a key of our words
    changed: dict[str, Any] = {
        name: evil
        for name, value in PAGES[template].items()
        if isinstance(value, str) and name not in kept
    }
    spoilt: dict[str, Any] = {
        "campaign": campaign,
        "campaigns": [(evil, evil, evil, evil)],
        "grown": [Grown(evil, 2, 1, True)],
        "letters": [(evil, Letter(evil, evil))],
        "link": replace(LINK, channel=evil),
        "rows": [replace(row, name=evil) for row in ASSOCIATIONS],
        "share": Sharing(evil, evil, ((evil, "https://wa.me/"),)),
    }
    changed |= {name: value for name, value in spoilt.items() if name in PAGES[template]}
    if "parts" in PAGES[template]:
        changed["parts"] = [
            replace(p, where=Where(campaign, member)) for p in PAGES[template]["parts"]
        ]
    if PAGES[template].get("where"):
        changed["where"] = Where(campaign, member)
        changed["menu"] = changed["where"].menu(ADA)
        changed["trail"] = [Where(campaign)]
    page = show(template, locale, **changed)
    assert "<script>" not in page
    assert "javascript:" not in page
    Elements(page)


@every_page
def test_a_forgotten_variable_is_an_error(template: str, locale: str) -> None:
    needed = set(PAGES[template]) - set(room._OPTIONAL)
    for name in needed:
        with pytest.raises(jinja2.UndefinedError):
            render(template, locale, **{k: v for k, v in PAGES[template].items() if k != name})


def test_optional_variables_may_be_left_out() -> None:
    for template, values in PAGES.items():
        needed = {k: v for k, v in values.items() if k not in room._OPTIONAL}
        assert words_of(render(template, "fr", **needed)), template


def hrefs_of(page: str) -> list[str]:
    return [a["href"] for a in Elements(page).all("a")]


def test_links_keep_what_the_address_asked_for_and_no_more() -> None:
    kept = {"lang": "en", "via": "AB3K9XZ"}
    hrefs = hrefs_of(show("leaderboard.html", "en", kept=kept))
    assert "/stage/c/essai?lang=en&via=AB3K9XZ" in hrefs
    assert "?level=group&period=all&lang=en&via=AB3K9XZ" in hrefs
    assert "?level=association&period=all&lang=fr&via=AB3K9XZ" in hrefs
    assert "?level=association&period=all&cursor=abc&lang=en&via=AB3K9XZ" in hrefs
    own = [h for h in hrefs if h.startswith(("?", "/stage/c"))]
    assert all("via=AB3K9XZ" in h for h in own)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("template", ["campaign.html", "leaderboard.html", "growth.html"])
def test_a_language_that_nobody_asked_for_is_on_no_link(template: str, locale: str) -> None:
    """It was the browser's or the campaign's wish; the next page finds it as this one did."""
    said = [h for h in hrefs_of(show(template, locale)) if "lang=" in h and "/stage/" not in h]
    assert len(said) == 1  # the switch
    assert said[0].endswith(f"lang={'fr' if locale == 'en' else 'en'}")
    assert "via=" not in " ".join(hrefs_of(show(template, locale)))


@pytest.mark.parametrize(
    "template", [name for name, values in PAGES.items() if "canonical" in values]
)
def test_what_search_engines_keep_is_titled_described_and_has_one_address(template: str) -> None:
    if template == "preview.html":  # a crawler's own, in one language
        return
    canonical = PAGES[template]["canonical"]
    for kept, own in (({}, canonical), ({"lang": "en", "via": "X"}, f"{canonical}?lang=en")):
        elements = Elements(show(template, kept=kept))
        links = [e for e in elements.all("link") if e["rel"] in ("canonical", "alternate")]
        assert [(e["rel"], e.get("hreflang"), e["href"]) for e in links] == [
            ("canonical", None, own),
            ("alternate", "fr", f"{canonical}?lang=fr"),
            ("alternate", "en", f"{canonical}?lang=en"),
            ("alternate", "x-default", canonical),
        ]
        meta = {m.get("property") or m.get("name"): m.get("content") for m in elements.all("meta")}
        assert meta["description"]
        assert meta["og:title"]
        assert meta["og:url"] == canonical


def test_every_word_is_used_by_a_template() -> None:
    # The badge is no template, and says its words itself.
    source = "".join(path.read_text("utf-8") for path in (*TEMPLATES, WEB / "counts.py"))
    # What was done in the space, its forms say.
    source += "".join(path.read_text("utf-8") for path in (WEB / "space").glob("*.py"))
    for key in WORDS:
        # Said whole, by its plural's name, or put together from a beginning that ends in a dot.
        bare = key.removesuffix(".one").removesuffix(".other")
        said = [key, bare, *(one.rpartition(".")[0] + "." for one in (key, bare))]
        if key.startswith(("closed.", "error.", "menu.", "wrong.")):
            said.append(key.split(".")[0] + ".")
        said.append(key.removeprefix("said."))
        assert any(f'"{form}"' in source for form in said), key


def test_every_class_has_a_style_and_the_style_contacts_nobody() -> None:
    for path in TEMPLATES:
        for classes in re.findall(r'class="([^"{]+)', path.read_text("utf-8")):
            for name in classes.split():
                assert re.search(rf"\.{re.escape(name)}\b", STYLE), (path.name, name)
    assert not re.search(r"url\(|@import|https?:", STYLE)


def test_the_template_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, app, chalicelib.web.render, chalicelib.web.downloads;"
        "print([m for m in ('jinja2', 'qrcode', 'png', 'PIL') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=WEB.parent.parent,
    )
    assert run.stdout.strip() == "[]"
