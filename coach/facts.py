"""Facts: names, project, pending work, money and dates as the user's text states them, each with its quote."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from coach.content import knowledge, read_yaml
from coach.held import MOST_THINGS, things
from coach.situation import Fact, FactKind, Relation
from coach.vocabulary.evidence import Evidence

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]
_UP, _LOW = ("".join(c for c in _LATIN if getattr(c, case)()) for case in ("isupper", "islower"))
_NAME = rf"[{_UP}](?:['’][{_UP}])?[{_LOW}]+(?:[{_UP}][{_LOW}]+)?(?:[-'’][{_UP}]?[{_LOW}]+)?"
_PARTICLE = r"(?:van(?: de[rn]?)?|von(?: der)?|de(?: la| los)?|da|di|do[s]?|del|la|le|al|el|bin|ibn|ben|ter|ten|af|av|i|y|d['’]|Ní|Nic|Ó|Mac)"
_FULL_NAME = rf"{_NAME}(?: (?:{_PARTICLE} ?)?{_NAME})?"
TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?|Madame|Monsieur|Mme|Frau|Herr|Señora?|Signora?)"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|(?:the )?end of (?:(?:this|next|the) (?:month|quarter|year|week)|{_MONTH}))"
)
_AMOUNT = (
    r"(?:(?:(?:US|AU|CA|NZ)?[$£€₹]\s?|\b(?:CHF|EUR|USD|GBP|SEK|NOK|DKK|kr) )\d+(?:[, ]\d{3}(?!\d))*(?:\.\d+)?\s?(?:k\b|m\b|million\b)?"
    r"|\b\d+(?:,\d{3})*(?:\.\d+)?\s?(?:k\s)?(?:dollars|euros?|pounds|quid|USD|EUR|GBP|CHF)\b)"
)
_NUMBER = (
    r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty|thirty"
    r"|sixty|ninety|a couple of|several|nearly \w+|almost \w+|over a)"
)
_DURATION = rf"{_NUMBER}(?: and a half)? (?:weeks?|months?|years?)"
_NOUN_PHRASE = (
    r"(?:the|a|an|her|his|their|our|one|two|three|four|five|six|(?<![\w.,-])\d{1,2}|last|final)"
    r"\s+(?:(?!(?:is|are|was|were|but|it|and)\b)[\w'’-]+\s+){0,4}?(?!(?:is|are|was|were|isn|but|it)\b)[\w'’-]+(?: and an? [\w'’-]+)?"
)


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("facts.yaml")
    return found


@cache
def _given_names() -> frozenset[str]:
    return frozenset(knowledge("given_names.txt").read_text(encoding="utf-8").split())


@cache
def _not_names() -> frozenset[str]:
    return frozenset(str(word) for word in _words()["not_names"])


def _either(key: str) -> str:
    options = sorted((str(option) for option in _words()[key]), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(option) for option in options) + ")"


def read_facts(text: str) -> tuple[Fact, ...]:
    """Every fact the text states, grouped by kind in the order of FactKind, the likeliest of a kind first."""
    found: list[Fact] = []
    for read in _READERS:
        seen = {(fact.kind, fact.value.lower()) for fact in found}
        for fact in read(text):
            if (fact.kind, fact.value.lower()) not in seen:
                seen.add((fact.kind, fact.value.lower()))
                found.append(fact)
    return tuple(found)


def read_relation(text: str) -> Relation:
    """Whether the other side is a client, a vendor the teller buys from, or a prospect who has not signed."""
    vendor = len(_VENDOR.findall(text))
    prospect = len(_PROSPECT.findall(text))
    client = len(re.findall(r"\b(?:client|customer)s?\b", text, re.I))
    if vendor and vendor >= client:
        return Relation.VENDOR
    if prospect and prospect * 2 > len(_ONGOING.findall(text)) and prospect * 2 >= client:
        return Relation.PROSPECT
    return Relation.CLIENT


_VENDOR = re.compile(
    r"\b(?:(?:our|my|the|this) (?:\w+ ){0,2}?(?:vendor|supplier|provider|wholesaler|contractor|subcontractor)\b"
    r"|(?:vendor|supplier)s?\b|we (?:hired|pay|buy from|bought from|outsourced to)|the agency we (?:hired|pay|use)"
    r"|they (?:supply|host|deliver for|invoice) us|I pay an? (?:agency|firm|company)|from (?:our|my) (?:\w+ )?(?:lab|printer|supplier|baker|wholesaler)"
    r"|(?:pickers|staff|workers|temps|drivers|cleaners|people) (?:\w+ )?(?:come|are supplied|are sent) (?:through|by|from) an? agency|sold us an?"
    r"|(?:maintenance|service|supply|hosting|cleaning|leasing) contract with|(?:the|our) subscription|no new orders|wrong deliver(?:y|ies))\b",
    re.I,
)
_PROSPECT = re.compile(
    r"\b(?:prospect(?:ive)?|potential (?:new )?(?:client|customer)|(?:hasn'?t|haven'?t|not yet|before (?:we|they|I|he|she)) sign(?:ed)?"
    r"|discovery call|wants? a (?:quote|proposal)|asked (?:(?:me|us) )?for a (?:quote|proposal|price)|nothing(?:'s| is)? signed|enquir(?:y|ed)|new lead"
    r"|invited to (?:fill|pitch|tender|quote|bid)|nothing in writing from (?:me|us)|should I (?:take|accept) (?:this|the|on))\b",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:retainer|invoices?|months in|for (?:\w+ )?(?:months|years)|since (?:last|\w+uary|\d{4}))\b",
    re.I,
)


def _fact(kind: FactKind, text: str, start: int, end: int, value: str | None = None) -> Fact:
    return Fact(
        kind=kind,
        value=value or text[start:end].strip(),
        evidence=Evidence.at(text, start, end),
    )


def _read_you(text: str) -> Iterator[Fact]:
    for match in re.finditer(
        rf"(?:\bmy name is |\b[Tt]his is |\bI am |\bI['’]m )({_NAME})(?=[,.!]| and | here|\s*$)",
        text,
        re.M,
    ):
        if match[1].lower() not in _not_names():
            yield _fact(FactKind.YOU, text, match.start(1), match.end(1))
    signature = re.search(
        rf"(?:^|\n|(?<=[.!?]) )\s*(?:[-–—]\s*|(?:Best|Thanks|Regards|Cheers|Yours)[^\n]*\n\s*)({_NAME})\s*(?:$|\n\s*\n(?=[-_>]|From:|On ))",
        text,
    )
    if signature and signature[1].lower() not in _not_names():
        yield _fact(FactKind.YOU, text, signature.start(1), signature.end(1))


def _read_client(text: str) -> Iterator[Fact]:
    role, own = _either("client_roles"), _either("own_roles")
    mine = {
        match[1].split()[0]
        for pattern in (
            rf"\b(?i:my|our)\s+(?:\w+ ){{0,2}}?{own}\b,?\s+({_FULL_NAME})",
            rf"\b({_FULL_NAME}),\s+(?i:my|our)\s+(?:\w+ ){{0,2}}?{own}\b",
            rf"(?:\bmy name is |\bI am |\bI['’]m |\b[Tt]his is )({_NAME})",
        )
        for match in re.finditer(pattern, text)
    }
    first = (  # the teller says whom they would write to
        rf"\b({_FULL_NAME}),? (?i:is|would be) (?i:who|whom|the (?:person|one)) (?i:I|we)(?: (?i:would|should|will|want to|have to)|['’](?i:d|ll)) (?i:write to|tell|talk to|speak to)\b",
    )
    sure = (
        rf"\b(?i:contact(?: person)?):\s+({_FULL_NAME})",
        rf"\b(?i:{role})(?:\s+(?i:there|at [A-Z]\w+))?(?:\s+(?i:is|was|named|called|is called)|:)?,?\s+({_FULL_NAME})",
        rf"\b(?i:their|his|her|its|the)\s+(?:[a-z]+ ){{0,2}}?(?i:manager|director|head|chair|boss|guy|girl|agent|partners)\b(?:['’]s called)?,?\s+({_FULL_NAME})",
        rf"\b(?i:of mine|this guy|in charge|by the name of|of the partners|deal with|the (?:mother|father)|an? (?:author|gentleman|lady|woman|man)),?\s+({_FULL_NAME})(?=[,.;:]|\s+(?:there|here|is|was|who|came|wants?|would)\b)",
        rf"\b({_FULL_NAME}) \((?i:[\w ]*(?:{role}|manager|director))\)",
        rf"\b({TITLE} {_FULL_NAME})",
    )
    likely = (  # only where the name is a known given name
        rf"\b({_FULL_NAME}),?\s+(?:who(?:'s| is| runs| owns)|(?:the|my|our|their|its|a)\s+(?:\w+ ){{0,2}}?(?i:{role}))\b",
        rf"\b(?i:for|with)\s+({_FULL_NAME})(?=\s+(?:for|since|at|who|and)\b)",
        rf"\b(?i:name is|named|called|name was|person is|works with|report to|deal with|dealing with)\s+({_FULL_NAME})",
    )
    mine |= set(_children(text))
    for pattern in (*first, *sure, *likely):
        for match in re.finditer(pattern, text):
            known = pattern not in likely or match[1].split()[0].lower() in _given_names()
            if known and _is_name(match[1]) and match[1].split()[0] not in mine:
                yield _fact(FactKind.CLIENT, text, match.start(1), match.end(1))
    yield from _names_that_act(text, mine)


def _children(text: str) -> Iterator[str]:
    """First names with an age behind them, or a small one's: nobody writes to them."""
    for match in re.finditer(rf"\b({_NAME})(?:,? \(\d{{1,2}}[¼½¾]?\)| was \w+ (?:weeks?|months?) old)", text):
        yield match[1]


def _names_that_act(text: str, mine: set[str]) -> Iterator[Fact]:
    verbs = _either("client_verbs")
    acting = [
        match
        for match in re.finditer(rf"(?<!\bthe )\b({_NAME})(?:\s+(?:{verbs})\b|['’]s\b)", text)
        if _is_name(match[1]) and match[1] not in mine and match[1].lower() in _given_names()
    ]
    count = Counter(match[1] for match in acting)
    for name, _ in count.most_common(3):
        if re.search(rf"\b{name.lower()}\b", text):  # an ordinary word that began a sentence
            continue
        match = next(match for match in acting if match[1] == name)
        yield _fact(FactKind.CLIENT, text, match.start(1), match.end(1))


def _is_name(name: str) -> bool:
    if name.lower() in _words()["client_roles"] or name.lower() in _words()["own_roles"]:
        return False
    bare = re.sub(rf"^{TITLE} ", "", name)
    parts = [part for part in bare.split() if not re.fullmatch(_PARTICLE, part)]
    return all(part.lower() not in _not_names() for part in parts) and len(bare) > 1


def _read_company(text: str) -> Iterator[Fact]:
    suffix = _either("company_suffixes")
    cap = r"[A-Z][\w&'’-]+"
    patterns = (
        rf"\b({cap}(?: (?:{cap}|&|and)){{0,3}} (?i:{suffix})\b\.?)",
        rf"\b(?!(?i:{_either('client_roles')}|{_either('people')})\b)[{_LOW}]+,?\s+(?:called|named)\s+({cap}(?: {cap}){{0,2}})",
        rf"\b(?i:{_either('company_nouns')})\s+(?:is|was)\s+(?:called|named)\s+({cap}(?: {cap}){{0,2}})",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            words = match[1].lower().split()
            if words[0] not in _not_names() and not (len(words) == 1 and words[0] in _given_names()):
                yield _fact(FactKind.COMPANY, text, match.start(1), match.end(1))


def _read_project(text: str) -> Iterator[Fact]:
    nouns, weak, places = _either("project_nouns"), set(_words()["weak_modifiers"]), set(_words()["places"])
    phrase = rf"\b(?i:the|a|an|my|our|his|her|their|its|this)\s+((?:[\w'’-]+\s+){{0,3}}?)({nouns}(?:\s+{nouns})*)\b(?![-'’\w])"
    found: dict[str, tuple[int, re.Match[str]]] = {}
    for match in re.finditer(phrase, text):
        modifiers = [word for word in match[1].split() if word.lower() not in weak]
        if any(word.lower() in _STOPPERS or word.lower().endswith(("ed", "ly")) for word in modifiers):
            modifiers = []
        if match[2].lower() in places and not _WORKS_ON.search(_around(text, match)):
            continue
        value = " ".join(["the", *modifiers, match[2].lower()])
        count, first = found.get(value, (0, match))
        found[value] = (count + 1, first)
    ranked = sorted(
        found,
        key=lambda value: (
            -_project_weight(value, found[value][0]),
            found[value][1].start(),
        ),
    )
    for value in ranked[:3]:
        match = found[value][1]
        yield _fact(FactKind.PROJECT, text, match.start(), match.end(), value)


_STOPPERS = frozenset("of to in on at for with and or that which who is was were are be do did does has had have from by about than then so as into i he she they we you it client client's".split())  # fmt: skip
_WORKS_ON = re.compile(
    r"\b(?:hired|hires?|build(?:ing|s)?|built|design\w*|develop\w*|mak(?:e|es|ing)|edit\w*|writ\w+|plan(?:ned|ning|s)?|organi[sz]\w*"
    r"|run(?:ning|s)?|manag\w*|work(?:ing|ed)? (?:on|for)|shoot\w*|translat\w*|set(?:ting)? up|launch\w*|illustrat\w*|produc\w*"
    r"|photograph\w*|migrat\w*|look after|charg\w*|contract|brief)\b",
    re.I,
)
_VAGUE_PROJECTS = frozenset(
    {
        "the project",
        "the engagement",
        "the report",
        "the search",
        "the accounts",
        "the build",
        "the training",
    }
)


def _project_weight(value: str, count: int) -> float:
    vague = value in _VAGUE_PROJECTS or value.endswith((" report", " survey"))
    return count + 0.5 * (len(value.split()) - 2) - (1.5 if vague else 0)


_PENDING = re.compile(
    rf"\b(?:still (?:owe|to deliver|to do|have to (?:finish|deliver)|working on|finishing)|owe (?:them|him|her)|left to (?:do|deliver|finish)"
    rf"|have(?: still)? to (?:finish|deliver)|need to (?:finish|deliver)|haven['’]t (?:finished|delivered|sent)|(?:half|halfway|midway) (?:through|into|done with)"
    rf"|in the middle of|unfinished(?: work)?[:,]?|outstanding[:,]?|(?:still )?pending(?: are| is|:)|ongoing:|finish(?:ing)? off)\s+(?:(?:them|him|her)\s+)?({_NOUN_PHRASE})(?=[.,;:!?\n)]|\s+(?:and|but|is|are|by|for|which|that|due|on|this|next|before|to|at)\b|$)",
    re.I,
)
_DUE = re.compile(
    rf"\b({_NOUN_PHRASE})\s+(?:is|are|was|were)?\s*(?:still\s+)?(?:due|not finished|unfinished|pending|being (?:repaired|finished|written|printed)|half[- ](?:done|finished)|still open|outstanding)\b",
    re.I,
)
_MONEY_WORDS = re.compile(
    r"invoice|payment|fee|money|bill|balance|deposit|retainer|reply|answer|feedback|approval",
    re.I,
)
_POSSESSIVES = re.compile(r"^(?:a|an|her|his|their|our)\s+", re.I)


def _read_pending(text: str) -> Iterator[Fact]:
    for pattern in (_PENDING, _DUE):
        for match in pattern.finditer(text):
            if not _MONEY_WORDS.search(match[1]):
                value = _POSSESSIVES.sub("the ", match[1].strip())
                yield _fact(
                    FactKind.PENDING,
                    text,
                    match.start(1),
                    match.end(1),
                    value[0].lower() + value[1:],
                )


def _read_money(text: str) -> Iterator[Fact]:
    for match in re.finditer(_AMOUNT, text):
        sentence = _around(text, match)
        rate = re.match(
            r"\s*(?:a|an|per|each|/)\s*(?:month|week|hour|day|year|page|word)",
            text[match.end() :],
            re.I,
        )
        if not rate and _OWED.search(sentence) and not _NOT_OWED.search(sentence):
            yield _fact(FactKind.OPEN_INVOICE, text, *match.span())
        yield _fact(FactKind.AMOUNT, text, *match.span())


_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_OWED = re.compile(
    r"\b(?:owe[sd]?|owing|unpaid|overdue|outstanding|not paid|hasn['’]?t paid|haven['’]?t paid|late|invoices?)\b", re.I
)
_NOT_OWED = re.compile(
    r"\b(?:isn['’]?t|is not|not(?: yet)?|aren['’]?t|are not) (?:yet )?(?:due|overdue)\b|\b(?:contested|disputed|(?:is|are|was|were|been) paid|we hold|I hold)\b",
    re.I,
)


def _around(text: str, match: re.Match[str]) -> str:
    """The sentence, roughly, that `match` stands in."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
    after = _SENTENCE_END.search(text, match.end())
    return text[start : after.start() if after else len(text)]


_ENDS = re.compile(
    r"\b(?:last day|end (?:it|the|this|on|by)|stop(?:ping)?(?: work)? (?:on|by|at)|stop(?:ping)?(?: work(?:ing)?(?: (?:for|with) \w+)?)?(?: (?:from|after))?(?=\s*$)|finish(?:ing)? (?:on|by|at|up)|wrap(?:ping)? (?:it )?up|leave (?:\w+ ){0,3}?(?:on|by|at)"
    r"|out (?:by|at|on)|done by|gone by|until|through to|effective|terminate|with effect|notice)\b",
    re.I,
)


def _read_dates(text: str) -> Iterator[Fact]:
    for match in re.finditer(_DATE, text):
        if _ENDS.search(text[max(0, match.start() - 60) : match.start()].split(".")[-1]):
            yield _fact(FactKind.END_DATE, text, *match.span())
        yield _fact(FactKind.DATE, text, *match.span())


def _read_duration(text: str) -> Iterator[Fact]:
    pattern = rf"\b(?:for|been|over|about|after|last|past|nearly|almost|with (?:us|me) for) (?:the (?:last|past) )?({_DURATION})\b|\b({_DURATION}) (?:in|now|into)\b"
    for match in re.finditer(pattern, text, re.I):
        group = 1 if match[1] else 2
        yield _fact(FactKind.DURATION, text, match.start(group), match.end(group))


def _read_boss(text: str) -> Iterator[Fact]:
    pattern = r"\b(?:my|our) ((?:line )?manager|boss|director|head of \w+|ceo|managing director|md|agency|account director|partner|team lead|vp|company)(?=\b)"
    for match in re.finditer(pattern, text, re.I):
        word = match[1] if match[1].isupper() else match[1].lower()
        yield _fact(
            FactKind.BOSS,
            text,
            *match.span(),
            "your " + (word.upper() if word in {"ceo", "md", "vp"} else word),
        )


def _read_terms(text: str) -> Iterator[Fact]:
    unit = r"(?:business |working |calendar )?(?:days?|weeks?|months?)"
    for pattern in (
        rf"\b({_NUMBER}[- ]{unit})['’]?s?['’]? (?:written )?notice",
        rf"notice(?: period)?(?: under(?: \w+){{1,4}}?)?(?: is| of|:)? (?:of )?({_NUMBER}[- ]{unit})",
        rf"(?:contract|agreement)(?: says| asks for| allows either side|:) ({_NUMBER}[- ]{unit})\b",
        rf"contract, ({_NUMBER} {unit}) unless\b",
        rf"(?:cancel\w*|terminat\w*|leav\w+|end\w*)(?: it)? (?:needs|requires|takes) ({_NUMBER}[- ]{unit})\b",
    ):
        for match in re.finditer(pattern, text, re.I):
            yield _fact(
                FactKind.NOTICE,
                text,
                match.start(1),
                match.end(1),
                match[1].replace("-", " "),
            )
    pattern = rf"\b(net[- ]?\d+|(?:payment|pay|due|payable) (?:is )?(?:within|in|after) {_NUMBER} {unit}|{_NUMBER}[- ]day (?:payment )?terms)"
    for match in re.finditer(pattern, text, re.I):
        yield _fact(FactKind.PAYMENT_TERMS, text, match.start(1), match.end(1))


def _read_held(text: str) -> Iterator[Fact]:
    for kind, side in ((FactKind.HELD, "by_teller"), (FactKind.WANTED, "by_them")):
        for thing in islice(things(text, side), MOST_THINGS):
            yield _fact(kind, text, *thing)


_READERS: tuple[Callable[[str], Iterator[Fact]], ...] = (
    _read_you,
    _read_client,
    _read_company,
    _read_project,
    _read_pending,
    _read_money,
    _read_dates,
    _read_duration,
    _read_boss,
    _read_terms,
    _read_held,
)
