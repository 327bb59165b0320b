"""Holding: whether a text that somebody else wrote holds its outline, the whole of it, and nothing that the case does not have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from coach.content import read_yaml
from coach.errors import NotEnglish
from coach.language import check_english
from coach.llm.data import copied, instructions_in
from coach.llm.redaction import Redactor
from coach.sentences import sentences
from coach.situation import Relation
from coach.vocabulary.base import Value
from coach.vocabulary.draft import DraftTone, OutlineItem
from coach.write.case import short_name
from coach.write.checks import check
from coach.write.claims import unsupported
from coach.write.leaves_out import left_out, must_stay_out
from coach.write.outline import Outline
from coach.write.phrases import part, wordings
from coach.write.themes import theme_book

HARSH = 2  # severity from which a finding sends a text back; milder ones are shown to the user as on any text
_MOST_TIMES_AS_LONG, _SLACK = 2.5, 400  # characters
_ENGLISH_FROM = 6  # words; a shorter text tells no language
_LEAKED = 8  # words in a row of the prompt's own
_MARKUP = re.compile(
    r"https?:|\bwww\.|!\[|\]\(|```|^\s*#{1,6}\s|\*\*|</?[a-z][^>]*>|\b[\w-]{2,}#[\w-]{2,}|\bdata:[a-z]+/|\bjavascript:|\{\s*\"|<<<|>>>",
    re.I | re.M,
)
_OUT_OF_ROLE = re.compile(
    r"\bas an? (?:ai|language model|assistant)\b|\b(?:i am|i['’]m) an? (?:ai|assistant|language model)\b|\bi (?:can['’]?t|cannot) (?:help|assist) with\b"
    r"|\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b|\bmy (?:instructions|rules|guidelines)\b|\b(?:here is|here['’]s) (?:the|your|a) (?:message|e-?mail|draft|text)\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|double|twice|half|per ?cent)\b",
    re.I,
)
_DAY = re.compile(
    r"\b(?:January|February|March|April|May(?= \d)|(?<=\d )May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]oday|[Tt]onight|[Tt]omorrow|[Ii]mmediately|(?:[Tt]his|[Nn]ext|[Ll]ast) (?:week|month|quarter|year)"
    r"|[Ee]nd of (?:the|this|next) (?:week|month|quarter|year))\b"
)
_BLANK = re.compile(r"\[[^\[\]\n]{1,60}\]")
_ARTICLE = re.compile(r"^(?:the|a|an|my|our|your|their|his|her)\s+", re.I)


class Problem(Value):
    """Why a text is not taken; `grave` says that it is not even shown."""

    says: str
    grave: bool = False


class Expected(Value):
    """What a text is held against: the outline, the built-in words for it, and the facts that each part holds."""

    outline: Outline
    subject: str
    parts: dict[str, str]
    body: str
    holds: dict[str, tuple[str, ...]]

    @property
    def known(self) -> str:
        """All words that a fact of the text may come from, in small letters."""
        facts = [*self.outline.case.facts.values(), *(["two"] if "theme_options" in self.parts else [])]
        return "\n".join([self.subject, self.body, *facts, *self.outline.blanks.values()]).lower()


def problems(words: Mapping[str, str], subject: str, body: str, expected: Expected, prompt: str) -> Iterator[Problem]:
    """Everything that speaks against `body`, whose parts are `words`; none where it may be taken. `prompt` is what was asked."""
    text = f"{subject}\n\n{body}"
    yield from _grave(text, expected, prompt)
    yield from _missing(words, expected)
    yield from _off_the_point(words, subject, expected)
    yield from _invented(text, expected)
    yield from _unfit(text, body, expected)


def _grave(text: str, expected: Expected, prompt: str) -> Iterator[Problem]:
    ours = f"{expected.subject}\n\n{expected.body}"
    if _MARKUP.search(text) and not _MARKUP.search(ours):
        yield _problem("markup", grave=True)
    odd = instructions_in(text) or copied(text, [prompt], words=_LEAKED) or _OUT_OF_ROLE.search(text)
    if odd and not instructions_in(ours):
        yield _problem("machine", grave=True)
    if len(text.split()) >= _ENGLISH_FROM and not _is_english(text):
        yield _problem("language", grave=True)


def _missing(words: Mapping[str, str], expected: Expected) -> Iterator[Problem]:
    """Parts without words, and facts of a part that no part holds."""
    everything = _even(" ".join(words.values()))
    labels = _labels(expected.outline)
    for name, held in expected.holds.items():
        if not words.get(name, "").strip():
            yield _problem("missing_part", labels.get(name, name))
        yield from (_problem("missing", fact) for fact in held if _even(fact) not in everything)


def _off_the_point(words: Mapping[str, str], subject: str, expected: Expected) -> Iterator[Problem]:
    """Sentences that have no word in common with anything such a message says, and a subject that says something else."""
    outline = expected.outline
    content = _telling(f"{expected.subject}\n{expected.body}\n" + " ".join(_labels(outline).values())) | _vocabulary(
        outline
    )
    for said in words.values():
        for span in sentences(said):
            if not _telling(said[span.start : span.end]) & content:
                yield _problem("strange", said[span.start : span.end])
    if subject and outline.kind.subject:
        if not _telling(subject) & content:
            yield _problem("subject", subject)
        held = facts_in(expected.subject, outline)
        yield from (_problem("missing", fact) for fact in held if _even(fact) not in _even(subject))


def _vocabulary(outline: Outline) -> frozenset[str]:
    """The words that the phrase bank has for the parts of this message, in every tone."""
    case, names = outline.case, [name for block in outline.blocks for name in block.parts]
    lines = [line for name in names for line in _lines_of(name, outline.relation, case.reason, case.by_hand)]
    themes = [str(theme_book()[theme.id]) for theme in case.themes]
    return _telling(" ".join([*lines, *themes]))


@cache
def _lines_of(name: str, relation: Relation, reason: str, by_hand: bool) -> tuple[str, ...]:
    if name.startswith("theme_") or not any(isinstance(value, dict) for value in part(name).values()):
        return ()  # its words are those of the themes
    variant = reason if "variants" in part(name) else ""
    return tuple(line for tone in DraftTone for line in wordings(name, relation, tone, variant, by_hand))


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return frozenset(word[:_STEM] for word in words if len(word) >= _SHORTEST and word not in _COMMON)


_STEM, _SHORTEST = 5, 3  # letters that tell words apart, and of the shortest word that tells something
_COMMON = frozenset("the and for you your yours our ours its his her their them they that this these those with from have has had will would can could should shall may might must not but was were are been being who what which when where how why all any each every more most much very also then than there here into onto over under about after before until upon out off one own per via let get got say said says yes".split())  # fmt: skip


def _invented(text: str, expected: Expected) -> Iterator[Problem]:
    known = _even(expected.known)
    for key, pattern in (("blank", _BLANK), ("date", _DAY), ("number", _NUMBER)):
        for found in dict.fromkeys(match[0] for match in pattern.finditer(text)):
            if not _stands_in(found, known):
                yield _problem(key, found)
    for name in Redactor.of([text]).hidden:
        if not _stands_in(name, known) and not re.search(r"\d", name) and not _only_opens(name, text):
            yield _problem("name", name)


def _unfit(text: str, body: str, expected: Expected) -> Iterator[Problem]:
    """What the checks, the claims and the list of what stays out have against it, and not against the built-in words."""
    outline, ours = expected.outline, f"{expected.subject}\n\n{expected.body}"
    if len(body) > _MOST_TIMES_AS_LONG * len(expected.body) + _SLACK:
        yield _problem("long")
    allowed = {claim for claim, _ in unsupported(ours, outline.relation, outline.known)}
    for claim, words in unsupported(text, outline.relation, outline.known):
        if claim not in allowed:
            yield _problem("claim", words, claim)
    allowed = {found.id for found in must_stay_out(ours, outline.kind.id)}
    for found in must_stay_out(text, outline.kind.id):
        if found.id not in allowed:
            yield _problem("left_out", text[found.start : found.end], left_out()[found.id].label)
    passed = {finding.rule for finding in check(expected.body, outline.kind.id, outline.situation).findings}
    for finding in check(body, outline.kind.id, outline.situation).findings:
        if finding.severity >= HARSH and finding.rule not in passed | {"blank_left_open"}:
            yield _problem("finding" if finding.quote else "absence", finding.quote, finding.message)


def facts_in(text: str, outline: Outline) -> tuple[str, ...]:
    """The facts and blanks of the outline that `text` states, as it states them, without their articles."""
    forms = [form for item in outline.items if (form := _form_in(text, item))]
    return tuple(dict.fromkeys((*forms, *_BLANK.findall(text))))


def _form_in(text: str, item: OutlineItem) -> str | None:
    value = item.value or item.blank
    if not value:
        return None
    bare = _ARTICLE.sub("", value).removesuffix("’s").removesuffix("’")
    for form in (bare, short_name(value)) if item.id == "client" else (bare,):
        match = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.I)
        if match:
            return match[0]
    return None


def _problem(key: str, what: str = "", about: str = "", *, grave: bool = False) -> Problem:
    return Problem(says=wording()[key].format(what=_on_one_line(what), about=about), grave=grave)


def _labels(outline: Outline) -> dict[str, str]:
    return {item.id: item.label for item in outline.items}


def _stands_in(found: str, known: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(_even(found))}(?!\w)", known) is not None


def _only_opens(word: str, text: str) -> bool:
    """Whether `word` only stands where any word has a capital, so that it need not be a name."""
    starts = {span.start for span in sentences(text)}
    return all(match.start() in starts for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‑", "-")).lower()


def _on_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"


_LONGEST = 120


def _is_english(text: str) -> bool:
    try:
        check_english(text)
    except NotEnglish:
        return False
    return True


def told(found: Iterable[Problem]) -> tuple[str, ...]:
    """The problems as sentences, each once."""
    return tuple(dict.fromkeys(one.says for one in found))


@cache
def wording() -> dict[str, str]:
    """`knowledge/phrases/holding.yaml`."""
    found: dict[str, str] = read_yaml("phrases", "holding.yaml")
    return found
