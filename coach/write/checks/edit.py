"""Editing a sentence: what a finding is about is taken out of it, and the rest of its words, dates and amounts stays."""

import re
from collections.abc import Iterator

from coach.write.checks.facts import DATES, facts_in, names_in
from coach.write.checks.reword import reworded

_JOINT = re.compile(r"\s*(?:[;–—]|:(?= )|,(?!\s?\d)|(?<=[a-z]) (?:and|but|so|or|unless|because|if|which)\b)\s*", re.I)
_LEAD = re.compile(r"^(?:and|but|so|or|because|then|which|that)\s+", re.I)
_FINITE = re.compile(r"\b(?:i|we|you|it|this|that|these|those|they|he|she|there|please|the [\w'-]+|my [\w'-]+|your [\w'-]+|our [\w'-]+|[A-Z][\w'-]+|\d[\d,.]* \w+)\b[^.!?]*\b(?:'?m|'?s|'?re|'?ll|'?ve|am|is|are|was|were|will|shall|have|has|had|do|does|did|can|need|ask|end|ends|stop|stops|send|sends|stays?|comes?|goes?|closes?|follows?|leave|leaves|pay|settle|finish|hand|take|took|came|cost|went|fell|gave|got|ran|made|left|drove|sent|wrote|says?|needs?|lasts?|covers?|costs?|means?|takes?|wants?|asks?|expects?|\w{2,}ed)\b|^(?:please|do not|don't|let us|let's) \w+", re.I)  # fmt: skip
_SOFTENERS = re.compile(
    r"\b(?:or (?:maybe|perhaps|possibly) [^,.;!?]+|if (?:that|this|it)(?:'s| is) (?:ok|okay|alright|all right|fine|possible)(?: (?:with|for|by) you)?|if you (?:don't|do not) mind|maybe|perhaps|possibly|probably|sort of|kind of|kinda|somehow|hopefully|at some (?:point|stage)|sooner or later|"
    r"for (?:now|the moment|the time being)|at least|(?:just )?a (?:little )?bit|(?:i|we) (?:think|guess|suppose|feel|believe)(?: that)?|"
    r"it seems(?: that)?|all being well|as things stand|more or less|honestly|to be honest|actually|really|just)\b,?\s*",
    re.I,
)
_MODALS = (
    (re.compile(r"\bi(?:'m| am) (?:thinking (?:about|of)|considering|leaning towards|inclined towards) (?=\w+ing\b)", re.I), "I am "),
    (re.compile(r"\bwe(?:'re| are) (?:thinking (?:about|of)|considering|leaning towards|inclined towards) (?=\w+ing\b)", re.I), "we are "),
    (re.compile(r"\bwe(?:'d| would| could| might| may)? (?:rather |quite )?(?:like|want|prefer|hope) to\b", re.I), "we are going to"),
    (re.compile(r"\bi(?:'d| would| could| might| may)? (?:rather |quite )?(?:like|want|prefer|hope) to\b", re.I), "I am going to"),
    (re.compile(r"\b(i|we)(?:'re| are|'m| am) (?:leaning towards|thinking (?:about|of)|considering|inclined towards)\b", re.I), r"\1 will be"),
    (re.compile(r"\bmight (?:have to|need to|want to)\b|\bmay (?:have to|need to)\b|\b(?:should|might|may|could|would)(?! not)\b", re.I), "will"),
)  # fmt: skip
_SORRY = re.compile(r"\b(?:sorry|apolog\w+|forgive)\b", re.I)
_LEAST_WORDS = 4
_MOST_EDITS = 3
_MOST_WITH_FACTS = 6
_DEPENDS = re.compile(r"\b(?:if|unless|because|which)\b", re.I)
_AMOUNT = r"[$£€]\s?\d[\d,.]*\d|[$£€]\s?\d|\b\d[\d,.]* ?(?:dollars|euros?|pounds|USD|EUR|GBP)\b"
_BY = re.compile(
    r"\b(?:by|before|until|till) ((?:(?:this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|noon|evening))?|"
    r"noon|tonight|tomorrow|the weekend|the \d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b",
    re.I,
)
_PAYS = re.compile(
    r"\b(?:pay|paid|payment|settle|fee|balance|invoice|bill|transfer|deposit|retainer|owe\w*|hours are paid)\b", re.I
)
_THINGS = "invoice|fee|balance|deposit|bill|retainer"
_MATTER = re.compile(
    r"\b(?:the|this|that|our|my|your) (?:whole |entire )?(?!(?:only|same|first|last|next|sort|kind|way|time|day|one|fact|person|people|world|end|rest|others?|wife|husband|mother|father|doctor|gp|therapist|lawyer|accountant|"
    r"brother|ego|internet|forum|press|web|truth|problem|attitude|life|fault|own|best|worst|most|least)\b)((?:[a-z-]+ )?[a-z-]{3,})(?= (?:is|was|were|are|has|had|on|in|at|for|with|from|to|and|because|when|with|by|that|which|over)\b|[,.;:!?]|$)",
    re.I,
)
_NO_MATTER = re.compile(
    r"\b(?:you|your|yours|me|us|idiot\w*|stupid\w*|lies?|lying|fraud\w*|nonsense|mess|joke|hell|shit\w*|temper|manners|incompet\w+|pathetic|ridiculous|"
    r"tantrum\w*|whining|dithering|sloppiness|shame|pocket|ugly|damn\w*|so-called)\b",
    re.I,
)


def edits(words: str, firmer: bool, free: bool = False, brief: bool = False) -> list[str]:
    """Wordings of a sentence without what is said against it, those first that keep most of its facts and names.

    Its stings are cut or said plainly, clauses dropped; to be `firmer`, its maybes go. `free`: what hangs on a condition
    stands without it. `brief`: of two that keep the same, the shorter one comes first, else the longer one.
    """
    plain = reworded(words)
    bases = [*(_firmer(plain) if firmer else ()), plain, words]
    made = dict.fromkeys(bases[:-1])
    for base in dict.fromkeys(bases):
        made |= dict.fromkeys(_fewer_clauses(base, free))
    facts, names = facts_in(words), names_in(words)
    order = {one: place for place, one in enumerate(made)}

    def worth(one: str) -> tuple[int, int, int]:
        soft = bool(firmer and (_SOFTENERS.search(one) or any(pattern.search(one) for pattern, _ in _MODALS)))
        sorry = bool(_SORRY.search(one) and not _SORRY.fullmatch(words))
        length = order[one] if firmer else len(one) if brief else -len(one)
        return (-len(facts & facts_in(one)), 3 * soft + 3 * sorry - len(names & names_in(f"x {one}")), length)

    able = [one for one in made if one != words and len(one.split()) >= _LEAST_WORDS]
    return sorted(able, key=worth)[: _MOST_EDITS if not facts else _MOST_WITH_FACTS]


def _firmer(words: str) -> Iterator[str]:
    bare = _SOFTENERS.sub("", words)
    firm = bare
    for pattern, new in _MODALS:
        firm = pattern.sub(new, firm)
    yield from _whole(firm)
    yield from _whole(bare)


def _fewer_clauses(words: str, free: bool) -> Iterator[str]:
    """What is left of the sentence when clauses are dropped from its end, or from its beginning."""
    joints = list(_JOINT.finditer(words))
    for joint in reversed(joints):
        yield from _whole(words[: joint.start()])
    for joint in joints:
        if not free and (_DEPENDS.search(joint[0]) or _DEPENDS.match(words)):
            continue
        yield from _whole(_LEAD.sub("", words[joint.end() :]))


def _whole(clause: str) -> Iterator[str]:
    """The clause as a sentence, if it can stand alone."""
    conditional = re.match(r"\s*(?:if|unless|while|when|had|should|without|until|after|before|because)\b", clause, re.I)
    if len(clause.split()) >= _LEAST_WORDS and not conditional and _FINITE.search(clause):
        yield _finished(clause)


def _finished(words: str) -> str:
    """With a capital, single spaces and a full stop."""
    text = re.sub(r"\s+([,.;!?])", r"\1", " ".join(words.split())).strip(" ,;–—-")
    text = re.sub(r"\bi\b", "I", text)
    if text and text[-1] not in ".!?":
        text += "."
    return text[:1].upper() + text[1:]


def kept_demand(words: str) -> str | None:
    """The request for payment in a sentence, with its amount, its thing and its day; None if it asks for none."""
    amount, by = re.search(_AMOUNT, words, re.I), _BY.search(words)
    if not (amount and by) and not ((amount or by) and _PAYS.search(words)):
        return None
    thing = re.search(rf"\b(?:{_THINGS})\b", words, re.I)
    what = f"the {amount[0].strip(' ,.')}" if amount else f"the {thing[0].lower()}" if thing else "what is open"
    return f"Please pay {what} by {by[1]}." if by else f"Please pay {what} as agreed."


def matter_of(words: str) -> str | None:
    """The thing a sentence speaks about, as the writer would name it: "the launch", "the shoot"."""
    for match in _MATTER.finditer(words):
        if (
            not DATES.search(match[0])
            and not _NO_MATTER.search(match[1])
            and not _NO_MATTER.search(match[0].split()[-1])
        ):
            return f"the {match[1].lower()}"
    return None
