"""The look: every pair of text and ground in the configuration and the stylesheet meets AA."""

import re
import tomllib
from pathlib import Path

import pytest

from coach.content import content_root
from coach.ui.parts.plan import chart

STYLE = (Path(__file__).parents[2] / "coach" / "ui" / "style.css").read_text(encoding="utf-8")
THEME = tomllib.loads((content_root() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
COLOURS = dict(re.findall(r"--gt-([\w-]+): light-dark\((#\w{6}), #\w{6}\);", STYLE))
DARK = dict(re.findall(r"--gt-([\w-]+): light-dark\(#\w{6}, (#\w{6})\);", STYLE))
PAIRS = [
    (text, ground) for text in ("text", "quiet", "brand") for ground in ("ground", "raised", "sunken", "brand-tint")
] + [("on-brand", "brand"), *((f"w{n}-text", f"w{n}") for n in (1, 2, 3)), *(("text", f"w{n}") for n in (1, 2, 3))]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1-21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = COLOURS if scheme == "light" else DARK
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_can_be_read(scheme: str) -> None:
    theme = THEME[scheme]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        for text in ("textColor", "linkColor", "primaryColor"):
            assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_can_be_seen(scheme: str) -> None:
    colours = COLOURS if scheme == "light" else DARK
    for edge in ("line-strong", "w0-line", "w1-line", "w2-line", "w3-line"):
        assert contrast(colours[edge], colours["raised"]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_and_axes_of_the_sums_can_be_seen(scheme: str) -> None:
    ground = (COLOURS if scheme == "light" else DARK)["ground"]
    assert all(contrast(colour, ground) >= 3 for colour in chart.COLOURS.values())
    assert contrast(chart.TEXT[scheme == "dark"], ground) >= 4.5
    assert len({str(dashes) for dashes in chart.DASHES.values()}) == len(chart.COLOURS)
