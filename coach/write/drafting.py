"""Drafting: from a situation to a message with its outline, its blanks and what the checks find in it."""

import re
from collections.abc import Iterable
from email.utils import formataddr

from coach.errors import UnknownName
from coach.situation import Situation
from coach.vocabulary.draft import Draft, DraftKind, DraftLength, DraftTone, Finding, OutlineItem
from coach.write.case import short_name
from coach.write.checks import check
from coach.write.grammar import capitalised
from coach.write.kinds import kind_named
from coach.write.outline import Outline, build_outline
from coach.write.phrases import part
from coach.write.writer import PhraseWriter, Writer, Written

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BLANK = re.compile(r"\[[A-Za-z][^\[\]\n]{1,40}\]")


def draft(
    situation: Situation,
    kind: DraftKind | str = DraftKind.EXIT_EMAIL,
    tone: DraftTone | str = DraftTone.NEUTRAL,
    signs: Iterable[object] = (),
    seed: int = 0,
    writer: Writer | None = None,
    length: DraftLength | str = DraftLength.NORMAL,
) -> Draft:
    """A message of `kind` for `situation`; the built-in writer gives the same words for the same input, another `seed` other words.

    `signs` (ids, or the signs of an assessment) rank the terms of a reset; what is said as a fact, the reason too, rests on
    words of the text. Tone and `length` change the wording, not the content.

    Raises:
        UnknownName: no such kind, tone or length.
    """
    outline, tone = outlined(situation, kind, tone, signs, length)
    written = (writer or PhraseWriter()).write(outline, tone, seed)
    return Draft(
        kind=outline.kind.id,
        tone=tone,
        length=outline.length,
        subject=written.subject,
        body=written.body,
        outline=_filled(outline, written),
        findings=_findings(outline, situation, written),
        blanks=blanks_in(f"{written.subject}\n{written.body}"),
        to=_mailbox(outline, "client"),
        sender=_mailbox(outline, "you"),
        engine=written.engine,
        degraded_because=written.degraded_because,
        beside=written.beside,
    )


def outlined(
    situation: Situation,
    kind: DraftKind | str,
    tone: DraftTone | str,
    signs: Iterable[object] = (),
    length: DraftLength | str = DraftLength.NORMAL,
) -> tuple[Outline, DraftTone]:
    """The outline of a message, and its tone, by their names.

    Raises:
        UnknownName: no such kind, tone or length.
    """
    named = _tone_named(tone)
    return build_outline(situation, kind_named(str(kind)), signs, _length_named(length)), named


def _mailbox(outline: Outline, slot: str) -> str:
    """A name with its address, where the text gives one that belongs to the name; a team's note goes to no client."""
    name = outline.case.facts.get(slot, "")
    if not name or (slot == "client" and outline.kind.id is DraftKind.TEAM_NOTE):
        return ""
    words = [word.lower() for word in name.split() if len(word) > 2]
    for address in _ADDRESS.findall(outline.case.text):
        if any(word in address.lower() for word in words):
            return formataddr((name, address))
    return name


def blanks_in(text: str) -> tuple[str, ...]:
    """The named blanks of a text, each once, in order."""
    return tuple(dict.fromkeys(BLANK.findall(text)))


def _tone_named(tone: str) -> DraftTone:
    try:
        return DraftTone(str(tone))
    except ValueError as error:
        raise UnknownName(f"There is no tone {tone!r}.", hint=f"Use one of: {', '.join(DraftTone)}.") from error


def _length_named(length: str) -> DraftLength:
    try:
        return DraftLength(str(length))
    except ValueError as error:
        raise UnknownName(f"There is no length {length!r}.", hint=f"Use one of: {', '.join(DraftLength)}.") from error


def _filled(outline: Outline, written: Written) -> tuple[OutlineItem, ...]:
    """The outline with the words that say what is said rather than known."""
    words: dict[str, str] = {}
    for name, text in written.parts.items():
        words.setdefault(str(part(name).get("item", name)), text)
    return tuple(_filled_item(item, words, written.body) for item in outline.items)


def _filled_item(item: OutlineItem, words: dict[str, str], body: str) -> OutlineItem:
    if item.value is None and item.blank is None:
        return item.model_copy(update={"value": words.get(item.id)})
    if item.value and item.value not in body:
        return item.model_copy(update={"value": _form_in(body, item.value)})
    return item


def _form_in(body: str, value: str) -> str:
    """The form in which the body has a fact: the first name, the notice without its apostrophe, a capital."""
    forms = (short_name(value), value.removesuffix("’s").removesuffix("’"), capitalised(value))
    return next((form for form in forms if form in body), value)


def _findings(outline: Outline, situation: Situation, written: Written) -> tuple[Finding, ...]:
    return check(written.body, outline.kind.id, situation, closely=False).findings
