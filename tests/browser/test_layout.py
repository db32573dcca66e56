"""Every page fits a narrow screen, as it fits one that is zoomed to 200 %, and can be touched."""

from __future__ import annotations

import pytest

from tests.browser import table
from tests.browser.windows import Windows

WIDTHS = (320, 640, 768, 1440)
"""320 CSS pixels: the narrowest phones, and a window of 640 at 200 % (WCAG 2.2, 1.4.4, 1.4.10)."""

LEAST_HEIGHT = 44
"""CSS pixels, WCAG's enhanced target (2.5.5).

Excepted, as there: links in a sentence or a line of text, whose height its lines decide; what only
keyboards reach, as the link that skips to the content; and what a label around it makes larger.
"""

TOO_WIDE = """width => {
    const found = [];
    if (document.scrollingElement.scrollWidth <= width) return found;
    for (const one of document.querySelectorAll("body *")) {
        const box = one.getBoundingClientRect();
        if (box.width && box.right > width + 0.5) found.push(one.outerHTML.slice(0, 120));
    }
    return found.length ? found : [`the page is ${document.scrollingElement.scrollWidth} wide`];
}"""

TOO_SMALL = """least => {
    const touched = `a[href], button, input:not([type=hidden]), select, textarea, summary,
        [role=button]`;
    const inText = (one) => {
        if (getComputedStyle(one).display !== "inline") return false;
        const around = one.closest("p, li, dd, dt, td, th, figcaption, label, legend, h1, h2, h3");
        if (!around) return false;
        const said = (text) => text.replace(/[^\\p{L}\\p{N}]/gu, "").length;
        return said(around.textContent) > said(one.textContent);
    };
    const reach = (one) => {
        if (/^(checkbox|radio)$/.test(one.type) && one.labels?.length) return one.labels[0];
        const over = getComputedStyle(one, "::after");
        // A link that is laid over the whole card.
        const spread = over.content !== "none" && over.position === "absolute";
        return spread ? one.offsetParent : one;
    };
    const found = [];
    for (const one of document.querySelectorAll(touched)) {
        if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
        const box = reach(one).getBoundingClientRect();
        if (box.bottom + scrollY <= 0 || inText(one) || box.height >= least - 0.5) continue;
        found.push(`${box.height.toFixed(1)} px: ${one.outerHTML.slice(0, 160)}`);
    }
    return found;
}"""


@pytest.mark.parametrize("what", table.PAGES, ids=str)
def test_nothing_is_wider_than_the_screen_or_too_small_to_touch(
    windows: Windows, what: table.Page
) -> None:
    page = windows.show(what).page
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"at {width}: {one}" for one in page.evaluate(TOO_WIDE, width)]
        found += [f"at {width}: {one}" for one in page.evaluate(TOO_SMALL, LEAST_HEIGHT)]
    assert found == []


def test_the_searches_above_see_what_they_should(windows: Windows) -> None:
    context = windows.new(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.set_content("<p style='width:400px'>x</p><p>A <a href='#'>link</a> in a text</p>"
                     "<p><a href='#'>alone</a></p><button>x</button>")  # fmt: skip
    wide, small = page.evaluate(TOO_WIDE, 320), page.evaluate(TOO_SMALL, LEAST_HEIGHT)
    context.close()
    assert len(wide) == 1
    assert [one.partition("<")[2].partition(">")[2][:5] for one in small] == ["alone", "x</bu"]
