"""Pages as HTML: the templates, what each is given, and how French and English are set.

Jinja2 is imported on first use, so that a redirect never pays for it. Everything is escaped;
a variable that a template needs and was not given is an error, not a blank.

Every template takes `root`, the prefix of the site's own paths ("" or "/stage"; "" if left out),
and `kept`, what a public page's links keep of its address: `lang` and `via`, if it has them.
Moments are aware datetimes, shown in the campaign's time zone. Optional ones are marked `= None`.
Pages about a campaign take `moved: Switch = None`, its latest change of address while it is news.
A campaign's own words are set by the rules of its language, whichever language the page is in.

    home.html         campaigns: list of (slug, title, summary, locale), canonical: str
    campaign.html     campaign: Campaign, rows: list[leaderboard.Row] of associations (the
                      first five), total_visits: int, total_scans: int, updated_at: datetime,
                      sign_url: str, share: Sharing, try_link: str = None, try_qr: str = None
                      (path of the SVG, root included), try_caption: str = None (whose link it
                      is), left_out: list of (day, name, reason), summary: petition.Summary,
                      canonical: str, image: str (both absolute, for previews)
    leaderboard.html  campaign, level: "association" | "group", period: "all" | "today" | "7d",
                      rows, total: int (the campaign's visits in the period), updated_at,
                      next: str = None (cursor of the following page), measurable: bool
                      (whether there is a view of growth), left_out, canonical, image
    growth.html       campaign, grown: list[growth.Grown], updated_at, left_out, canonical, image
    projected.html    campaign, level, period, rows, total, updated_at, more: bool (whether
                      there are more rows than these), summary
    signatures.html   campaign, summary, found: petition.Beside, updated_at, canonical, image
    embed.html        campaign, summary, sign_url: str, campaign_url: str (absolute)
    look.html         campaign, link: Link, owner_name: str, short_url: str (absolute),
                      destination: str, qr_path: str (of the SVG, root included), prints: what
                      its kit has, as lists of (variant, file) by kind
    closed.html       campaign, sign_url: str; whether the link or the whole campaign is
                      closed, the campaign's state says
    _inside.html      what pages behind `space.door` share: where: Where = None, menu: list[Item],
                      trail: list[Where] (the places above), tab: str (the menu's key of the
                      page), said: str (key of what was just done, or ""), email: str (who is
                      signed in), token: str (what forms hold)
    space.html        parts: list[space.home.Part]
    space_figures.html     total, today: Count, standing: sums.Standing = None, hours: sums.Hours,
                      hours_chart, groups, channels: list[sums.Part], and what a chart of days is
                      drawn from: days: list of (day, Count), days_chart: charts.Chart,
                      days_named: places of the days that say their names, updated_at: datetime
    space_first.html  owners: list[links.Owner], may_write: bool (more than to read)
    space_links.html  owners, gone (who are retired): list[links.Owner], may_write
    space_link.html   link, url, look, file_root: str, on_paper: bool, total, today: Count,
                      excluded, prints, texts: list of (name, share.Message), may_write, and a
                      chart of days
    space_link_new, space_group_new, space_group_name, space_tokens: given (what was typed) and
                      wrong: wrong.Wrong
    space_kit_whole.html   made: where the "pdf" and the "zip" lie, None while they are made, "" if
                      there is nothing; piece: Piece, making: bool, unfit: list of the two
    space_sheet_report.html   lines: list of {line, what, text}, counts by what, hidden: int, text
    space_sign_in.html     email: str (as typed), wrong: str (key of what is wrong, or ""), token
    space_sent.html   email: str, invited: bool, most: int (letters an hour), outbox: bool
    space_enter.html  token
    space_note.html   often: bool (asked too often, or else with a link that is worth nothing)
    space_invitation.html  code, email: str (as typed), wrong: "code" | "email" | "", token
    space_overview.html  total, today: Count (the campaign's), now, days: (today, yesterday),
                      recent: int (days that are looked through), lines: list[overview.Line],
                      gone: list[Association], official: Official, age: (key of words, number)
                      = None, needs: list[overview.Need]
    space_association.html  typed: fields by name, wrong: keys of words by field ("" for all of
                      the form), as every form of these has them; adds one when `where` is the
                      campaign
    space_leave.html  links: list[Link] (open), wrong; of one that has left it is about returning
    space_people.html crews: list[people.Crew], alone: list[Where], places: list of (key, Where),
                      keys: of places by path, typed, wrong, here: str (who is signed in),
                      by_command: str
    space_remove.html member: Member, part: Where, key: str, last: bool (of the organisers), own
    space_invite.html places, chosen: str, wrong, until: datetime, entry: str (absolute)
    space_invited.html  card: invitations.Card, until
    space_sheet_of_invitations.html  places, alone, typed, wrong, most, most_at_once: int
    space_invitations.html  cards: list[invitations.Card], until, entry; to be printed
    space_fairness.html  day, today: str, before, after: str or None (kept days), asked, others:
                      list[fairness.Case], thresholds, fewest: int, rulings: list of (Ruling,
                      name), out: set of (code, day)
    space_rule.html   case: fairness.Case, reason: str (as typed), wrong, most: int
    space_count.html  campaign, summary, age, manual: bool, trouble, standing: str (keys of words,
                      or ""), due: datetime or None, typed, wrong
    space_switch.html typed, wrong, hosts: list[str], links: int, announced: Switch or None
    space_switching.html  preview: switch.Preview, read: bool (the count has a source), announced:
                      int (days), today: datetime, wrong
    space_audit.html  acts: list of (Act, str or None: what it was about, in French), following: str
                      or None (cursor), later: bool, by_command
    outbox.html       letters: list of (address, Letter)
    legal.html        publisher, publisher_address, publisher_phone, publisher_email, director,
                      hosting, controller, controller_contact: str (the settings of these names,
                      "" where one is missing), kept_days: int (how long visits are)
    offline.html      nothing
    not_found.html    is_link: bool (a code was asked for, not a page)
    error.html        code: str (of the error), message: str, in_english: bool (and in no other
                      language), link: str (the code of one that cannot be printed so, or ""),
                      request_id: str = None
    docs.html         about: str, server: str, groups: the tags of the description with their
                      operations, schemas, errors: list of (status, meaning); see `web.docs`
    preview.html      campaign, canonical, image, sign_url: str
    _open_graph.html  what several share: campaign, canonical, image, shown_title: str =
                      campaign's, bilingual: bool = None (whether `?lang=` shows the other one)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from chalicelib.clock import local_day, zone
from chalicelib.language import NARROW, NBSP, language, typeset
from chalicelib.web.assets import address as asset
from chalicelib.web.words import WORDS, plural, word

if TYPE_CHECKING:
    from jinja2 import Environment

_OPTIONAL: dict[str, Any] = {
    "root": "",
    "try_link": None,
    "try_qr": None,
    "try_caption": None,
    "next": None,
    "moved": None,
    "kept": {},
    "request_id": None,
}
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def render(template: str, locale: str, **values: Any) -> str:
    """The page `template` in the language of `locale` (French unless English), with `values`."""
    return _environment(language(locale)).get_template(template).render(_OPTIONAL | values)


def fitted(text: str, most: int) -> str:
    """`text`, cut after a word so that it takes at most `most` bytes once it is HTML.

    Bytes and not characters: quotes and letters outside ASCII take several.
    """
    if _taken(text) <= most:
        return text
    kept = text
    while _taken(f"{kept}…") > most:
        kept = kept[:-1]
    whole_words, space, _ = kept.rpartition(" ")
    return f"{(whole_words if space else kept).rstrip(' ,;:')}…"


def number(value: int, locale: str) -> str:
    """12 345 in French (narrow no-break spaces), 12,345 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", NARROW) if language(locale) == "fr" else grouped


def percent(share: float, locale: str) -> str:
    """A share from 0 to 1 with one decimal: 12,3 % in French, 12.3% in English.

    What is more than nothing never reads as 0,0 %.
    """
    shown = f"{share * 100:.1f}" if share >= 0.0005 or not share else f"<{NBSP}0.1"
    return f"{shown.replace('.', ',')}{NARROW}%" if language(locale) == "fr" else f"{shown}%"


def decimal(value: float, locale: str) -> str:
    """Two decimals, with a true minus: −0,42 in French, −0.42 in English."""
    shown = f"{value:.2f}".replace("-", "−")
    return shown.replace(".", ",") if language(locale) == "fr" else shown


def moment(at: datetime, timezone: str, locale: str) -> str:
    """A day and time of the clock in `timezone`: 23 novembre 2026 à 14 h 05."""
    at = at.astimezone(zone(timezone))
    on = day(at.date().isoformat(), locale)
    if language(locale) == "en":
        return f"{on} at {at:%H:%M}"
    return f"{on} à{NBSP}{at.hour}{NBSP}h{NBSP}{at:%M}"


def day(iso: str, locale: str) -> str:
    """A calendar day, as `2026-11-23`: 23 novembre 2026."""
    at = date.fromisoformat(iso)
    month = _MONTHS[language(locale)].split()[at.month - 1]
    number = "1er" if at.day == 1 and language(locale) == "fr" else str(at.day)
    return f"{number}{NBSP}{month} {at.year}"


def short_day(iso: str, locale: str) -> str:
    """A calendar day where there is little room: 23/11 in French, 23 Nov in English."""
    at = date.fromisoformat(iso)
    if language(locale) == "en":
        return f"{at.day}{NBSP}{_MONTHS['en'].split()[at.month - 1][:3]}"
    return f"{at.day}/{at.month:02}"


def ordinal(value: int, locale: str) -> str:
    """A place in a row: 1er, 2e in French; 1st, 2nd, 3rd, 11th in English."""
    shown = number(value, locale)
    if language(locale) == "fr":
        return f"{shown}{'er' if value == 1 else 'e'}"
    ends = {1: "st", 2: "nd", 3: "rd"}
    return shown + ("th" if value % 100 in (11, 12, 13) else ends.get(value % 10, "th"))


def tenth(value: float, locale: str) -> str:
    """One decimal: 4,2 in French, 4.2 in English."""
    shown = f"{value:.1f}"
    return shown.replace(".", ",") if language(locale) == "fr" else shown


def host(url: str) -> str:
    """The host of an address, as a person reads it: without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def bare(url: str) -> str:
    """An address as it is read aloud or typed: without its scheme and last slash."""
    return re.sub(r"^https?://", "", url, flags=re.IGNORECASE).rstrip("/")


def web_only(url: str) -> str:
    """`url` if it is one of the web, else "": `javascript:` and the like never become links."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


def ticked(text: str) -> Markup:
    """`text` with what is in backticks as code, and what is in double asterisks as strong."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    strong = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)
    # Escaped above: what is marked up here are the two signs alone.
    return Markup(strong)  # noqa: S704 # nosec B704


def _path(context: Mapping[str, Any], path: str, locale: str, **query: str) -> str:
    """A path of this site as a page links to it, in the page's language."""
    return f"{context['root']}{path}?{urlencode({**query, 'lang': locale})}"


def _own(context: Mapping[str, Any], path: str, **query: str) -> str:
    """The same of public pages: `query`, and what the address of this one asked for and they keep.

    Not the language that the browser likes, which every page finds by itself: an address that is
    passed on is to speak the language of whoever opens it. "" is the page itself.
    """
    asked = query | {name: value for name, value in context["kept"].items() if name not in query}
    said = urlencode({name: value for name, value in asked.items() if value})
    return (f"{context['root']}{path}" if path else "") + (f"?{said}" if said or not path else "")


def _taken(text: str) -> int:
    return len(escape(text).encode())


@lru_cache(maxsize=2)
def _environment(locale: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        # str() and int() make a variable that was forgotten say so by its name.
        "typeset": lambda text, of=locale: typeset(str(text), of),
        "fitted": lambda text, most: fitted(str(text), most),
        "number": lambda value: number(int(value), locale),
        "decimal": partial(decimal, locale=locale),
        "percent": partial(percent, locale=locale),
        "moment": partial(moment, locale=locale),
        "day": lambda iso: day(str(iso), locale),
        "short_day": partial(short_day, locale=locale),
        "ordinal": partial(ordinal, locale=locale),
        "tenth": partial(tenth, locale=locale),
        "local_day": lambda at, timezone: day(local_day(at, timezone).isoformat(), locale),
        "host": lambda url: host(str(url)),
        "bare": lambda url: bare(str(url)),
        "web_only": web_only,
        "ticked": lambda text: ticked(str(text)),
    }
    environment.globals |= {
        "asset": asset,
        "locale": locale,
        "t": lambda key, **values: typeset(word(locale, key, **values), locale),
        "plural": partial(plural, locale),
        "own": pass_context(_own),
        "to": pass_context(partial(_path, locale=locale)),
        "words": WORDS,
    }
    return environment
