"""Facts: names, project, pending work, money and dates as the user's text states them, each with its quote."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from coach.held import MOST_THINGS, things
from coach.names import LOW, either, fact_at, fact_words, given_names, not_names, read_client, read_you
from coach.situation import Fact, FactKind, Relation

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|(?:the )?end of (?:(?:this|next|the) (?:month|quarter|year|week)|{_MONTH}))"
)
_MONTH_WORD = re.compile(rf"\b{_MONTH}\b", re.I)
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


def _read_company(text: str) -> Iterator[Fact]:
    suffix = either("company_suffixes")
    cap = r"[A-Z][\w&'’-]+"
    patterns = (
        rf"\b({cap}(?: (?:{cap}|&|and)){{0,3}} (?i:{suffix})\b\.?)",
        rf"\b(?!(?i:{either('client_roles')}|{either('people')})\b)[{LOW}]+,?\s+(?:called|named)\s+({cap}(?: {cap}){{0,2}})",
        rf"\b(?i:{either('company_nouns')})\s+(?:is|was)\s+(?:called|named)\s+({cap}(?: {cap}){{0,2}})",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            words = match[1].lower().split()
            if words[0] not in not_names() and not (len(words) == 1 and words[0] in given_names()):
                yield fact_at(FactKind.COMPANY, text, match.start(1), match.end(1))


def _read_project(text: str) -> Iterator[Fact]:
    nouns, weak, places = either("project_nouns"), set(fact_words()["weak_modifiers"]), set(fact_words()["places"])
    tasks = set(fact_words()["tasks"])
    phrase = rf"\b(?i:the|a|an|my|our|his|her|their|its|this)\s+((?:[\w'’-]+\s+){{0,3}}?)({nouns}(?:\s+{nouns})*)\b(?![-'’\w])"
    found: dict[str, tuple[int, re.Match[str]]] = {}
    for match in re.finditer(phrase, text):
        modifiers = [word for word in match[1].split() if word.lower() not in weak]
        if any(word.lower() in _STOPPERS or word.lower().endswith(("ed", "ly")) for word in modifiers):
            modifiers = []
        if match[2].lower() in places and not _WORKS_ON.search(_around(text, match)):
            continue
        if match[2].lower() in tasks and not _HIRED_FOR.search(_around(text, match)):
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
        yield fact_at(FactKind.PROJECT, text, match.start(), match.end(), value)
    for pattern, service in fact_words()["services"].items():
        if does := re.search(pattern, text):
            yield fact_at(FactKind.PROJECT, text, *does.span(), service)


_STOPPERS = frozenset("of to in on at for with and or that which who is was were are be do did does has had have from by about than then so as into i he she they we you it client client's".split())  # fmt: skip
_WORKS_ON = re.compile(
    r"\b(?:hired|hires?|build(?:ing|s)?|built|design\w*|develop\w*|mak(?:e|es|ing)|edit\w*|writ\w+|plan(?:ned|ning|s)?|organi[sz]\w*"
    r"|run(?:ning|s)?|manag\w*|work(?:ing|ed)? (?:on|for)|shoot\w*|translat\w*|set(?:ting)? up|launch\w*|illustrat\w*|produc\w*"
    r"|photograph\w*|migrat\w*|look after|charg\w*|contract|brief)\b",
    re.I,
)
_HIRED_FOR = re.compile(
    r"\b(?:hired|commissioned|engaged|booked|contract(?:ed)?|brief(?:ed)?|quot(?:e|ed)|proposal|(?:asked|wants) (?:me|us) to (?:do|make|design|build|write)"
    r"|(?:am|are|was|were|been) (?:doing|making|designing|building|writing|translating)|working on)\b",
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
    rf"|have(?: still)? to (?:finish|deliver)|need to (?:finish|deliver)|haven['’]t (?:finished|delivered|sent)|(?:half|halfway|half way|midway) (?:through|into|done with)"
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


_BARE_DUE = re.compile(
    r"(?:^|[.!?]\s+)(?!(?:It|He|She|They|This|That|There|We|You|Everything|Nothing|What|Which|Who)\b)([A-Z][a-z]+(?: [a-z]+)?) (?:is|are) (?:still )?not (?:finished|done|ready)\b",
    re.M,
)


def _read_pending(text: str) -> Iterator[Fact]:
    """Work that is not finished; without its article where the teller leaves articles out."""
    for match in _BARE_DUE.finditer(text):
        yield fact_at(FactKind.PENDING, text, *match.span(1), f"the {match[1].lower()}")
    for pattern in (_PENDING, _DUE):
        for match in pattern.finditer(text):
            if not _MONEY_WORDS.search(match[1]):
                value = _with_capitals(_POSSESSIVES.sub("the ", match[1].strip()))
                yield fact_at(
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
            yield fact_at(FactKind.OPEN_INVOICE, text, *match.span())
        yield fact_at(FactKind.AMOUNT, text, *match.span())


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
    r"|(?:out|finished|gone) (?:by|at|on|before)|stop(?:s|ping)?(?: \w+)? (?:on|by|at|from|after)|last (?:visit|lesson|shift|job) (?:is|on|will be)|done by|gone by|until|through to|effective|terminate|with effect|notice)\b",
    re.I,
)


_IS_THE_END = re.compile(r" (?:to be|is|will be|as) (?:my|our|the) (?:last|final) day\b", re.I)


def _read_dates(text: str) -> Iterator[Fact]:
    for match in re.finditer(_DATE, text, re.I):
        if match[0][0].islower() and re.match(r"(?:may|mar|march) \d", match[0]):
            continue  # "it may 5 times …"
        value = _with_capitals(match[0])
        if _ends(text, match):
            yield fact_at(FactKind.END_DATE, text, *match.span(), value)
        yield fact_at(FactKind.DATE, text, *match.span(), value)


def _with_capitals(date: str) -> str:
    """`15 september` as it is written: `15 September`."""
    return _MONTH_WORD.sub(lambda month: month[0].capitalize(), date)


def _ends(text: str, date: re.Match[str]) -> bool:
    """Whether the words before or after a date make it the last day."""
    before = re.split(r"[.!?](?=\s)", text[max(0, date.start() - 60) : date.start()])[-1]
    return _ENDS.search(before) is not None or _IS_THE_END.match(text, date.end()) is not None


def _read_duration(text: str) -> Iterator[Fact]:
    pattern = rf"\b(?:for|been|over|about|after|last|past|nearly|almost|with (?:us|me) for) (?:the (?:last|past) )?({_DURATION})\b|\b({_DURATION}) (?:in|now|into)\b"
    for match in re.finditer(pattern, text, re.I):
        group = 1 if match[1] else 2
        yield fact_at(FactKind.DURATION, text, match.start(group), match.end(group))


def _read_boss(text: str) -> Iterator[Fact]:
    pattern = r"\b(?:my|our) ((?:line )?manager|boss|director|head of \w+|ceo|managing director|md|account director|team lead|vp)(?=\b)"
    for match in re.finditer(pattern, text, re.I):
        word = match[1] if match[1].isupper() else match[1].lower()
        yield fact_at(
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
            yield fact_at(
                FactKind.NOTICE,
                text,
                match.start(1),
                match.end(1),
                match[1].replace("-", " "),
            )
    pattern = rf"\b(net[- ]?\d+|(?:payment|pay|due|payable) (?:is )?(?:within|in|after) {_NUMBER} {unit}|{_NUMBER}[- ]day (?:payment )?terms)"
    for match in re.finditer(pattern, text, re.I):
        yield fact_at(FactKind.PAYMENT_TERMS, text, match.start(1), match.end(1))


def _read_held(text: str) -> Iterator[Fact]:
    for kind, side in ((FactKind.HELD, "by_teller"), (FactKind.WANTED, "by_them")):
        for thing in islice(things(text, side), MOST_THINGS):
            yield fact_at(kind, text, *thing)


_READERS: tuple[Callable[[str], Iterator[Fact]], ...] = (
    read_you,
    read_client,
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
