"""Portraits of the personas: one drawing, in which brows, eyes, mouth, hair and what they wear say who it is."""

from base64 import b64encode
from functools import cache
from typing import NamedTuple

from coach.ui.markup import escape

_SKIN = {"light": "#e9c4a6", "warm": "#d3a07c", "brown": "#a8744f", "deep": "#7c5138"}
_INK = "#2b2a2e"


class Look(NamedTuple):
    """What is drawn of one persona; `seen` says it in words."""

    seen: str
    ground: str
    cloth: str
    skin: str
    hair: str
    cut: str
    brows: str
    eyes: str
    mouth: str
    wears: tuple[str, ...] = ()


_LOOKS = {
    "attacker": Look(
        "drawn brows and an open, angry mouth",
        "#e3b5a4",
        "#7a3b32",
        "light",
        "#4a332a",
        "short",
        "angry",
        "open",
        "shout",
    ),
    "bargainer": Look(
        "one brow raised, half a smile",
        *("#ead29a", "#6f5a2a", "warm", "#3a2d26", "side", "one_up", "open", "half"),
        ("moustache",),
    ),
    "blindsided": Look(
        "raised brows, wide eyes and a small open mouth",
        *("#bcd6e2", "#4d7287", "brown", "#2c2220", "curls", "up", "wide", "small"),
    ),
    "boss_goer": Look(
        "a look aside and pressed lips, the hair in a bun",
        *("#c9cfdc", "#4b5570", "light", "#8a5a3a", "bun", "level", "aside", "flat"),
        ("pearls",),
    ),
    "charmer": Look(
        "a wide smile under wavy hair", "#eec3c0", "#9a4f57", "warm", "#5a3826", "waves", "soft", "smiling", "grin"
    ),
    "controller": Look(
        "glasses, a straight fringe and a level mouth",
        *("#bfd0cc", "#3d5b57", "light", "#2f2b33", "bob", "level", "open", "flat"),
        ("glasses",),
    ),
    "gracious": Look(
        "calm eyes and a small smile under grey hair",
        *("#cbd9bd", "#5c7150", "brown", "#b9b6b0", "bun", "soft", "smiling", "smile"),
    ),
    "guilt_tripper": Look(
        "brows drawn up in the middle and a drooping mouth",
        *("#d5c6dd", "#6a557a", "light", "#7b4b33", "long", "sad", "open", "droop"),
    ),
    "legalist": Look(
        "glasses, a parting and a tie",
        "#c3cad6",
        "#333d55",
        "warm",
        "#55504c",
        "side",
        "level",
        "open",
        "flat",
        ("glasses", "tie"),
    ),
    "minimiser": Look(
        "half-closed eyes and an easy smile over a beard",
        *("#e2d6bf", "#7d6a4b", "brown", "#6b4f3a", "short", "soft", "half", "half"),
        ("beard",),
    ),
    "reputation_threatener": Look(
        "one brow raised and a thin smile, a telephone in hand",
        *("#dcc0d3", "#6b3a5d", "warm", "#241f24", "bob", "one_up", "open", "half"),
        ("phone",),
    ),
    "stonewaller": Look(
        "half-closed eyes and a straight mouth over a high collar",
        *("#cfcdc8", "#56534e", "deep", "#3a3735", "short", "level", "half", "flat"),
        ("collar",),
    ),
}
_ANYONE = Look("a calm face", "#d8d8d2", "#5d6462", "warm", "#4a4038", "short", "level", "open", "flat")

_BEHIND = {
    "long": '<path d="M25 46Q24 18 50 18T75 46L78 80H22Z"/>',
    "bob": '<path d="M26 44Q26 17 50 17T74 44V62Q50 70 26 62Z"/>',
    "bun": '<circle cx="50" cy="15" r="9"/>',
    "curls": "".join(
        f'<circle cx="{x}" cy="{y}" r="9"/>' for x, y in ((28, 38), (31, 26), (42, 19), (56, 19), (68, 25), (72, 38))
    ),
    "waves": '<path d="M27 50Q20 40 27 31Q27 17 50 17T73 31Q80 40 73 50Z"/>',
}
_ABOVE = {
    "short": '<path d="M30 42Q28 20 50 20T70 42Q66 30 50 30T30 42Z"/>',
    "side": '<path d="M30 43Q27 20 48 19Q70 18 70 42Q66 32 42 30Q35 32 30 43Z"/>',
    "bob": '<path d="M30 43Q28 20 50 20T70 43Q70 36 66 35H34Q30 36 30 43Z"/>',
    "long": '<path d="M30 46Q28 20 50 20T70 46Q66 30 50 28Q34 30 30 46Z"/>',
    "bun": '<path d="M30 42Q28 21 50 21T70 42Q62 28 50 28T30 42Z"/>',
    "curls": '<path d="M31 38Q32 24 50 24T69 38Q60 30 50 31T31 38Z"/>',
    "waves": '<path d="M30 44Q28 21 48 20Q72 20 70 44Q66 30 46 29Q38 38 30 44Z"/>',
}
_BROWS = {
    "angry": "M37 38L46 42M63 38L54 42",
    "one_up": "M37 41Q41 39 46 41M54 38Q59 34 64 38",
    "up": "M36 37Q41 33 46 37M54 37Q59 33 64 37",
    "level": "M37 40H46M54 40H63",
    "soft": "M37 40Q41 37 46 40M54 40Q59 37 63 40",
    "sad": "M36 41L46 37M64 41L54 37",
}
_DOTS = '<circle cx="41.5" cy="47" r="{r}"/><circle cx="58.5" cy="47" r="{r}"/>'
_EYES = {
    "open": _DOTS.format(r=2.3),
    "wide": f'<g fill="#fff">{_DOTS.format(r=4.2)}</g>{_DOTS.format(r=2)}',
    "aside": '<g fill="#fff"><ellipse cx="41.5" cy="47" rx="4.2" ry="3"/><ellipse cx="58.5" cy="47" rx="4.2" ry="3"/></g>'
    '<circle cx="43.8" cy="46" r="2"/><circle cx="60.8" cy="46" r="2"/>',
    "half": f'{_DOTS.format(r=2.3)}<path class="line" d="M37.5 45.6H45.5M54.5 45.6H62.5"/>',
    "smiling": '<path class="line" d="M38 48Q41.5 44 45 48M55 48Q58.5 44 62 48"/>',
}
_MOUTHS = {
    "shout": '<path d="M43 61Q50 57 57 61Q56 68 50 68T43 61Z" fill="#5c2320"/>',
    "half": '<path class="line" d="M43 63Q51 65 57 60"/>',
    "small": '<ellipse cx="50" cy="63" rx="3" ry="3.6" fill="#5c2f2a"/>',
    "flat": '<path class="line" d="M43 63H57"/>',
    "grin": '<path d="M40 59Q50 62 60 59Q58 69 50 69T40 59Z" fill="#fff" stroke="#5c2f2a" stroke-width="1.4"/>',
    "smile": '<path class="line" d="M42 61Q50 67 58 61"/>',
    "droop": '<path class="line" d="M43 65Q50 60 57 65"/>',
}
_WORN = {
    "glasses": '<g class="line"><circle cx="41.5" cy="47" r="6.4"/><circle cx="58.5" cy="47" r="6.4"/><path d="M48 46Q50 45 52 46"/></g>',
    "moustache": '<path d="M42 58.5Q46 55 50 57.5Q54 55 58 58.5Q54 60.5 50 59Q46 60.5 42 58.5Z" fill="{hair}"/>',
    "pearls": '<g fill="#f7f3ea"><circle cx="30.5" cy="55" r="2.2"/><circle cx="69.5" cy="55" r="2.2"/></g>',
    "tie": '<path d="M47 79H53L51.5 83L55 96H45L48.5 83Z" fill="#a9443a"/>',
    "beard": '<path d="M30 50Q31 76 50 76T70 50Q66 60 58 57.5Q50 55.5 42 57.5Q34 60 30 50Z" fill="{hair}"/>',
    "phone": '<rect x="72" y="64" width="13" height="23" rx="2.5" fill="#2b2a2e"/><rect x="74" y="67" width="9" height="15" fill="#9fc3d6"/>',
    "collar": '<path d="M35 74Q50 82 65 74L68 90H32Z" fill="#6c6862"/>',
}


def described(persona: str) -> str:
    """What the portrait shows, for those who do not see it."""
    return f"Portrait: {_LOOKS.get(persona, _ANYONE).seen}."


@cache
def address(persona: str) -> str:
    """The portrait as an image's address, in itself."""
    return f"data:image/svg+xml;base64,{b64encode(drawn(persona).encode()).decode('ascii')}"


def portrait(persona: str, *, known: bool = False) -> str:
    """The portrait as an image element; `known` when the words beside it say all of it already."""
    alt = "" if known else escape(described(persona))
    return f'<img class="gt-portrait" alt="{alt}" src="{address(persona)}">'


def drawn(persona: str) -> str:
    """The portrait as SVG; a persona nobody drew has a calm face."""
    look = _LOOKS.get(persona, _ANYONE)
    skin, behind = _SKIN[look.skin], _BEHIND.get(look.cut, "")
    under = "".join(_WORN[one].format(hair=look.hair) for one in look.wears if one in ("beard", "collar", "tie"))
    over = "".join(_WORN[one].format(hair=look.hair) for one in look.wears if one not in ("beard", "collar", "tie"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><defs><clipPath id="c"><rect width="100" height="100" rx="22"/>'
        "</clipPath></defs><style>.line{fill:none;stroke:" + _INK + ";stroke-width:2;stroke-linecap:round}</style>"
        f'<g clip-path="url(#c)"><rect width="100" height="100" fill="{look.ground}"/>'
        f'<g fill="{look.hair}">{behind}</g>'
        f'<path d="M12 100Q14 80 38 76H62Q86 80 88 100Z" fill="{look.cloth}"/>'
        f'<path d="M42 64H58V77Q50 84 42 77Z" fill="{skin}"/><path d="M42 70Q50 77 58 70V74Q50 80 42 74Z" fill="#000" opacity=".12"/>'
        f'<circle cx="30" cy="49" r="4" fill="{skin}"/><circle cx="70" cy="49" r="4" fill="{skin}"/>'
        f'<path d="M30 44Q30 24 50 24T70 44Q70 74 50 74T30 44Z" fill="{skin}"/>{under}'
        f'<g fill="{look.hair}">{_ABOVE[look.cut]}</g><g fill="{_INK}">{_EYES[look.eyes]}</g>'
        f'<path class="line" d="{_BROWS[look.brows]}"/><path class="line" d="M50 49L48.5 55H51" style="stroke-width:1.3;opacity:.55"/>'
        f"{_MOUTHS[look.mouth]}{over}</g></svg>"
    )
