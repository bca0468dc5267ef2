# SPDX-License-Identifier: Apache-2.0
"""What every page must be. Each check takes a loaded page and returns what is wrong with it."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
axe = Axe()

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

FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return {
        name: e.tagName.toLowerCase() + ' ' + (e.id || e.textContent || e.name || '').trim().slice(0, 30),
        order: [...document.querySelectorAll('*')].indexOf(e),
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
            && box.bottom > 0 && box.top < innerHeight,
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""


def accessibility(page) -> list[str]:
    result = axe.run(page, options={"runOnly": TAGS}).response
    return [
        f"axe {violation['id']}: {violation['help']}: " + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in result["violations"]
    ]


def axe_version(page) -> tuple[int, ...]:
    engine = axe.run(page, options={"runOnly": ["wcag2a"]}).response["testEngine"]["version"]
    return tuple(int(part) for part in engine.split("."))


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
    if page.locator("script").count():
        wrong.append("has a script")
    return wrong


def keyboard(page) -> list[str]:
    """Tab from the top to the end: every stop is on the screen, has a ring, and follows the order of the page."""
    wrong, last = [], -1
    page.evaluate("() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0); }")
    count = page.evaluate("document.querySelectorAll('a[href],button,input,select,textarea,summary').length")
    for step in range(min(count + 2, 150)):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or at["order"] <= last and step > 0 and at["name"].startswith("a") and at["order"] < 20:
            break
        if at["order"] < last:
            wrong.append(f"focus goes back to {at['name']}")
        if not at["seen"]:
            wrong.append(f"focus is off the screen: {at['name']}")
        if not at["ring"]:
            wrong.append(f"no focus ring: {at['name']}")
        last = at["order"]
    return wrong if last >= 0 else ["nothing can be reached by keyboard"]
