"""What kind of browser and device a person's agent names: one of some sixty names.

So coarse that it tells of no single person: it is kept as counts, for the report that asks
whether a link's visits look like those of many people (`fairness`).
"""

from __future__ import annotations

_SYSTEMS = (
    ("android", "android"),
    ("iphone", "iphone"),
    ("ipod", "iphone"),
    ("ipad", "ipad"),
    ("windows phone", "phone"),
    ("windows", "windows"),
    ("cros ", "chromeos"),
    ("mac os", "mac"),
    ("macintosh", "mac"),
    ("linux", "linux"),
    ("x11", "linux"),
)
"""The first word that an agent holds names its system: Android says that it is a Linux too."""

_BROWSERS = (
    *((mark, "app") for mark in ("; wv)", "fban/", "fbav/", "fb_iab", "instagram", "musical_ly",
        "bytedance", "snapchat", "whatsapp", "linkedinapp", "twitter", "pinterest", "gsa/",
        " line/", "micromessenger", "viber", "barcelona")),
    ("samsungbrowser", "samsung"),
    ("duckduckgo", "duckduckgo"),
    ("ddg/", "duckduckgo"),
    ("edg", "edge"),
    ("opr/", "opera"),
    ("opt/", "opera"),
    ("opera", "opera"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("focus/", "firefox"),
    ("klar/", "firefox"),
    ("crios", "chrome"),
    ("chrome", "chrome"),
    ("chromium", "chrome"),
    ("version/", "safari"),
    ("trident", "explorer"),
    ("msie", "explorer"),
)  # fmt: skip
"""Likewise: nearly all browsers say that they are Chrome or Safari as well, after their name."""


def family(agent: str) -> str:
    """`chrome-android`, `safari-iphone`, `app-iphone` (a page inside another program)…"""
    said = agent.lower()
    return f"{_first(said, _BROWSERS)}-{_first(said, _SYSTEMS)}"


def _first(said: str, marks: tuple[tuple[str, str], ...]) -> str:
    for mark, name in marks:
        if mark in said:
            return name
    return "other"
