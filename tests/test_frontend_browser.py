"""What scripts add, in a browser: it works, by keyboard too, and nothing has to be blocked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from browsing import CHROMIUM, NO_CHROMIUM
from served import PATIENCE
from tdi_graph.web import assets

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
needs_editor = pytest.mark.skipif(
    not assets.entries(), reason="NOT RUN: the editor is not built here"
)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must leave nothing in the console and ask nobody else."""
    context = browser.new_context(base_url=address, locale="fr-FR")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    said: list[str] = []
    elsewhere: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A status of 400 or 503 is what some pages are asked for.
        if "Failed to load resource" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: elsewhere.append(asked.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in elsewhere if not url.startswith(address)] == []


def test_a_field_suggests_and_is_driven_by_keys(page: Page) -> None:
    page.goto("/recherche")
    field = page.locator("#wanted")
    field.press_sequentially("feraci")
    page.get_by_role("option", name="Marc Ferracci").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "feraci"
    field.press_sequentially(" ")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/doc/person/marc-ferracci")


def test_a_field_without_suggestions_is_a_form(page: Page) -> None:
    page.route("**/suggestions*", lambda route: route.fulfill(status=503))
    page.goto("/en/search")
    page.locator("#wanted").press_sequentially("fund")
    page.locator("#wanted").press("Enter")
    page.wait_for_url("**/en/search?q=fund")


@needs_editor
def test_a_query_is_written_completed_sent_and_kept_only_if_wanted(page: Page) -> None:
    page.goto("/requete")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a fonds")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    assert page.input_value("#query") == "SELECT * WHERE { ?s a tdi:Fund }"
    assert page.evaluate("localStorage.length") == 0
    page.get_by_text("Garder mes requêtes").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator("#answer").wait_for()
    assert "query=SELECT" in page.url
    assert page.locator("table a", has_text="Fonds vert").count() == 1
    page.get_by_text("Vos dernières requêtes").click()
    assert page.locator(".history li").count() == 1
    page.get_by_text("Effacer l’historique").click()
    assert page.evaluate("localStorage.length") == 0


@needs_editor
def test_the_tab_key_leaves_the_editor(page: Page) -> None:
    page.goto("/en/query")
    page.locator(".cm-content").click()
    text = page.input_value("#query")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "editor"
    assert page.input_value("#query") == text


@needs_editor
def test_a_fault_is_marked_at_its_place(page: Page) -> None:
    page.goto("/requete?query=SELECT+*+%7B%0A%F0%9F%8F%AD")
    page.locator(".cm-content").wait_for()
    page.goto("/requete?query=SELECT+*+%7B%0A+%23+%F0%9F%8F%AD%0A+%3Fs+foo%3Abar+%3Fo+%7D")
    assert page.locator(".cm-fault").inner_text() == "foo:bar"


def test_the_data_of_the_home_page_are_left_in_peace_by_the_policy(page: Page) -> None:
    # What the policy refuses is told in the console, which the fixture wants silent.
    violations = (
        "addEventListener('securitypolicyviolation', e => console.log(e.violatedDirective))"
    )
    page.add_init_script(violations)
    page.goto("/")
    found = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert found["@type"] == "Dataset"
    assert len(found["distribution"]) == 28
