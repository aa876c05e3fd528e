"""Every kind of page in a browser: fit for everybody, whole at any size, silent, alone, light.

Judged by axe-core (WCAG 2.2 AA and its best practices) in a context in which it may run, and
by eyes of our own in one that keeps the policy of the pages. Pictures of all of them are left in
``build/screenshots``.
"""

import asyncio
import gzip
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from typing import Any, Protocol, TypeVar

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Response, Route, async_playwright

from browsing import (
    CHROMIUM,
    FLAGS,
    NO_CHROMIUM,
    SHOTS,
    TEXTS,
    Visit,
    axe,
    visits,
)
from served import PATIENCE
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import assets

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
LANGUAGES = ("fr", "en")
WIDE, NARROW = 1280, 320
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
JUDGED = """async ([rules, colours]) => (
  await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: rules,
    rules: { "color-contrast": { enabled: colours } },
  })
).violations.flatMap(({ id, nodes }) => nodes.map((each) => `${id}: ${each.html.slice(0, 160)}`))"""
# A data block is no script: nothing in it is run (HTML, section 4.12.1).
INLINE = (
    '!!document.querySelector(\'script:not([src]):not([type="application/ld+json"]), style, '
    "noscript, [style]')"
)
TALLEST = 2000
ABREAST = 3

Judge = Callable[[Page, Visit], Awaitable[list[str]]]
Found = TypeVar("Found")


class Seen(Protocol):
    """What is found by looking with a browser, whose contexts are closed thereafter."""

    def __call__(self, look: Callable[[Browser], Coroutine[Any, Any, Found]], /) -> Found: ...


@pytest.fixture(scope="module")
def needs_axe() -> None:
    if axe() is None:
        pytest.skip("NOT RUN: axe-core is not installed here (make browser installs it)")


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    """One browser for all that looks with one: it takes longer to start than to see a page."""
    with asyncio.Runner() as runner:
        driver = runner.run(async_playwright().start())
        browser = runner.run(driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS))

        async def looked(look: Callable[[Browser], Coroutine[Any, Any, Found]]) -> Found:
            try:
                return await look(browser)
            finally:
                for context in browser.contexts:
                    await context.close()

        yield lambda look: runner.run(looked(look))
        runner.run(browser.close())
        runner.run(driver.stop())


async def visited(
    contexts: Sequence[BrowserContext], wanted: Sequence[Visit], judge: Judge
) -> dict[str, list[str]]:
    """Visit the pages, some abreast, and return what is wrong with each."""
    faults: dict[str, list[str]] = defaultdict(list)
    waiting = iter(wanted)

    async def walk(context: BrowserContext) -> None:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        for visit in waiting:
            answer = await page.goto(visit.address)
            assert answer is not None
            assert answer.status == visit.status, visit
            if found := await judge(page, visit):
                faults[visit.kind] += found
        await page.close()

    await asyncio.gather(*map(walk, contexts))
    return dict(faults)


async def judged_at(page: Page, width: int) -> list[str]:
    await page.set_viewport_size({"width": width, "height": 900})
    # Colours are the same at any width, and take as long as all the rest.
    found = await page.evaluate(JUDGED, [list(RULES), width == WIDE])
    return [f"{width} px: {each}" for each in found]


async def by_axe(page: Page, visit: Visit) -> list[str]:
    """Judge a page by axe-core, wide and narrow; the editor, where there is one, is up."""
    if visit.kind.startswith("query") and assets.entries() and not await blocked(page):
        await page.locator(".cm-content").wait_for()
    await page.evaluate(axe() or "")
    return [fault for width in (WIDE, NARROW) for fault in await judged_at(page, width)]


async def blocked(page: Page) -> bool:
    return bool(await page.evaluate("!document.querySelector('#find').hasAttribute('role')"))


async def without_scripts(route: Route) -> None:
    await route.abort()


@pytest.mark.usefixtures("needs_axe")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    seen: Seen, store: EmbeddedStore, address: str, language: str, *, scripts: bool
) -> None:
    """Without scripts, none is loaded: none stands in the pages, as the policy test holds."""

    async def judge(browser: Browser) -> dict[str, list[str]]:
        contexts = [
            await browser.new_context(base_url=address, bypass_csp=True) for _ in range(ABREAST)
        ]
        for context in contexts:
            if not scripts:
                await context.route("**/*.js*", without_scripts)
        return await visited(contexts, visits(store, language), by_axe)

    assert seen(judge) == {}


@pytest.mark.usefixtures("needs_axe")
@pytest.mark.parametrize("forced", [False, True], ids=["dark", "forced-colours"])
def test_axe_finds_nothing_in_other_colours(
    seen: Seen, store: EmbeddedStore, address: str, *, forced: bool
) -> None:
    wanted = [each for each in visits(store, "fr") if each.kind in ("home", "query-result")]

    async def judge(browser: Browser) -> dict[str, list[str]]:
        context = await browser.new_context(
            base_url=address,
            bypass_csp=True,
            color_scheme="dark",
            forced_colors="active" if forced else "none",
        )
        return await visited([context], wanted, by_axe)

    assert seen(judge) == {}


@pytest.mark.usefixtures("needs_axe")
def test_axe_would_find_something(seen: Seen) -> None:
    async def judge(browser: Browser) -> list[str]:
        page = await browser.new_page()
        await page.set_content("<title>x</title><p style='color:#999'>pale</p><img src='x'>")
        await page.evaluate(axe() or "")
        return await judged_at(page, WIDE)

    found = {each.split(": ")[1] for each in seen(judge)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found


class Listener:
    """What a page says and asks for, from the first to the last."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Listen to a context, whose pages are to ask ``address`` alone."""
        self.said: list[str] = []
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        # A page that is answered with 404 is a resource that failed to load.
        context.on(
            "console",
            lambda each: None if "Failed to load res" in each.text else self.said.append(each.text),
        )
        self._address = address

    def heard(self) -> list[str]:
        """Return what should not have been, and forget all."""
        elsewhere = [url for url in self.asked if not url.startswith(self._address)]
        found = [*self.said, *elsewhere]
        self.said.clear()
        self.asked.clear()
        return found


async def wider_than(page: Page, width: int) -> bool:
    await page.set_viewport_size({"width": width, "height": 900})
    return int(await page.evaluate("document.documentElement.scrollWidth")) > width


async def pictured(page: Page, visit: Visit, width: int) -> None:
    height = int(await page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    await page.screenshot(path=SHOTS / f"{visit.kind}-{width}.png", full_page=True, clip=clip)  # type: ignore[arg-type] # a dict is what is documented


async def whole(page: Page, visit: Visit) -> list[str]:
    """Look at a page wide, narrow and with letters twice their size; take its pictures."""
    faults = []
    # Before a picture is taken, which adds a style.
    if await page.evaluate(INLINE):
        faults.append("has scripts or styles within")
    if visit.kind == "query-fault" and assets.entries():
        await page.locator(".cm-content").wait_for()
    for width in (WIDE, NARROW):
        if await wider_than(page, width):
            faults.append(f"scrolls sideways at {width} px")
        if not visit.address.startswith("/en/"):
            await pictured(page, visit, width)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    if await wider_than(page, WIDE):
        faults.append("scrolls sideways at twice the size of letters")
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_silent_and_alone(
    seen: Seen, store: EmbeddedStore, address: str, language: str
) -> None:
    """It never scrolls sideways, reports nothing to the console, and asks no other server."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    async def judge(browser: Browser) -> tuple[dict[str, list[str]], list[object]]:
        contexts = [await browser.new_context(base_url=address) for _ in range(ABREAST)]
        listeners = {context: Listener(context, address) for context in contexts}

        async def look(page: Page, visit: Visit) -> list[str]:
            return [*await whole(page, visit), *listeners[page.context].heard()]

        faults = await visited(contexts, visits(store, language), look)
        return faults, [each for context in contexts for each in await context.cookies()]

    assert seen(judge) == ({}, [])


def test_a_policy_that_is_broken_would_be_heard(seen: Seen, address: str) -> None:
    async def judge(browser: Browser) -> list[str]:
        context = await browser.new_context(base_url=address)
        listener = Listener(context, address)
        page = await context.new_page()
        await page.goto("/")
        await page.evaluate("document.body.setAttribute('style', 'color: red')")
        async with context.expect_console_message(lambda each: "img-src" in each.text):
            await page.evaluate("new Image().src = 'http://127.0.0.1:9/x.png'")
        return listener.heard()

    found = seen(judge)
    assert [each for each in found if "Content Security Policy" in each]


async def loaded(browser: Browser, address: str, visit: Visit) -> dict[str, int]:
    """Return what one page loads, with the size of each when compressed."""
    context = await browser.new_context(base_url=address)
    page = await context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it marks what it is given
    await page.goto(visit.address, wait_until="networkidle")
    sizes = {each.url: len(gzip.compress(await each.body())) for each in answers}
    await context.close()
    return sizes


def _of(sizes: dict[str, int], mark: str) -> int:
    return sum(size for url, size in sizes.items() if mark in url)


def test_pages_are_light(seen: Seen, store: EmbeddedStore, address: str) -> None:
    by_kind = {each.kind: each for each in visits(store, "fr")}
    by_kind["completion"] = Visit("completion", "/completion.json")

    async def judge(browser: Browser) -> list[dict[str, int]]:
        return [
            await loaded(browser, address, by_kind[kind])
            for kind in ("scheme", "organisation", "query-result", "completion")
        ]

    *things, query, completion = seen(judge)
    for thing in things:
        assert len(thing) <= 4, thing
        assert _of(thing, "/doc/") <= 15_000
        assert _of(thing, "style.css") <= 6_000
        assert _of(thing, ".js") <= 8_000
    if assets.entries():
        assert 100_000 <= _of(query, "/built/") <= 130 * 1024
        assert 0 < _of(completion, "completion.json") <= 20_000


def test_a_document_is_shown_in_its_text(seen: Seen, store: EmbeddedStore, address: str) -> None:
    """The pages judged above are with a text and without one."""
    if not TEXTS.is_dir():
        pytest.skip("NOT RUN: the source texts are not at hand")
    by_kind = {each.kind: each for each in visits(store, "fr")}

    async def judge(browser: Browser) -> list[int]:
        page = await browser.new_page(base_url=address)
        counts = []
        for kind in ("document-text", "document"):
            await page.goto(by_kind[kind].address)
            counts.append(await page.locator("mark").count())
        return counts

    shown, unshown = seen(judge)
    assert shown > 10
    assert unshown == 0
