"""Rewrite: the user's own sentence, said better. What cannot be reworded by rule falls back on a template of the case."""

import re
from collections.abc import Callable, Iterable, Mapping

from coach.rehearse.cues import straight
from coach.rehearse.wording import coaching, first_that_fits
from coach.vocabulary.rehearsal import AgendaItem, Goal

_COUNT = re.compile(
    r"\b(?P<number>\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
    r" (?P<unit>(?:[a-z]+ ){0,2}?(?:invoices?|messages?|calls?|texts?|emails?|e-mails|versions?|rounds?|revisions?|drafts?"
    r"|changes|meetings?|appointments?|questions?|corrections?|visits?|reminders?))\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_BRIEF = 18  # words

Passes = Callable[[str], bool]


def firmer(quote: str, goal: Goal, slots: Mapping[str, str], passes: Passes, variant: int = 0) -> str | None:
    """The hedged sentence without its hedges, if that is a sentence and passes as said firmly; else a decision in
    words of the case, another one for each `variant`."""
    reworded = dehedged(quote)
    if is_sentence(reworded) and passes(reworded):
        return reworded
    options = coaching("rewrites")["decision"][goal]
    return first_that_fits(options[variant % len(options)], slots)


def is_sentence(text: str) -> bool:
    """Whether a rewording still reads like a sentence."""
    rules = coaching("rewrites")
    broken = re.search(rules["broken"], text, re.IGNORECASE)
    return broken is None and len(text.split()) >= _FEWEST_WORDS and re.match(rules["begins"], text) is not None


def briefer(quotes: Iterable[str]) -> str | None:
    """The first of the user's own reasons that can stand alone as one short sentence."""
    for quote in quotes:
        alone = _sentence(re.sub(r"^(?:and|but|so|because|since|well|as i said|then)\b,? ?", "", quote, flags=re.I))
        if _FEWEST_WORDS < len(alone.split()) <= _BRIEF and re.match(r"(?:My|Our|The|I|We|In|On|It|There)\b", alone):
            return alone.rstrip(",;:.") + "."
    return None


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
    rules = coaching("rewrites")
    count = _COUNT.search(straight(quote))
    slots = {"number": count["number"], "unit": count["unit"]} if count else {}
    for topic in rules["blame_topics"]:
        if re.search(topic["topic"], straight(quote), re.IGNORECASE):
            fits = count is not None and re.search(topic["topic"], count["unit"], re.IGNORECASE) is not None
            options = [topic[key] for key in ("with_number", "plain") if key in topic and (fits or key == "plain")]
            return _sentence(first_that_fits(options, slots) or topic["plain"])
    return str(rules["blame_any"][goal])


def templated(key: str, goal: Goal, slots: Mapping[str, str]) -> str | None:
    """The wording of rewrites.yaml under `key` for the goal, with what is known of the case."""
    return first_that_fits(coaching("rewrites")[key][goal], slots)


def answer_to(item: AgendaItem | None, goal: Goal) -> str | None:
    """A straight answer to the client's question, where its kind is known."""
    return coaching("rewrites")["answers"][item][goal] if item else None


def noticing(item: AgendaItem | None, slots: Mapping[str, str]) -> str | None:
    """A specific acknowledgement in place of an empty one."""
    options = coaching("rewrites")["empathy"]
    return first_that_fits([options[item or "any"], options["any"]], slots)


def _sentence(text: str) -> str:
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."
