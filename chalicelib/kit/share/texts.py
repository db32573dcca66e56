"""Texts to share: one for each network, in the campaign's own words, with that channel's link.

A text is as full as its network allows: first what surrounds the title is left out, then the
title is cut at a word; the link never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.share.lengths import sms_letters, sms_marks
from chalicelib.kit.share.networks import LONGEST_ADDRESS, Network
from chalicelib.kit.share.words import name, say
from chalicelib.language import typeset

LONGEST_SUBJECT = 78 - len("Subject: ")
"""What keeps a header on one line (RFC 5322, 2.1.1)."""
_CALL, _DEMANDS, _CARRIED = "call", "demands", "carried"
_FULLEST_FIRST = (
    (_CALL, _DEMANDS, _CARRIED),
    (_DEMANDS, _CARRIED),
    (_CALL, _CARRIED),
    (_CARRIED,),
    (),
)
"""What a text has besides its title and its link, from the fullest to the barest."""

_BREAKS = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
_NOT_LAST = " ,;:.…«-–—\u00a0\u202f"
"""What is not left before an ellipsis."""

Draft = Callable[[str], str]
"""A whole text, given the title in it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text that is ready for a network.

    channel    of the link in it: the network's own, or that of the owner's first link
    url        that link
    subject    of an e-mail; "" elsewhere
    text       what is pasted; its lines end in LF, and in CRLF for an e-mail
    share_url  opens the network with the text, or with the link alone; "" if nothing does
    """

    network: Network
    channel: str
    url: str
    subject: str
    text: str
    share_url: str

    def as_json(self, locale: str) -> dict[str, str]:
        """The same as plain values, with what people call the network."""
        return {
            "network": self.network.value,
            "name": name(self.network, locale),
            "channel": self.channel,
            "url": self.url,
            "subject": self.subject,
            "text": self.text,
            "share_url": self.share_url,
        }


def texts(matters: Sequence[Matter], locale: str) -> tuple[Message, ...]:
    """A text for each network; `matters` are one owner's, one a channel, the main one first.

    What surrounds the campaign's own words is in the language of `locale`. An owner without a
    link has no texts. `DoesNotFit` names the network whose room a link alone takes up.
    """
    if not matters:
        return ()
    by_channel = {matter.channel: matter for matter in reversed(matters)}
    return tuple(message(n, by_channel.get(n.value, matters[0]), locale) for n in Network)


def message(network: Network, matter: Matter, locale: str) -> Message:
    """The text for one network with the link of `matter`. `DoesNotFit` as for `texts`."""
    title = _line(matter.title, matter.locale)
    subject = _subject(title, locale) if network is Network.EMAIL else ""

    def fits(text: str) -> bool:
        address = network.opens(text, matter.url, subject)
        return network.holds(text) and len(address) <= LONGEST_ADDRESS

    text = _fitted(list(_drafts(network, matter, locale)), title, fits)
    if text is None:
        limit = network.limit
        raise DoesNotFit(
            f"{network.value}: {limit.most} {limit.unit} leave no room for a title beside the link"
            f" {matter.url}; give it a shorter alias, or serve it from a shorter host",
            f"{name(network, 'fr')} : {limit.most} signes ne laissent pas de place à un titre à"
            f" côté du lien {matter.url} ; donnez-lui un alias plus court, ou servez-le d'un nom de"
            " domaine plus court",
        )
    share_url = network.opens(text, matter.url, subject)
    return Message(network, matter.channel, matter.url, subject, text, share_url)


def as_file(messages: Sequence[Message], owner: str, locale: str) -> str:
    """The texts of `owner` as a plain page that a volunteer opens, copies from and clicks in."""
    heading = f"{say('file.title', locale)} · {typeset(owner, locale)}"
    parts = [f"{heading}\n{'=' * len(heading)}\n\n{say('file.lead', locale)}\n"]
    for each in messages:
        title = name(each.network, locale)
        subject = say("file.subject", locale, subject=each.subject) if each.subject else ""
        head = f"{title}\n{'-' * len(title)}\n({_which_link(each, locale)})"
        body = each.text.replace("\r\n", "\n")
        parts.append(_joined(head, subject, body, _how_to_open(each, locale)) + "\n")
    return "\n\n".join(parts)


def _which_link(each: Message, locale: str) -> str:
    key = "file.channel" if each.channel == each.network else "file.other_channel"
    return say(key, locale, channel=each.channel)


def _how_to_open(each: Message, locale: str) -> str:
    if each.network is Network.INSTAGRAM:
        return f"{say('file.instagram', locale)}\n{each.url}"
    key = "file.pasted" if each.network.pasted else "file.opens"
    if each.network is Network.MASTODON:
        key = "file.mastodon"
    return f"{say(key, locale)}\n{each.share_url}"


def _fitted(drafts: Sequence[Draft], title: str, fits: Callable[[str], bool]) -> str | None:
    """The fullest draft that fits; or the last with as much of the title; None if none does."""
    for draft in drafts:
        if fits(draft(title)):
            return draft(title)
    return next((text for short in shorter(title) if fits(text := drafts[-1](short))), None)


def shorter(title: str) -> Iterator[str]:
    """`title` with ever fewer words and an ellipsis; then its first word with fewer letters."""
    words = title.split(" ")
    first = words[0]
    beginnings = [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    beginnings += [first[:count] for count in range(len(first) - 1, 0, -1)]
    for beginning in beginnings:
        yield beginning.rstrip(_NOT_LAST) + "…"


def _subject(title: str, locale: str) -> str:
    """An e-mail's: one line, whole if it can be."""
    subjects = (say("subject", locale, title=each) for each in (title, *shorter(title)))
    return next(subject for subject in subjects if len(subject) <= LONGEST_SUBJECT)


def _drafts(network: Network, matter: Matter, locale: str) -> Iterator[Draft]:
    """What could be said, from the fullest to the barest."""
    if network is Network.SMS:
        # First with its own letters, if need be at fewer a message; then with letters for all.
        for letters in (sms_marks, sms_letters):
            yield partial(_sms, matter=matter, locale=locale, letters=letters)
        return
    build = {Network.EMAIL: _email, Network.TELEGRAM: _telegram, Network.WHATSAPP: _whatsapp}
    write = build.get(network, _public)
    for extras in _FULLEST_FIRST:
        yield partial(write, parts=_Parts(network, matter, locale, extras))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a draft is made of; each part is "" when there is none, or no room for it."""

    network: Network
    matter: Matter
    locale: str
    extras: tuple[str, ...]

    def say(self, key: str, **values: str) -> str:
        return say(key, self.locale, **values)

    @property
    def call(self) -> str:
        return _line(self.matter.call, self.matter.locale) if _CALL in self.extras else ""

    def demands(self, key: str, mark: str) -> str:
        if _DEMANDS not in self.extras or not self.matter.demands:
            return ""
        lines = [f"{mark} {_line(each, self.matter.locale)}" for each in self.matter.demands]
        return "\n".join([self.say(key), *lines])

    def carried(self, key: str) -> str:
        who = carrier(self.matter)
        return self.say(key, who=who) if who and _CARRIED in self.extras else ""


def carrier(matter: Matter) -> str:
    """Who carries it: the association, and its group if that is whose link it is."""
    names = (matter.association, matter.group)
    return ", ".join(_line(each, matter.locale) for each in names if each)


def _whatsapp(title: str, parts: _Parts) -> str:
    return _joined(
        f"{parts.say('hello')} {parts.say('matters')}",
        title,
        parts.demands("asks", "•"),
        f"{parts.say('read_and_sign')}\n{parts.matter.url}",
        parts.carried("carried"),
        parts.say("pass_on"),
    )


def _telegram(title: str, parts: _Parts) -> str:
    """The link is above, where Telegram puts it."""
    rest = _joined(
        f"{parts.say('hello')} {parts.say('matters')}",
        title,
        parts.demands("asks", "•"),
        parts.carried("carried"),
        parts.say("pass_on"),
    )
    return f"{parts.matter.url}\n{rest}"


def _sms(title: str, matter: Matter, locale: str, letters: Callable[[str], str]) -> str:
    """Its link is last: no mark of a sentence can be taken for a part of it."""
    begin = f"{say('hello', locale)} {say('matters', locale)}"
    words = letters(f"{begin}\n{title}\n{say('read_and_sign', locale)}")
    return f"{words} {matter.url}"


def _email(title: str, parts: _Parts) -> str:
    return _joined(
        parts.say("hello_mail"),
        parts.say("matters_mail"),
        title,
        parts.demands("asks", "-"),
        f"{parts.say('read_and_sign')}\n{parts.matter.url}",
        parts.carried("carried"),
        parts.say("pass_on_mail"),
        parts.say("thanks_mail"),
    ).replace("\n", "\r\n")


def _public(title: str, parts: _Parts) -> str:
    """The link is last, where X puts it and where previews are shown."""
    last = f"{parts.say('read_sign_pass_on')}\n{parts.matter.url}"
    if parts.network is Network.INSTAGRAM:
        last = f"{parts.say('scan_or_type')}\n{parts.matter.address}"
    return _joined(
        parts.call, title, parts.demands("petition_asks", "•"), parts.carried("carried_by"), last
    )


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _line(text: str, locale: str) -> str:
    """The campaign's own words in one line, typeset: a break would end a list or a heading."""
    return typeset(_BREAKS.sub(" ", text).strip(), locale)
