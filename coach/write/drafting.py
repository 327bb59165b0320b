"""Drafting: from a situation to a message with its outline, its blanks and what the checks find in it."""

import re
from collections.abc import Iterable

from coach.errors import UnknownName
from coach.situation import Situation
from coach.vocabulary.draft import Draft, DraftKind, DraftTone, Finding, OutlineItem
from coach.write.case import short_name
from coach.write.checks import check
from coach.write.grammar import capitalised
from coach.write.kinds import kind_named
from coach.write.outline import Outline, build_outline
from coach.write.phrases import part
from coach.write.writer import PhraseWriter, Writer, Written

BLANK = re.compile(r"\[[A-Za-z][^\[\]\n]{1,40}\]")


def draft(
    situation: Situation,
    kind: DraftKind | str = DraftKind.EXIT_EMAIL,
    tone: DraftTone | str = DraftTone.NEUTRAL,
    signs: Iterable[object] = (),
    seed: int = 0,
    writer: Writer | None = None,
) -> Draft:
    """A message of `kind` for `situation`; the same input gives the same words, another `seed` other words.

    `signs` (ids, or the signs of an assessment) choose the reason and the terms; without them the words of the text do.

    Raises:
        UnknownName: no such kind or tone.
    """
    tone = _tone_named(tone)
    outline = build_outline(situation, kind_named(str(kind)), signs)
    engine = writer or PhraseWriter()
    written = engine.write(outline, tone, seed)
    return Draft(
        kind=outline.kind.id,
        tone=tone,
        subject=written.subject,
        body=written.body,
        outline=_filled(outline, written),
        findings=_findings(outline, situation, written),
        blanks=blanks_in(f"{written.subject}\n{written.body}"),
        engine=engine.name,
    )


def blanks_in(text: str) -> tuple[str, ...]:
    """The named blanks of a text, each once, in order."""
    return tuple(dict.fromkeys(BLANK.findall(text)))


def _tone_named(tone: str) -> DraftTone:
    try:
        return DraftTone(str(tone))
    except ValueError as error:
        raise UnknownName(f"There is no tone {tone!r}.", hint=f"Use one of: {', '.join(DraftTone)}.") from error


def _filled(outline: Outline, written: Written) -> tuple[OutlineItem, ...]:
    """The outline with the words that say what is said rather than known."""
    words = {str(part(name).get("item", name)): text for name, text in written.parts.items()}
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
