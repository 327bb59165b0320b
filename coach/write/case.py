"""Case: what a situation gives a message to work with, as slots, flags, a reason and the themes of a reset."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.names import TITLE
from coach.situation import Fact, FactKind, Relation, Situation
from coach.vocabulary.base import Value
from coach.vocabulary.signs import SignId
from coach.write.grammar import bare_date, dated, listed, possessive
from coach.write.said import Said, clause_of, flag_said, reason_given, said_flags, said_slots
from coach.write.themes import Theme, read_themes

MOST_OWED = 3
_TITLED = re.compile(rf"\b{TITLE} [A-Z][\w'’]+(?:-[A-Z]\w+)?")
_CONTACT = re.compile(
    r"\b(?:my |our |the |whose |the main )?[Cc]ontact(?: person)?(?: there| at \w+)?(?: is|:)? ([A-Z][\w-]+ [A-Z][\w'’-]*\w)"
)
_COUNTED = re.compile(r"(^|, | and )(?=(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) )")
_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b", re.I
)
MOST_PENDING = 3
MOST_HELD = 4


class Case(Value):
    """A situation as the writer sees it: facts by slot (only known ones), the quotes they rest on, flags, reason, themes."""

    text: str
    relation: Relation
    plural: bool
    facts: dict[str, str]
    sources: dict[str, str]
    flags: frozenset[str]
    reason: str
    said: frozenset[str]
    themes: tuple[Theme, ...]

    @property
    def known(self) -> frozenset[str]:
        """Everything an assertion may rest on: flags, known facts and what was said."""
        return self.flags | self.said | frozenset(self.facts)

    @property
    def by_hand(self) -> bool:
        """Whether the work is handed over as things and notes, without files and accounts."""
        return "hands_on" in self.flags


@cache
def slots() -> dict[str, Any]:
    """`knowledge/phrases/slots.yaml`."""
    found: dict[str, Any] = read_yaml("phrases", "slots.yaml")
    return found


def read_case(situation: Situation, signs: Iterable[object] = (), relation: Relation | None = None) -> Case:
    """The case of `situation`. `signs`: sign ids, or values with an `id` (and a `confidence`); what is not known is left out."""
    ids = sign_ids(signs)
    relation = relation or situation.relation
    facts, sources = _facts(situation, relation)
    reason = _reason(situation.text, ids, relation)
    return Case(
        text=situation.text,
        relation=relation,
        plural=_speaks_as_firm(situation),
        facts=facts,
        sources=sources,
        flags=_flags(situation, ids, facts) | ({"reason"} if reason != "none" else set()),
        reason=reason,
        said=_said(situation.text),
        themes=read_themes(situation, relation, ids),
    )


@cache
def digital() -> re.Pattern[str]:
    """Words of work whose results are files, data and accounts: of an account or of a phrase."""
    return re.compile(slots()["digital"], re.I)


def sign_ids(signs: Iterable[object]) -> tuple[SignId, ...]:
    """The ids in `signs`, the surest first where confidences are given; what is no sign is passed over."""
    ranked = sorted(signs, key=lambda sign: -float(getattr(sign, "confidence", 0.5)))
    known = {str(sign) for sign in SignId}
    return tuple(SignId(str(getattr(s, "id", s))) for s in ranked if str(getattr(s, "id", s)) in known)


def _facts(situation: Situation, relation: Relation) -> tuple[dict[str, str], dict[str, str]]:
    found: dict[str, list[Fact]] = {
        "client": [f for f in situation_facts(situation, FactKind.CLIENT) if _is_person(f.value)][:1],
        "you": situation_facts(situation, FactKind.YOU)[:1],
        "project": [f for f in situation_facts(situation, FactKind.PROJECT) if f.value.lower() not in slots()["vague"]][
            :1
        ],
        "end": situation_facts(situation, FactKind.END_DATE)[:1],
        "pending": [f for f in situation_facts(situation, FactKind.PENDING) if _names_work(f.value)][:MOST_PENDING],
        "owed": _owed(situation) if relation is Relation.CLIENT else [],
        "duration": _durations(situation)[:1],
        "held": situation_facts(situation, FactKind.HELD)[:MOST_HELD],
        "wanted": situation_facts(situation, FactKind.WANTED)[:MOST_HELD] if relation is Relation.VENDOR else [],
    }
    if relation is Relation.PROSPECT:  # nothing has begun that could end or be handed back
        found |= {"end": [], "pending": [], "held": []}
    sources = {slot: facts[0].evidence.quote for slot, facts in found.items() if facts and facts[0].evidence}
    values = _worded(found)
    if "client" in values:
        values["client"] = full_name(situation.text, values["client"])
    elif titled := _TITLED.search(situation.text):
        values["client"] = sources["client"] = titled[0]
    values |= _contact(situation.text, values, sources)
    if "client" in values:
        values["client"] = re.sub(r"['’]s$", "", values["client"])
    values |= _from_sentences(situation, relation, values, sources)
    if company := situation.first(FactKind.COMPANY):
        values["company"] = company
    boss = situation.first(FactKind.BOSS)
    if boss:
        values["boss"] = re.sub(r"^your\b", "my", boss)
    notice = situation.first(FactKind.NOTICE)
    if notice and not re.search(slots()["at_once"], situation.text, re.I):
        values["notice"] = possessive(_number_agrees(notice[0].lower() + notice[1:]))
    if values.get("you") == values.get("client"):
        values.pop("you", None)
    return values, sources


def _contact(text: str, values: dict[str, str], sources: dict[str, str]) -> dict[str, str]:
    """The person at a firm who is named as the contact: one writes to people."""
    named = _CONTACT.search(text)
    if (
        not named
        or named[1] in values.get("client", "")
        or re.match(rf"{TITLE} ", named[1])
        or not _is_person(named[1])
    ):
        return {}
    sources["client"] = named[0]
    return {"client": named[1]}


def _from_sentences(
    situation: Situation, relation: Relation, values: dict[str, str], sources: dict[str, str]
) -> dict[str, str]:
    """The slots that whole sentences tell of; their quotes go into `sources`."""
    found: dict[str, Said] = said_slots(situation.text)
    if clause := clause_of(situation.text, slots()["clause"]):
        found["clause"] = clause
    if "owed" in values or relation is not Relation.CLIENT:
        found.pop("invoice", None)
    if not re.search(slots()["events"], values.get("project", "")) or "end" in values:
        found.pop("event", None)
    sources.update({slot: said.quote for slot, said in found.items()})
    worded = {slot: said.value for slot, said in found.items()}
    if "invoice" in worded:
        worded["invoice"] = _invoice(worded["invoice"])
    if "rights" in worded:
        worded["rights"] = "the " + worded["rights"]
    if "event" in worded:
        worded["project"] = f"{values['project']} on {bare_date(worded['event'])}"
    return worded


def _invoice(words: str) -> str:
    """`the May invoice`, however it was written."""
    bare = re.sub(r"^(?:the|my|our)\s+", "", words, flags=re.I)
    bare = _MONTH.sub(lambda month: month[0].capitalize(), bare)
    return f"the {bare}" if "invoice" in bare.lower() or "bill" in bare.lower() else f"the {bare} invoice"


def _worded(found: dict[str, list[Fact]]) -> dict[str, str]:
    """The facts of each slot as they stand in a sentence."""
    values = {slot: listed([fact.value.strip(" ,.;") for fact in facts]) for slot, facts in found.items() if facts}
    if "project" in values and _is_service(values["project"]):
        values["project"] = values["project"].removeprefix("the ")
    if values.get("project", "") in {fact.value for fact in found["pending"]}:
        values.pop("project")  # what is still delivered is not what ends
    if "owed" in values:
        values["is_owed"] = "are" if len(found["owed"]) > 1 else "is"
    if "end" in values:
        values["end"] = bare_date(values["end"])
    return values | {slot: _COUNTED.sub(r"\1the ", values[slot]) for slot in ("held", "wanted") if slot in values}


def _is_person(name: str) -> bool:
    """Whether a value read as a name can be one."""
    return not re.search(slots()["no_person"], name, re.I)


def _names_work(pending: str) -> bool:
    """Whether unfinished work is named by more than its place in an order."""
    return not re.search(slots()["no_work"], pending, re.I)


def _is_service(project: str) -> bool:
    return project.removeprefix("the ") in slots()["services"]


def full_name(text: str, name: str) -> str:
    """`name` with the first name or the title that stands before it in the text."""
    if " " in name:
        return name
    titled = re.search(rf"\b({TITLE}) ((?:[A-Z][\w'’-]+ )?{re.escape(name)}(?:-[A-Z]\w+)?)", text)
    if titled:
        return f"{titled[1]} {titled[2]}"
    after = re.search(rf"\b{re.escape(name)} ([A-Z][\w'’-]+(?:-[A-Z]\w+)?)\b", text)
    before = re.search(rf"(?<![.!?] )(?<!^)\b([A-Z][a-zà-öø-ÿ]+) {re.escape(name)}\b", text)
    if after and _is_person(after[1]):
        return f"{name} {after[1].removesuffix('’s').removesuffix(chr(39) + 's')}"
    if before and _is_person(before[1]):
        return f"{before[1]} {name}"
    start = re.search(rf"(?:^|[.!?] )([A-Z][a-zà-öø-ÿ]{{2,}}) {re.escape(name)}\b", text)
    return f"{start[1]} {name}" if start and _is_person(start[1]) else name


def short_name(name: str) -> str:
    """How one greets: the first name, or title and surname."""
    words = name.split()
    if not re.match(rf"{TITLE} ", name):
        return words[-1] if words[0] in slots()["family_first"] else words[0]
    return name if len(words) == 2 or words[1].islower() else " ".join([words[0], *words[2:]])


def situation_facts(situation: Situation, kind: FactKind) -> list[Fact]:
    """The facts of one kind, in their order."""
    return [fact for fact in situation.facts if fact.kind is kind]


def _owed(situation: Situation) -> list[Fact]:
    """Amounts said to be owed to the teller; nothing if there are too many to be sure."""
    facts = situation_facts(situation, FactKind.OPEN_INVOICE)
    return facts if len(facts) <= MOST_OWED else []


def _durations(situation: Situation) -> list[Fact]:
    """Durations of the working relationship, not of a delay."""
    together, other = re.compile(slots()["together"], re.I), re.compile(slots()["not_together"], re.I)
    kept = []
    for fact in situation_facts(situation, FactKind.DURATION):
        around = _around(situation.text, fact)
        if together.search(around) and not other.search(around) and re.search(r"(?:month|year)s?$", fact.value):
            kept.append(fact)
    return kept


def _around(text: str, fact: Fact) -> str:
    """The words near a fact."""
    if fact.evidence is None:
        return ""
    return text[max(0, fact.evidence.start - 60) : fact.evidence.end + 40]


def _number_agrees(period: str) -> str:
    """`30 day` becomes `30 days`; `one month` stays."""
    singular = re.match(r"(?:1|a|an|one)\b", period, re.I)
    if singular:
        return re.sub(r"^(?:1|an?)\b", "one", period, flags=re.I)
    return period if period.endswith("s") else f"{period}s"


def _speaks_as_firm(situation: Situation) -> bool:
    """Whether the teller is a firm: more we than I, or words that say so."""
    text = situation.text
    singular = len(re.findall(r"\b(?:I|my|me)\b|\bI['’]", text))
    plural = len(re.findall(r"\b(?:we|our|us)\b", text, re.I))
    firm = bool(re.search(rf"\b(?:{slots()['plural_words']})\b", text, re.I))
    return plural > singular * 2 or (firm and plural > singular)


_FLAGGED = (
    "owed",
    "notice",
    "clause",
    "pending",
    "project",
    "held",
    "wanted",
    "refund",
    "rights",
    "referee",
    "boss",
    "fee",
    "client",
    "event",
)


def _said(text: str) -> frozenset[str]:
    found = set(said_flags(text))
    if re.search(slots()["pays_well"], text, re.I):
        found.add("pays_well")
    return frozenset(found)


def _flags(situation: Situation, ids: tuple[SignId, ...], facts: dict[str, str]) -> frozenset[str]:
    flags: set[str] = {slot for slot in _FLAGGED if slot in facts}
    if "notice" in facts:
        flags.add("clause_notice" if "clause" in facts else "notice_alone")
    if "invoice" in facts:
        flags.add("overdue")
    if re.search(slots()["abuse"], situation.text, re.I):
        flags.add("abuse")
    by_hand = facts.get("project", "").removeprefix("the ") in slots()["by_hand"]
    if by_hand or not digital().search(_without_things(situation)):
        flags.add("hands_on")
    for slot, kind in (("held", FactKind.HELD), ("wanted", FactKind.WANTED)):
        listed_things = situation_facts(situation, kind)[:MOST_HELD]
        if slot in facts and all(re.search(slots()["by_wire"], thing.value, re.I) for thing in listed_things):
            flags.add(f"{slot}_by_wire")
    if re.search(slots()["no_paper"], situation.text, re.I) and "clause" not in facts:
        flags.add("no_paper")
    if re.search(slots()["at_once"], situation.text, re.I) and "pending" not in facts:
        flags.add("at_once")
    if {"refund", "event"} <= flags and "pending" not in facts and "end" not in facts:
        flags.add("called_off")
    if facts.get("project", "").removeprefix("the ") in slots()["recurring"] and "pending" not in facts:
        flags.add("recurring")
        if "held" in facts:
            flags.add("returns_only")
    if flags & {"hands_on", "held"}:
        flags.add("things")
    if "held" in facts and re.search(slots()["against_payment"], situation.text, re.I):
        flags.add("against_payment")
    if not set(slots()["no_referral"]) & {str(sign) for sign in ids} and flag_said("referral", situation.text):
        flags.add("referral")
    if _speaks_as_firm(situation):
        flags.add("plural")
    return frozenset(flags)


def _without_things(situation: Situation) -> str:
    """The text without the things that go back or come back: a show file on a stick is no file work."""
    text = situation.text
    for fact in situation.facts:
        if fact.kind in {FactKind.HELD, FactKind.WANTED} and fact.evidence:
            text = text.replace(fact.evidence.quote, "")
    return text


def _reason(text: str, ids: tuple[SignId, ...], relation: Relation) -> str:
    """The category of the one reason, where the teller's own words give one; after abuse none is given."""
    if SignId.VERBAL_ABUSE in ids or re.search(slots()["abuse"], text, re.I):
        return "none"
    return reason_given(text, relation)[0]


def date_slots(end: str) -> dict[str, str]:
    """The last day as it stands after its prepositions."""
    return {"on_end": dated("on", end), "by_end": dated("by", end), "until_end": dated("until", end)}
