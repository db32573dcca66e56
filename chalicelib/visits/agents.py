"""Reading a User-Agent header: does it say that it is a machine?

Nothing else tells most machines from people, and nobody checks what it says, so a machine
that lies is taken for a person; one that says what it is never is. The reader asks what
the agent says of itself, in the order of what decides:

    a word for a machine     "crawler", "bot", "monitoring", whoever's it is
    whom to write to         "+https://…", an e-mail address: browsers give none
    the device it runs on    browsers name one, libraries do not
    what it is made of       a browser's ordinary parts: a person
    a known crawler's name   of all others, which are rare (`visits.crawlers`, read when needed)

Names of telephones are set aside first: "Cubot" and "Wiko Fever" are telephones. Facts about
agents are their makers' documentation, named in `docs/what-is-counted.md`.
"""

from __future__ import annotations

import re

_WORDS = (
    *(
        "robot crawl slurp harvest heritrix nutch archiver wayback httrack webcop web-cop"
        " websuck sitesuck webzip websnag phantomjs slimerjs headless selenium puppeteer"
        " playwright webdriver cypress/ lighthouse pagespeed gtmetrix ptst/ webpagetest jsdom"
        " happydom wkhtml htmltopdf screenshot thumbnail synthetic uptime pingdom statuscake"
        " site24x7 nagios zabbix appinsights nmap masscan zgrab zmap/ nikto sqlmap nuclei wpscan"
        " dirbuster acunetix nessus openvas qualys censys netcraft vulnerab curl/ libcurl wget"
        " lwp: lwp- urllib httpx aiohttp httpclient http-client http_client http%20client"
        " httpunit htmlunit http.rb guzzle okhttp go-http node-fetch axios/ undici superagent"
        " restsharp winhttp faraday mechanize scrapy jakarta apache-http jersey/ python"
        " wordpress drupal postman insomnia/ httpie powershell cfnetwork feedfetcher feedburner"
        " feedler feedbin feedparser feedvalidator feedspot simplepie validator linkcheck"
        " link-check checker http_get httpget prerender fetcher indexer transcoder googleother"
        " googleproducer google-read google-x google-s google-i google-e google-c google-d"
        " google-t mediapartners-google adsbot-google apis-google appengine-google"
        " feedfetcher-google facebookexternal facebookcatalog facebookplatform facebookscraper"
        " meta-external bingpreview anthropic openai chatgpt-user claude- claudebot"
        " perplexity-user mistralai cohere-ai amzn- manus-user alertsite gomezagent ktxn"
        " applecoremedia networkingextension stagefright exoplayer nsplayer lavf/ libvlc"
        " async-http asynchttp .js/ rendertron browsertrix testcafe wappalyzer phishtank"
        " cutycapt netsparker invicti tenable assetnote googleagent"
    ).split(),
    "google favicon",
    "google web",
    "google page",
    "microsoft office",
    "compatible; ms-office",
    "got (",
    "web services client",
    "(unknown; linux x86_64",  # Qt's WebKit without a screen, as PhantomJS has it
)
"""By these a machine says what it is, wherever they stand in an agent in lower case."""

_AMBIGUOUS = {
    # Names with "bot" in them, ending with it or not: bingbot, AhrefsBot/7, bot-pge, Botify.
    "bot": r"bot(?:s?(?![a-z])|ify)|\bbot[a-z]*/",
    "spider": r"spider(?!-man)",
    "scrap": r"scrap(?:e|er|ers|y|ing)(?![a-z])",
    "archive": r"archive[.r_-]",
    "monit": r"monit(?:or|ors|oring|is)?(?![a-z])",
    "libwww": r"libwww(?!-fm)",  # with -FM it is Lynx
    "java": r"\bjava/\d",
    "perl": r"perl(?![a-z])",
    "ruby": r"\bruby/|^ruby",
    "php": r"(?<![a-z])php(?![a-z])",
    "rss": r"rss(?![a-z])",
    "check": r"\bcheck(?:ing|link|_)",
    "proxy/": r"\bproxy/",
    "google": r"[a-z]-google(?![a-z])",
    # Readers of QR codes and bar codes say that they scan, too, and show pages to people.
    "scan": r"(?:security|vuln|port|site|web|link|url|page|research)[ -]?scan"
    r"|^(?!.*\bmobile\b).*(?<!code)(?<!codes)(?<!code[ _-])(?<![a-z])scanner",
    **dict.fromkeys(
        ("audit", "analy", "index", "inspect", "explor", "extract", "expand", "resolv", "fetch"),
        r"\b(?:link|url|site|web|page|seo|meta|favicon|content)[ -]?"
        r"(?:audit|analy[sz]|index|inspect|explor|extract|expand|resolv|fetch)",
    ),
    **dict.fromkeys(
        ("grab", "rank", "mapper", "preview", "review", "sniff", "speed", "collect", "watch"),
        r"\b(?:link|url|site|web|website|page|seo|meta|favicon|content)[ -]?"
        r"(?:grab|rank|mapper|preview|review|sniff|speed|collect|watch)|-preview(?![a-z])",
    ),
}
"""Words that are a machine's only as these patterns have them, looked for where the word is."""

_PATTERNS = tuple((word, re.compile(pattern)) for word, pattern in _AMBIGUOUS.items())

_CONTACT = re.compile(
    r"https?:/|www\.|[a-z0-9_.-]@[a-z][a-z0-9-]*\.[a-z]{2}"
    # Newspapers' and shops' applications bear the names of their sites.
    r"|^(?!.*\bmobile\b).*[( ;+](?:[a-z0-9-]+\.)+(?:com|org|net|io|fr|de|ru|eu)[/); ]"
)
_CONTACT_HINTS = ("://", "www.", "@", ".com", ".org", ".io", ".fr", ".de", ".ru", ".eu")

_WITH_AN_ADDRESS = re.compile(r"bsalsa\.com|srware\.net|abolimba|avantbrowser|\bmsie \d")
"""Browsers of the time of MSIE, and parts that programs added to it, gave an address."""

_TELEPHONES = re.compile(
    r"cubot[ _a-z0-9]*|\b(?:m|b|id|power)[ _]?bot[ _a-z0-9]*|botdugls"
    # Android says its model after its version, and a model may be called anything; what ends
    # there with "bot" and alone is a crawler all the same.
    r"|(?<=android) [0-9.]+; (?:[a-z]{2}[-_][a-z]{2}; )?(?!\w*(?:bot|spider|crawler)[;)])"
    r"[^;()/@+]+(?= build/|[;)])"
)

_COMPATIBLE = re.compile(
    r"\bmsie|dillo|konqueror|opera|netfront|ibrowse|\blynx|\blinks|w3m|netsurf|icab"
)
"""Browsers that said they were compatible with another."""

_HANDHELDS = (
    r"android|iphone|ipad|ipod|\bios\b|harmony|windows (?:phone|ce|mobile)|tizen|\bbada\b|kaios"
    r"|kai/|\bsymb(?:ian|os)|series ?[3469]0|s60|nokia|blackberry|bb10|playbook|rim tablet|\bpalm"
    r"|web0s|webos|hpwos|meego|maemo|j2me|midp|cldc|\bbrew\b|up\.(?:browser|link)|netfront|obigo|teleca|openwave"
    r"|opera m(?:ini|obi)|ucweb|ucbrowser|profile/|configuration/|\bwap(?![a-z])|mobilephone"
    r"|samsung|sonyericsson|huawei|kindle|kobo|\bnook|pocketbook|playstation|psp |nintendo|xbox"
)
_HANDHELD = re.compile(_HANDHELDS)
_DEVICE = re.compile(
    _HANDHELDS
    + r"|windows|win(?:9\d|nt|32|64)|macintosh|mac[ _]os|mac_powerpc|ppc|x11|linux|ubuntu"
    r"|cros |bsd|sunos|solaris|irix|hp-ux|aix |beos|haiku|amiga|os/2|risc ?os|syllable"
    r"|sailfish|fuchsia|crkey|smarthub|directfb|smart-?tv|googletv|hbbtv|\baft[a-z]|appletv"
    r"|viera|bravia|roku|silk|oculus|quest \d|\((?:mobile|tablet|tv|phone|watch);"
)

# What Android's own HTTP library says when nobody tells it what to say; no browser does.
_LIBRARY = "dalvik/"

_WITHOUT_MOZILLA = (
    "links (",
    *(
        # Text browsers and others that never said they were Mozilla.
        "hbbtv/ opera/ lynx/ links/ elinks w3m/ browsh dillo netsurf emacs amaya icab konqueror"
        " edbrowse ncsa retawq mosaic outlook-ios outlook-android ibrowse aweb cyberdog"
        " amigavoyager chimera uzbl offbyone midori"
        # Telephones that begin with their maker's name.
        " alcatel amoi audiovox benq casio coolpad docomo ericsson gionee haier hitachi htc"
        " infinix inq itel j-phone k-touch karbonn kddi kwc- kyocera lava lenovo lg- lg/ lge-"
        " lge/ maui micromax mot- motorola nec- nucleus oppo panasonic pantech philips redmi"
        " sagem sanyo sch- sec- sgh- sharp- sie- siemens softbank sph- spice tecno tianyu"
        " toshiba vivo vodafone wiko xiaomi zte"
    ).split(),
)

_NOTHING_ELSE = re.compile(
    r"mozilla/5\.0 \((?:(?:windows|x11)(?![^()]*(?:trident|msie|opera))[^()]*"
    r"(?:\) applewebkit/[0-9.]+(?: \(khtml, like gecko)?)?"
    r"|(?:macintosh|linux|iphone|ipad)[^()]*)\)?"
)
"""A system, perhaps an engine, and no browser: what scripts copy the start of. On Apple's
systems the engine alone is a page inside an application."""

_DESKS = ("mozilla/5.0 (windows", "mozilla/5.0 (macintosh", "mozilla/5.0 (x11")
_ENGINES = tuple(
    "gecko webkit khtml trident msie opera presto goanna servo libweb netsurf dillo".split()
)

_COMMENT = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)?|\[[^\]]*\]?")

_PARTS = frozenset(
    "mozilla applewebkit khtml, khtml like gecko chrome chromium safari version mobile firefox"
    " fxios crios edge edg edga edgios opr opt opx opios opera presto samsungbrowser miuibrowser"
    " huaweibrowser heytapbrowser vivobrowser gsa duckduckgo ddg brave vivaldi yabrowser yowser"
    " ucbrowser silk silk-accelerated instagram barcelona snapchat linkedinapp line viber"
    " whatsapp trident focus klar seamonkey build ecosia qwantbrowser qwantmobile puffin"
    " bingsapi twitter pinterest teams outlook electron thunderbird musical_ly trill"
    " bytedancewebview phantom ubuntu fedora debian epiphany konqueror palemoon waterfox"
    " iceweasel maxthon ucweb bluesky mastodon".split()
)
"""What ordinary browsers are made of. An agent of these alone needs no list."""


def machine(agent: str) -> str | None:
    """Why an agent, in lower case, is a machine's; None when it is a person's for all it says."""
    if not agent:
        return "no agent"
    if agent.startswith(_LIBRARY):
        return "is a library"
    word = says_machine(agent) and says_machine(_TELEPHONES.sub("", agent))
    if word:
        return f"says {word!r}"
    if _says_whom_to_write_to(agent):
        return "says whom to write to"
    if "compatible" in agent and _only_compatible(agent):
        return "is only compatible with a browser"
    if not _names_device(agent):
        return "names no device"
    if _NOTHING_ELSE.fullmatch(agent) or _has_no_engine(agent):
        return "names no program"
    rest = _COMMENT.sub(" ", agent)
    if all(_is_part(word) for word in rest.split()):
        return None
    return _known(rest)


def says_machine(text: str) -> str | None:
    """A word, in lower-case text, by which machines say what they are."""
    for word in _WORDS:
        if word in text:
            return word
    for word, pattern in _PATTERNS:
        if word in text and pattern.search(text):
            return word
    return None


def _says_whom_to_write_to(agent: str) -> bool:
    if not any(hint in agent for hint in _CONTACT_HINTS) or not _CONTACT.search(agent):
        return False
    return "+http" in agent or not _WITH_AN_ADDRESS.search(agent)


def _names_device(agent: str) -> bool:
    if agent.startswith("mozilla/"):
        if _DEVICE.search(agent):
            return True
        return "(compatible" in agent and _COMPATIBLE.search(agent) is not None
    if agent.startswith("moz"):  # Mozila, Mozlila: no browser misspells itself
        return False
    return agent.startswith(_WITHOUT_MOZILLA) or _HANDHELD.search(agent) is not None


def _only_compatible(agent: str) -> bool:
    said = (rest.partition(")")[0] for rest in agent.split("compatible")[1:])
    return any(not _DEVICE.search(part) and not _COMPATIBLE.search(part) for part in said)


def _has_no_engine(agent: str) -> bool:
    return agent.startswith(_DESKS) and not any(engine in agent for engine in _ENGINES)


def _is_part(word: str) -> bool:
    return word.partition("/")[0] in _PARTS or word[0].isdigit()


def _known(rest: str) -> str | None:
    # Here, not above: a process that meets only ordinary browsers never reads the list.
    from chalicelib.visits import crawlers

    name = crawlers.find(rest)
    return f"is {name!r}" if name else None
