"""Rewrite: the user's own sentence, said better. What cannot be reworded by rule falls back on a template of the case."""

import re
from collections.abc import Iterable, Iterator, Mapping

from coach.rehearse.cues import straight
from coach.rehearse.wording import coaching, first_that_fits
from coach.vocabulary.rehearsal import AgendaItem, ClientState, Goal

_COUNT = re.compile(
    r"\b(?P<number>\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
    r" (?P<unit>(?:[a-z]+ ){0,2}?(?:invoices?|messages?|calls?|texts?|emails?|e-mails|versions?|rounds?|revisions?|drafts?"
    r"|changes|meetings?|appointments?|questions?|corrections?|visits?|reminders?))\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_BRIEF = 18  # words


def firmer(quote: str, goal: Goal, slots: Mapping[str, str], variant: int = 0) -> Iterator[str]:
    """The hedged sentence without its hedges, where that is a sentence; then a decision in words of the case, first another
    one for each `variant`."""
    reworded = dehedged(quote)
    if is_sentence(reworded):
        yield reworded
    options = coaching("rewrites")["decision"][goal]
    for place in range(len(options)):
        yield from _filled(options[(variant + place) % len(options)], slots)


def is_sentence(text: str) -> bool:
    """Whether a rewording still reads like a sentence."""
    rules = coaching("rewrites")
    broken = re.search(rules["broken"], text, re.IGNORECASE)
    return broken is None and len(text.split()) >= _FEWEST_WORDS and re.match(rules["begins"], text) is not None


def briefer(quotes: Iterable[str]) -> Iterator[str]:
    """Each of the user's own reasons that can stand alone as one short sentence."""
    for quote in quotes:
        alone = _sentence(re.sub(r"^(?:and|but|so|because|since|well|as i said|then)\b,? ?", "", quote, flags=re.I))
        if _FEWEST_WORDS < len(alone.split()) <= _BRIEF and re.match(r"(?:My|Our|The|I|We|In|On|It|There)\b", alone):
            yield alone.rstrip(",;:.") + "."


def dehedged(quote: str) -> str:
    """`quote` with every softening word taken out and every "might" made a "will"; it may be no sentence any more."""
    text = straight(quote).strip()
    rules = coaching("rewrites")
    for pattern, replacement in rules["dehedge"]:
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE).strip()
    for pattern, replacement in rules["trim"]:
        text = re.sub(pattern, replacement, text).strip()
    return _sentence(text)


def factual(quote: str, goal: Goal) -> str:
    """The matter of a reproach without the reproach; a count in it ("eleven versions") is kept."""
    return next(without_blame(quote, goal))


def without_blame(quote: str, goal: Goal) -> Iterator[str]:
    """The matters a reproach may be about, each as a fact; at the end words that fit any."""
    rules = coaching("rewrites")
    count = _COUNT.search(straight(quote))
    slots = {"number": count["number"], "unit": count["unit"]} if count else {}
    for topic in rules["blame_topics"]:
        if re.search(topic["topic"], straight(quote), re.IGNORECASE):
            fits = count is not None and re.search(topic["topic"], count["unit"], re.IGNORECASE) is not None
            options = [topic[key] for key in ("with_number", "plain") if key in topic and (fits or key == "plain")]
            yield from (_sentence(option) for option in _filled(options, slots))
    yield str(rules["blame_any"][goal])


def templated(key: str, goal: Goal, slots: Mapping[str, str]) -> Iterator[str]:
    """The wordings of rewrites.yaml under `key` for the goal, with what is known of the case."""
    yield from _filled(coaching("rewrites")[key][goal], slots)


def answers_to(item: AgendaItem | None, goal: Goal, slots: Mapping[str, str]) -> Iterator[str]:
    """Straight answers to the client's question, where its kind is known; what only the user knows is a blank."""
    if item:
        yield from _filled(coaching("rewrites")["answers"][item][goal], slots)


def noticing(item: AgendaItem | None, slots: Mapping[str, str]) -> Iterator[str]:
    """A specific acknowledgement in place of an empty one."""
    options = coaching("rewrites")["empathy"]
    yield from _filled([options[item or "any"], options["any"]], slots)


def with_more(quote: str, goal: Goal, slots: Mapping[str, str], state: ClientState) -> Iterator[str]:
    """The user's sentence once more, with the first thing the client has not been told yet as a blank to fill."""
    options = coaching("rewrites")["add"]
    known = {"why": state.knows_reason, "terms": state.knows_terms or goal is Goal.EXIT}
    known |= {"handover": state.knows_handover or goal is Goal.RESET, "feelings": state.acknowledgements > 0}
    for name, told in known.items():
        if not told:
            yield from _filled([f"{_sentence(quote)} {option}" for option in options[name]], slots)


def _filled(templates: Iterable[str], slots: Mapping[str, str]) -> Iterator[str]:
    """Each template whose slots are all known, filled."""
    for template in templates:
        wording = first_that_fits([template], slots)
        if wording is not None:
            yield wording


def _sentence(text: str) -> str:
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."
