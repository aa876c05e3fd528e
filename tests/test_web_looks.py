"""The stylesheet as rules that can be computed: contrast, size, themes, no one else's marks."""

import gzip
import re
from pathlib import Path

import pytest

from tdi_graph.web import assets

CSS = (assets.STATIC / "style.css").read_text("utf-8")
READABLE, VISIBLE = 4.5, 3.0


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, by the name of their custom property."""
    light, _, rest = CSS.partition("@media (prefers-color-scheme: dark)")
    blocks = {"light": light, "dark": rest[: rest.index("}\n}")]}
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", blocks[theme]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition of relative luminance)."""
    digits = colour.removeprefix("#")
    full = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_ground(theme: str) -> None:
    colours = tokens(theme)
    for text in ("ink", "soft", "accent"):
        for ground in ("paper", "card", "band", "wash"):
            assert contrast(colours[text], colours[ground]) >= READABLE, (text, ground)
    assert contrast(colours["ink"], colours["mark"]) >= READABLE
    assert contrast(colours["paper"], colours["accent"]) >= READABLE
    assert contrast(colours["edge"], colours["paper"]) >= VISIBLE
    assert contrast(colours["edge"], colours["card"]) >= VISIBLE


def test_both_themes_set_the_same_colours() -> None:
    assert tokens("light").keys() == tokens("dark").keys()


def test_the_stylesheet_is_small_and_loads_nothing() -> None:
    assert len(gzip.compress(CSS.encode())) <= 6_000
    assert not re.search(r"url\(|@import|@font-face", CSS)


def test_it_serves_paper_forced_colours_still_eyes_and_narrow_screens() -> None:
    for query in ("print", "forced-colors: active", "prefers-reduced-motion", "max-width: 48rem"):
        assert f"@media {query}" in CSS or f"@media ({query}" in CSS, query


def test_no_mark_of_the_state_is_used() -> None:
    files = [p.read_text("utf-8") for p in Path(assets.STATIC).iterdir() if p.is_file()]
    text = "\n".join(files).casefold()
    assert not re.search(r"marianne|#000091|#e1000f|dsfr", text)


def test_a_drawing_takes_every_colour_from_the_tokens() -> None:
    rules = re.findall(r"^\.(?:chart|ladder|nesting)[^{]*\{([^}]*)\}", CSS, re.MULTILINE)
    assert rules
    assert not [rule for rule in rules if re.search(r"#[0-9a-f]{3}", rule)]


def test_every_class_of_a_template_that_is_styled_is_used() -> None:
    folder = Path(assets.__file__).parent / "templates"
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))
    makers = [*folder.parent.rglob("*.py"), *(folder.parent / "static").glob("*.js")]
    makers += (Path(assets.__file__).parents[3] / "frontend" / "src").rglob("*.js")
    drawn = "\n".join(path.read_text("utf-8") for path in makers)
    for name in set(
        re.findall(r"\.([a-z][a-z0-9-]*)(?=[ ,.:{>+\[)])", re.sub(r"/\*.*?\*/", "", CSS))
    ):
        known = re.search(rf'["\s]{name}["\s\]{{]', text) or f'"{name}"' in drawn
        assert known or re.match(r"depth-\d", name), name
