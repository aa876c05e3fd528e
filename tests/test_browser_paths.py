"""A person's ways through the site, by keyboard and by mouse, from a search to a file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import CHROMIUM, NO_CHROMIUM
from served import PATIENCE
from tdi_graph.web import assets

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
needs_editor = pytest.mark.skipif(
    not assets.entries(), reason="NOT RUN: the editor is not built here"
)
MOST_STEPS = 900
# What has the focus, and what of its looks says so.
FOCUSED = """() => {
  const it = document.activeElement;
  const looks = ["outlineStyle", "outlineWidth", "textDecorationLine", "stroke", "strokeWidth"];
  const seen = [it, ...it.querySelectorAll("rect, text, .hit")];
  const said = seen.map((one) => looks.map((look) => getComputedStyle(one)[look]).join(" "));
  const { x, y, right, bottom } = it.getBoundingClientRect();
  return {
    href: it.href?.baseVal ?? it.getAttribute("href") ?? "",
    ladder: Boolean(it.closest(".ladder")),
    looks: said.join("; "),
    seen: right > 0 && bottom > 0 && x < innerWidth && y < innerHeight,
  };
}"""


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/doc/organisation/anct")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("it => it === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_keyboard_reaches_every_link_of_the_ladder_and_shows_where_it_is(page: Page) -> None:
    page.goto("/doc/scheme/territoires-d-industrie")
    wanted = page.locator(".ladder a").evaluate_all("all => all.map((a) => a.href.baseVal)")
    unfocused = page.locator(".ladder a").evaluate_all(
        """all => all.map((a) => {
          const looks = ["outlineStyle", "outlineWidth", "textDecorationLine", "stroke",
                         "strokeWidth"];
          return [a, ...a.querySelectorAll("rect, text, .hit")].map(
            (one) => looks.map((look) => getComputedStyle(one)[look]).join(" ")).join("; ");
        })"""
    )
    assert len(wanted) > 40
    reached: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["ladder"]:
            assert focused["seen"], focused
            assert focused["looks"] != unfocused[len(reached)], focused
            reached.append(focused["href"])
        elif reached:
            break
    assert reached == wanted


def test_whatever_has_the_focus_shows_it(page: Page) -> None:
    page.goto("/questions/territories-over-time")
    places = 0
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], focused
        assert focused["looks"].startswith("solid 3px") or "auto" in focused["looks"], focused
        places += 1
    assert places > 30


@needs_editor
def test_the_keyboard_comes_to_the_editor_and_leaves_it(page: Page) -> None:
    page.goto("/requete")
    page.locator(".cm-content").wait_for()
    text = page.input_value("#query")
    met: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        met.append(page.evaluate("(document.activeElement.className || '') + ''"))
        if "editor" in met:
            break
    assert met[-1] == "editor"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('form').id") == "ask"
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert page.input_value("#query") == text


@needs_editor
def test_a_person_goes_from_a_search_to_a_file(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("teritoires")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=teritoires")
    page.locator(".hits").get_by_role("link", name="Territoires d’industrie", exact=True).click()
    page.wait_for_url("**/doc/scheme/territoires-d-industrie")
    page.locator(".panel").get_by_role("link", name="territoires d’industrie", exact=True).click()
    page.wait_for_url("**/chiffres/territories-count")
    page.locator("table").get_by_role("link", name="183", exact=True).click()
    page.wait_for_url("**/doc/statement/*")
    assert "183" in page.locator("blockquote").first.inner_text()
    page.locator("cite a").first.click()
    page.wait_for_url("**/doc/document/*")
    assert page.locator("li:target").count() == 1
    page.get_by_role("navigation").get_by_role("link", name="Questions").first.click()
    page.get_by_role("link", name="Combien de territoires, date après date").click()
    page.wait_for_url("**/questions/territories-over-time")
    page.get_by_role("link", name="Ouvrir dans l’éditeur").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" LIMIT 3")
    page.get_by_role("button", name="Exécuter").click()
    page.locator("#answer").wait_for()
    with page.expect_download() as expected:
        page.get_by_role("link", name="CSV", exact=True).click()
    held = tmp_path / "answer.csv"
    expected.value.save_as(held)
    with held.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading[:2] == ["date", "value"]
    assert [row[1] for row in rows] == ["124", "136", "148"]
