# SPDX-License-Identifier: Apache-2.0
"""What every page must be. Each check takes a loaded page and returns what is wrong with it."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
# Only violations come back: the passes of a long page are megabytes.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

# Controls that stand alone: links inside running text and cells are as high as their line.
SMALL_TARGETS = """() => {
    const found = [];
    for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        if (box.width === 0 || style.visibility === 'hidden' || e.closest('.skip, .unseen')) continue;
        if (e.tagName === 'A') {
            const around = e.closest('p, dd, td, li, figcaption, div');
            const alone = around && around.textContent.trim() === e.textContent.trim();
            if (!alone || e.closest('p, td, dd:not(.change)')) continue;
        }
        const label = e.matches('[type=radio], [type=checkbox]') && e.labels[0] && e.labels[0].getBoundingClientRect();
        const height = label ? Math.max(box.height, label.height) : box.height;
        const width = label ? box.width + label.width : box.width;
        if (height < 43.5 || width < 43.5)
            found.push(`${e.tagName.toLowerCase()} "${(e.textContent || e.name).trim().slice(0, 30)}" ` +
                `${Math.round(width)}x${Math.round(height)}`);
    }
    return found;
}"""

# What Tab must reach, by its place in the document; of a group of radios one button is enough.
STOPS = """() => {
    const all = [...document.querySelectorAll('*')], groups = new Set(), stops = [];
    for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
        if (e.disabled || e.type === 'hidden' || !e.checkVisibility({visibilityProperty: true})) continue;
        if (e.type === 'radio') {
            const group = e.form + e.name;
            if (groups.has(group)) continue;
            groups.add(group);
        }
        stops.push([all.indexOf(e), e.type === 'radio' ? e.name : '']);
    }
    return stops;
}"""

FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return {
        name: e.tagName.toLowerCase() + ' ' + (e.id || e.textContent || e.name || '').trim().slice(0, 30),
        order: [...document.querySelectorAll('*')].indexOf(e),
        radio: e.type === 'radio' ? e.name : '',
        skip: e.classList.contains('skip'),
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
            && box.bottom > 0 && box.top < innerHeight,
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""

TO_THE_TOP = """() => {
    getSelection().removeAllRanges();
    document.activeElement && document.activeElement.blur();
    // Where Tab goes on from is not only the focus: a fresh element at the top takes it there.
    const top = document.body.insertBefore(document.createElement('div'), document.body.firstChild);
    top.tabIndex = -1; top.focus(); top.remove(); scrollTo(0, 0);
}"""


def accessibility(page) -> list[str]:
    page.evaluate("axe => { if (!window.axe) (0, eval)(axe) }", AXE)
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", OPTIONS)
    return [
        f"axe {violation['id']}: {violation['help']}: " + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in violations
    ]


def axe_version(page) -> tuple[int, ...]:
    page.evaluate(AXE)
    return tuple(int(part) for part in page.evaluate("axe.version").split("."))


def fits(page) -> list[str]:
    width, screen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"scrolls sideways: {width} in {screen} pixels"] if width > screen else []


def targets(page) -> list[str]:
    return [f"target below 44 pixels: {found}" for found in page.evaluate(SMALL_TARGETS)]


def own_words(page, language: str) -> list[str]:
    wrong = []
    if page.get_attribute("html", "lang") != language:
        wrong.append(f"lang is {page.get_attribute('html', 'lang')}")
    if "⟦" in page.content():
        wrong.append("a word is missing (⟦)")
    if page.locator("script:not([src^='/assets/'])").count():
        wrong.append("has a script that is no file of ours")
    return wrong


def keyboard(page) -> list[str]:
    """Tab from the top to the end: all that acts is reached in the order of the page, seen, ringed, and left again."""
    wrong = skip_link(page)
    page.evaluate(TO_THE_TOP)
    expected = [(order, radio) for order, radio in page.evaluate(STOPS)]
    reached: set[int] = set()
    radios: set[str] = set()
    last = -1
    for _ in range(len(expected) + 2):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or at["order"] in reached:
            break
        if at["order"] < last:
            wrong.append(f"focus goes back to {at['name']}")
        if not at["seen"]:
            wrong.append(f"focus is off the screen: {at['name']}")
        if not at["ring"]:
            wrong.append(f"no focus ring: {at['name']}")
        last = at["order"]
        reached.add(last)
        radios.add(at["radio"])
    missed = [order for order, radio in expected if order not in reached and not (radio and radio in radios)]
    if missed:
        wrong.append(f"{len(missed)} of {len(expected)} stops are not reached by keyboard, after {at and at['name']}")
    return wrong


def skip_link(page) -> list[str]:
    """The first stop leads past the header into the page."""
    page.evaluate(TO_THE_TOP)
    page.keyboard.press("Tab")
    at = page.evaluate(FOCUSED)
    if not at or not at["skip"] or not at["seen"]:
        return [f"the first stop is not a visible skip link but {at and at['name']}"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("() => { const e = document.activeElement, main = document.getElementById('main');"
                           "return main.contains(e) || !!(main.compareDocumentPosition(e) & 4) }")
    return [] if inside else ["the skip link does not lead to the content"]
