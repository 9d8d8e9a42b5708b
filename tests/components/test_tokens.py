"""Every colour exists in both themes, every class a component uses has a rule, and text can be read on its ground."""

import re
from pathlib import Path

import pytest

from prapazar.components import tokens

ROOT = Path(__file__).parents[2]
CSS = {sheet: (ROOT / "assets" / sheet).read_text("utf8") for sheet in tokens.STYLESHEETS}
AA_TEXT = 4.5
ON_GROUND = ["text", "text-2", "text-3", "accent-text", "bad", "wait", "good", "info"]


def _block(selector: str) -> dict[str, str]:
    body = re.search(
        rf"^{re.escape(selector)} \{{(.*?)^\}}", CSS["design/tokens.css"], re.DOTALL | re.MULTILINE
    )
    return dict(re.findall(r"--([\w-]+): ([^;]+);", body[1])) if body else {}


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_dark_names_every_color_of_light() -> None:
    light, dark = _block(":root"), _block(".dark")
    colors = {name for name, value in light.items() if value.startswith(("#", "rgb")) or name == "shadow"}

    assert sorted(colors - dark.keys()) == []


@pytest.mark.parametrize("theme", [":root", ".dark"])
@pytest.mark.parametrize("ground", ["bg", "bg-side", "bg-sub", "bg-over", "bg-hover"])
def test_text_reads_on_every_ground(theme: str, ground: str) -> None:
    values = _block(theme)

    unreadable = [name for name in ON_GROUND if _contrast(values[name], values[ground]) < AA_TEXT]

    assert unreadable == []


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_tones_and_buttons_read_on_their_own_ground(theme: str) -> None:
    values = _block(theme)
    pairs = [("on-accent", "accent"), ("on-accent", "accent-hover"), ("accent-text", "accent-soft")]
    pairs += [(tone, f"{tone}-soft") for tone in ("bad", "wait", "good", "info")]
    pairs += [("text-2", f"{tone}-soft") for tone in ("bad", "wait", "good", "info")]

    unreadable = [pair for pair in pairs if _contrast(values[pair[0]], values[pair[1]]) < AA_TEXT]

    assert unreadable == []


def test_every_class_of_a_component_has_a_rule() -> None:
    rooms = [ROOT / "prapazar" / room for room in ("components", "pages")]
    code = "".join(path.read_text("utf8") for room in rooms for path in room.glob("*.py"))
    names = set(re.findall(r"\bpp-[a-z0-9-]+\b", code))
    ids = set(re.findall(r"(?:\bid|list|html_for)=\"(pp-[a-z-]+)\"", code)) | {"pp-more", "pp-main"}
    sheets = "".join(CSS.values())

    assert sorted(name for name in names - ids if f".{name}" not in sheets) == []


def test_channel_hue_is_steady_and_within_the_circle() -> None:
    hues = [tokens.channel_hue(slug) for slug in ("trendyol", "etsy", "etsy", "ab")]

    assert (hues[0], hues[1] == hues[2], all(0 <= hue < 360 for hue in hues)) == (24, True, True)
