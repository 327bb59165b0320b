"""Terms: what a contract says beside the right to end it - payment, fees, ownership, secrecy, transition, law."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit, plain
from coach.plan.durations import Duration, durations, number
from coach.plan.ending import Reading, is_notice, words_of
from coach.plan.wording import says


class Found(NamedTuple):
    """A term's value and the span of the words that state it."""

    value: bool | int | str
    start: int
    end: int


Reader = Callable[[Reading, Cast], Found | None]

_AMOUNT = r"(?:\d+(?:\.\d+)?\s?(?:%|per ?cent\b|percent\b)|[a-z-]+(?: and [a-z-]+)?\s+(?:per ?cent|percent)(?:\s*\(\d+(?:\.\d+)?\s?%\))?|(?:[A-Z]{1,3})?[$£€]\s?\d[\d,]*(?:\.\d+)?|(?:USD|EUR|GBP|AUD|CAD|CHF|NZD|SGD)\s?\d[\d,]*(?:\.\d+)?)"
_RATE_TAIL = r"(?:\s*\([^)]{1,20}\))?(?:\s*(?:a|an|per|each|every|/)\s*(?:day|week|month|year|annum|calendar month)|\s+(?:monthly|annually|yearly|weekly|daily))?(?:\s+(?:above|over|plus)\s+[^.;,]{3,60})?"
_LONGEST_TERM = 180  # days: nobody's payment term is longer
_NO_PLACE = frozenset(
    "this the any state province country commonwealth jurisdiction data such applicable governing law international".split()
)
_SHORT = 100  # characters
_PLACE = r"(?:(?:State|Commonwealth|Province|Republic|Emirate|Kingdom|Canton|Territory|Federal Republic|Grand Duchy)\s+of\s+(?:the\s+)?)?[A-Z][\w.'-]+(?:\s+(?:(?:and|of)\s+)?(?:the\s+)?[A-Z][\w.'-]+){0,4}"


def _each(reading: Reading) -> Iterator[tuple[Unit, str]]:
    for unit in reading.units:
        yield unit, plain(reading.text[unit.start : unit.end])


def _first(reading: Reading, test: Callable[[Unit, str], bool], value: bool = True) -> Found | None:
    return next((Found(value, unit.start, unit.end) for unit, words in _each(reading) if test(unit, words)), None)


# -- money -----------------------------------------------------------------------------------------------------------


def payment_days(reading: Reading, cast: Cast) -> Found | None:
    """Days the customer has to pay; 0 when due on receipt."""
    best: tuple[int, Found] | None = None
    for unit, words in _each(reading):
        for days, score in _payment_periods(unit, words, cast):
            if score > 0 and (best is None or score > best[0]):
                best = score, Found(days, unit.start, unit.end)
    return best[1] if best else None


def _payment_periods(unit: Unit, words: str, cast: Cast) -> Iterator[tuple[int, int]]:
    net = re.search(
        r"\bnet[\s-]*(?:of\s+)?(?:(?P<word>[a-z]+(?:-[a-z]+)?)\s*\(\s*)?(?P<digits>\d{1,3})?(?P<only>(?<=\s)[a-z]+(?:-[a-z]+)?)?\b",
        words,
        re.I,
    )
    if net:
        days = int(net["digits"]) if net["digits"] else number(net["only"] or "")
        if days:
            yield days, 8
    if re.search(
        r"\b(?:due|payable|pa(?:y|ys|id)|settled)\b[^.;]{0,40}?\b(?:(?:up)?on (?:receipt|presentation|delivery of (?:the|an) invoice)|immediately(?! terminat))",
        words,
        re.I,
    ) and not says("end_verb", words):
        yield 0, 6
    for period in durations(words):
        score = _payment_score(unit, words, period, cast)
        if score > 0:
            yield period.days, score


def _payment_score(unit: Unit, words: str, period: Duration, cast: Cast) -> int:
    """How likely `period` is the payment term; 0 or less: it is not."""
    before, after = words[: period.start], words[period.end :]
    context = f"{unit.heading} {words}"
    if period.days > _LONGEST_TERM:
        return 0
    if not re.search(
        r"\b(?:pay|pays|paid|payment|payable|invoice\w*|due|settle\w*|remit\w*|accounts)\b", context, re.I
    ) or is_notice(words, period):
        return 0
    if re.match(
        r"['’]?\s*(?:after|of|following|from)\s+(?:\w+\s+){0,4}?(?:notice|notification|demand|reminder|request|terminat\w+|expir\w+|cancel\w+)",
        after,
        re.I,
    ):
        return 0
    if re.search(
        r"\b(?:refund|dispute[sd]?|object|reject|survive|cure[ds]?|default|suspend|non-payment|reimburse|retain\w* for|accrue|warranty|deliver(?:ed|y)? within|submit|raise|issue an? invoice|renew\w*|term of|period of)\b[^.;]{0,50}$",
        before,
        re.I,
    ):
        return 0
    if re.match(r"['’]?s?['’]?\s*(?:\w+\s+){0,3}(?:term|retainer|period)\b", after, re.I):
        return 0
    reached = re.search(
        r"(?:\b(?:within|in|by|than|after|terms?|days?:?|is|are|due|settled|paid|payable|payment|invoices?)|[:\t|])(?:\s+(?:a period of|maximum of|no later than|not later than|the|is|are|due|of))*\s*$",
        before,
        re.I,
    )
    since = re.match(r"['’]?s?\)?\s*(?:of|from|after|following|upon|on|to pay|date|for payment|$|[.,;])", after, re.I)
    score = 2 * bool(reached) + bool(since)
    score += 2 * bool(re.search(r"\binvoice|receipt|statement\b", words, re.I)) + 2 * bool(
        re.search(r"\b(?:pay(?:s|able)?|remit\w*|settle\w*|due|payment)\b", words, re.I)
    )
    score += bool(re.search(r"pay|fee|invoic|money|compensation", unit.heading, re.I))
    score -= 3 * bool(
        re.search(r"\b(?:late|overdue|past due|unpaid|not (?:been )?paid|fails?|interest)\b", before, re.I)
    )
    score -= 4 * bool(says("end_verb", words) or says("end_noun", words)) + 3 * bool(
        re.search(r"\bexpenses?\b|\bdeposit\b|royalt", words, re.I) and "invoice" not in words.lower()
    )
    if re.search(r"\bfails? to (?:make (?:any |a )?)?pay", before, re.I):
        return 0
    payers = [
        m
        for m in cast.mentions(before)
        if re.match(
            r"\s+(?:shall|will|must|agrees to)?\s*(?:pay|refund|reimburse|remit)\b", before[m.end :] + " ", re.I
        )
    ]
    if payers and payers[-1].holder is Holder.OURS:
        return 0
    return score if reached or since else 0


def late_fee(reading: Reading, cast: Cast) -> Found | None:
    """What is added to a late payment, in the contract's words."""
    late = r"\b(?:late|overdue|past[- ]due|not (?:been )?(?:paid|received)|unpaid|delay(?:ed)?|fails? to pay|after that|thereafter|outstanding|default interest|arrears)\b"
    charge = r"\b(?:interest|charge[sd]?|fee|penalty|surcharge|accrue[sd]?|bear[s]?|incur\w*|attracts?|add(?:ed|s)?|balances?|payments?|increase[sd]?|finance charge)\b"
    for unit, words in _each(reading):
        context = f"{unit.heading} {words}"
        if not (re.search(late, context, re.I) and re.search(charge, context, re.I)):
            continue
        if re.search(r"cancel|terminat|deposit|kill", words, re.I) and not re.search(
            r"\binterest\b|late (?:fee|charge|payment)", words, re.I
        ):
            continue
        value = _late_value(words)
        if value:
            return Found(value, unit.start, unit.end)
    return None


def _late_value(words: str) -> str | None:
    for pattern in (
        rf"(?:base|prime) rate plus {_AMOUNT}",
        rf"{_AMOUNT}{_RATE_TAIL}",
        r"(?:base|prime|bank|statutory) rate(?:\s+plus [^.;,]{3,30})?",
        r"statutory interest|Late Payment of Commercial Debts(?: \(Interest\))?(?: Act(?: \d{4})?)?|maximum (?:legal |lawful )?rate[^.;,]{0,30}",
    ):
        match = re.search(pattern, words, re.I)
        if match:
            return match[0].strip()
    return None


def kill_fee(reading: Reading, cast: Cast) -> Found | None:
    """A fee for ending early, whoever owes it, in the contract's words."""
    named = re.compile(
        r"\b(?:kill[- ]fee|cancell?ation (?:fee|charge|payment)|(?:early[- ])?termination (?:fee|charge|payment|penalty)|break(?:age)? (?:fee|cost)s?|early[- ](?:exit|cancell?ation) (?:fee|charge)|exit fee|demobili[sz]ation (?:fee|cost)s?|liquidated demobili[sz]ation)\b",
        re.I,
    )
    none = re.compile(
        r"\b(?:no|without(?: any)?|free of(?: any)?|not (?:be )?(?:liable|subject)(?: \w+){0,5}?) (?:\w+ ){0,2}?(?:kill|cancell?ation|termination|early|exit|break)",
        re.I,
    )
    cancels = re.compile(
        r"\bcancell?ation\b|\b(?:if|should|where|when|upon|in the event)\b.{0,80}?\b(?:cancel|terminat|end|withdraw)\w*",
        re.I,
    )
    owed = re.compile(
        rf"{_AMOUNT}(?:\s+of\s+[^.;,]{{3,60}})?|\bdeposit (?:is |shall be |will be )?(?:forfeit\w*|retained|kept|non-?refundable)|remaining (?:\w+ ){{0,3}}?(?:fees?|charges?|payments?|balance)|(?:one|two|three|four|six|\d+)(?: \(\d+\))? months?'? (?:of )?(?:the )?(?:\w+ )?(?:fees?|retainer|charges?)",
        re.I,
    )
    for unit, words in _each(reading):
        if none.search(words):
            continue
        name, amount = named.search(words), owed.search(words)
        behind = cancels.search(f"{words}")
        pays = re.search(r"\b(?:pay|owe|forfeit|charged|due|retain|liable)\w*|\t", words, re.I) or amount
        if name:
            return Found(amount[0].strip() if amount else name[0], unit.start, unit.end)
        if (
            behind
            and amount
            and pays
            and amount.start() > behind.start()
            and not re.search(r"interest|refund|late|renew|increase", words, re.I)
        ):
            return Found(amount[0].strip(), unit.start, unit.end)
    return None


# -- ownership and silence -------------------------------------------------------------------------------------------


def ip_until_paid(reading: Reading, cast: Cast) -> Found | None:
    """Whether ownership of the work stays with the provider until it is paid for."""
    what = re.compile(
        r"\b(?:title|ownership|owns?|owned|copyright|(?:intellectual property|all|the|any) rights?|rights?\b.{0,30}\b(?:in|to)|intellectual property|ip\b|licen[cs]e|property in|deliverables|work product)\b|^rights?\b",
        re.I,
    )
    moves = re.compile(
        r"\b(?:transfer\w*|pass(?:es)?|vests?|assign\w*|belongs?|remains?|retains?|keeps?|owns?|grants?|granted|conditional|owned|becomes?)\b",
        re.I,
    )
    paid = re.compile(
        r"\b(?:(?:up)?on|following|after|subject to|conditional (?:up)?on|contingent (?:up)?on|(?:up)?on receipt of|against|in consideration of|once|when|until|unless and until)\b[^.;]{0,70}?\b(?:full (?:and final )?payment|payment(?! terms| schedule)|paid\b|final payment|settle[ds]?|cleared)\b", re.I
    )  # fmt: skip
    return _first(
        reading,
        lambda unit, words: (
            bool(what.search(words) and moves.search(words) and paid.search(words))
            and not re.search(r"\b(?:risk|retainer fee|lien|interest (?:at|on|of|accrues?|shall))\b", words, re.I)
        ),
    )


def confidentiality(reading: Reading, cast: Cast) -> Found | None:
    subject = re.compile(
        r"\b(?:confiden\w+|non-?disclosure|trade secrets?|secre(?:t|cy)|proprietary information|non-public)\b", re.I
    )
    duty = re.compile(
        r"\b(?:shall|must|will|keeps?|hold|treats?|maintain\w*|protects?|not (?:\w+ )?disclos\w+|undertakes?|covenants?|observe|obligations?|agrees?|remains?|stays?|survives?|not be disclosed|may not)\b",
        re.I,
    )
    promise = re.compile(
        r"\b(?:shall|must|will|agrees?|undertakes?|covenants?)\b[^.;]{0,120}\b(?:disclos\w+|divulg\w+|keep|hold|treat|maintain|protect|preserve)\b|\bkeeps?\b|\bnot be disclosed\b",
        re.I,
    )

    def binds(unit: Unit, words: str) -> bool:
        return (
            bool(subject.search(words) and duty.search(words))
            and not re.match(r'"', words)
            and not _not_ours(words, cast, duty)
        )

    found = _first(reading, lambda unit, words: binds(unit, words) and bool(promise.search(words))) or _first(
        reading, binds
    )
    headed = lambda unit, words: bool(
        re.search(r"confiden|non-disclosure|secrecy", unit.heading, re.I)
        and re.search(r"disclos\w+|secret|private", words, re.I)
    )
    return found or _first(reading, headed)


def _not_ours(words: str, cast: Cast, duty: re.Pattern[str]) -> bool:
    """Whether only the other side is bound: "Client shall keep …"."""
    first = next(iter(cast.mentions(words)), None)
    return (
        first is not None
        and first.start == 0
        and first.holder is Holder.THEIRS
        and duty.match(words[first.end :].lstrip()) is not None
    )


def non_disparagement(reading: Reading, cast: Cast) -> Found | None:
    subject = re.compile(
        r"\b(?:disparag\w*|derogatory|(?:negative|critical|damaging|unfavou?rable) (?:public )?(?:statement|comment|remark|review)s?|bad-?mouth\w*|defam\w+|speak ill)\b",
        re.I,
    )
    return _first(
        reading,
        lambda unit, words: bool(
            subject.search(words)
            and re.search(r"\b(?:not|neither|no|refrain\w*|nothing|never|nor)\b|non-", words, re.I)
        ),
    )


def non_solicitation(reading: Reading, cast: Cast) -> Found | None:
    subject = re.compile(
        r"\b(?:solicit(?!or)\w*|poach\w*|entic\w+)\b|\b(?:hire|employ|recruit|engage)\b[^.;]{0,60}\b(?:employees?|staff|personnel|team|people|workers?)\b|\bapproach\b[^.;]{0,60}\b(?:employees?|customers?|clients?|advertisers?|staff)\b", re.I
    )  # fmt: skip
    return _first(
        reading,
        lambda unit, words: (
            bool(
                subject.search(words)
                and re.search(r"\b(?:not|neither|no|refrain\w*|never|nor|without)\b|non-?solicit", words, re.I)
            )
            and not re.search(r"\bsolicit (?:bids|quotes|offers|feedback)|may (?:hire|engage|employ)", words, re.I)
        ),
    )


def exclusivity(reading: Reading, cast: Cast) -> Found | None:
    """True when the provider may not work for others during the term, False when the contract says they may."""
    free = re.compile(
        r"\bnon-?exclusive(?:ly)? (?:basis|engagement|relationship|provider|supplier|arrangement|agreement|appointment|services?|contract|contractor)\b|\b(?:is|are|be|remains?) (?:strictly )?(?:non-?exclusive|not exclusive)\b(?! (?:right|licen))|\bnot\b[^.;]{0,40}\bexclusively\b|^exclusivity\s*[:\t]\s*(?:none|no\b)|\b(?:free|entitled|permitted|at liberty) to (?:\w+ ){0,3}?(?:work|serve|write|provide|accept|perform|take|render|engage)[^.;]{0,40}\b(?:other|others|third|clients|customers)\b|\bmay (?:\w+ )?(?:work for|provide services to|perform services for|accept work from|render services to|take on|serve) (?:other|others|any other|additional)",
        re.I,
    )
    bound = re.compile(
        r"\b(?:shall|will|must|may|agrees?(?: to)?|undertakes?) not\b[^.;]{0,60}?\b(?:work (?:for|with)|provide (?:\w+ ){0,2}services|render|promote|perform (?:\w+ ){0,2}(?:work|services)|undertake (?:\w+ ){0,2}work|engage (?:in|with)|represent|accept (?:\w+ )?(?:work|engagements?)|compete)\b[^.;]{0,60}\b(?:other|others|compet\w+|similar|third|anyone|anybody|else|business)\b",
        re.I,
    )
    only = re.compile(
        r"(?<!non-)(?<!non)\bexclusive(?:ly)?\b(?![^.;]{0,60}\b(?:licen[cs]e|jurisdiction|remed))(?! (?:property|jurisdiction|right|rights|title|ownership|remed\w+|licen[cs]e|venue|use|of\b|and|control|possession|forum|owner))[^.;]{0,30}\b(?:for|to|basis|provider|supplier|services|agency|partner|engage\w*)\b|\bprovide (?:its |the |their )?services exclusively\b|\bsole and exclusive (?:provider|supplier|agency)\b",
        re.I,
    )
    for unit, words in _each(reading):
        if free.search(words):
            return Found(False, unit.start, unit.end)
        after = re.search(r"\b(?:after|following) (?:the )?(?:terminat|expir|end)", words, re.I) and not re.search(
            r"\bduring\b", words, re.I
        )
        if (
            (bound.search(words) or only.search(words))
            and not after
            and not _subject_is(words, cast, Holder.THEIRS)
            and not re.search(r"belong exclusively|jurisdiction|courts", words, re.I)
        ):
            return Found(True, unit.start, unit.end)
    return None


def _subject_is(words: str, cast: Cast, holder: Holder) -> bool:
    first = next(iter(cast.mentions(words)), None)
    return first is not None and first.start <= 12 and first.holder is holder


def transition_duty(reading: Reading, cast: Cast) -> Found | None:
    """Whether the provider must help with the hand-over when it ends."""
    help_ = re.compile(
        r"\b(?:transition\w*|hand-?over|hand(?:s|ing|ed)? (?:over|back)|knowledge transfer|phase-?out|wind-?down|orderly|transfer\w*\b[^.;]{0,40}\b(?:work|works|files|data|account|materials|successor|in progress)|work(?:s)? in (?:progress|process)|replacement|successor|take[sn]? over|next \w+er)\b",
        re.I,
    )
    duty = re.compile(
        r"\b(?:shall|will|must|agrees?|undertakes?|provides?|deliver\w*|cooperat\w*|co-operat\w*|assist\w*|hand(?:s|ing)?(?: over| back)|transfers?|hands|tell|'ll)\b",
        re.I,
    )
    end = re.compile(
        r"\b(?:terminat\w+|expir\w+|end(?:s|ed|ing)?\b|cancel\w*|completion|leav\w+|finish|takes? over|conclusion|stop\w*|wind-?down|any reason)",
        re.I,
    )
    for unit, words in _each(reading):
        context = f"{unit.heading} {words_of(reading.text, unit)}"
        if (
            help_.search(words)
            and duty.search(words)
            and end.search(context)
            and not _subject_is(words, cast, Holder.THEIRS)
        ):
            if re.search(r"\b(?:title|ownership|copyright|rights)\b", words, re.I) and not re.search(
                r"transition|hand|cooperat|assist", words, re.I
            ):
                continue
            if re.search(
                r"\bpa(?:y|id)\b[^.;]*\bwork in (?:progress|process)|\bsolicit|assign(?:ed)? to (?:a|any) successor",
                words,
                re.I,
            ):
                continue
            return Found(True, unit.start, unit.end)
    return None


def governing_law(reading: Reading, cast: Cast) -> Found | None:
    """The law that governs, as the contract names it."""
    patterns = (
        rf"(?i:\blaws?)(?:\s+(?i:in force|applicable|for the time being))*(?:\s+(?i:in|of))\s+(?:(?i:the)\s+)?(?P<place>{_PLACE})",
        rf"\b(?P<place>{_PLACE})\s+(?i:laws?)\b(?=[^.;]{{0,30}}(?i:govern|appl|control))",
        rf"(?i:subject to|governed by|governing law(?: is)?:?)\s+(?P<place>{_PLACE})(?=\s+(?i:law)|\s*[.;,]|$)",
    )
    for unit, words in _each(reading):
        headed = (
            re.search(r"\blaw\b|jurisdiction", unit.heading, re.I) is not None
            or re.fullmatch(rf"{_PLACE} law\.?", words.strip()) is not None
        )
        if not headed and not re.search(r"\blaws?\b", words, re.I):
            continue
        binds = re.search(
            r"\b(?:govern\w*|constru\w+|interpret\w+|controls?|subject to|follows?|under the laws?)\b", words, re.I
        ) or (len(words) < _SHORT and re.search(r"\bappl(?:y|ies)\b", words, re.I))
        if (not headed and not binds) or words.startswith('"'):
            continue
        if re.search(r"\b(?:incorporated|organi[sz]ed|existing|registered) (?:in|under)\b", words, re.I):
            continue
        match = next((m for m in (re.search(p, words) for p in patterns) if m), None)
        if match is None and headed:
            match = re.fullmatch(
                rf"(?:(?i:governing law|law|jurisdiction)\s*[:\t]\s*)?(?:(?i:the|laws? of)\s+)*(?P<place>{_PLACE})(?:\s+(?i:law))?\.?",
                words.strip(),
            )
        match = match or re.fullmatch(rf"(?P<place>{_PLACE}) law\.?", words.strip())
        if match and match["place"].lower() not in _NO_PLACE:
            return Found(re.sub(r"\s+", " ", match["place"]).rstrip(".,"), unit.start, unit.end)
    return None


# -- renewal ---------------------------------------------------------------------------------------------------------


def auto_renewal(reading: Reading, cast: Cast) -> Found | None:
    """True when the contract goes on for another term unless somebody objects; False when it says it does not."""
    no = re.compile(
        r"\b(?:shall|will|does|do|is|are|may) not (?:be )?(?:automatically |tacitly )?renew|\bno (?:automatic|tacit) (?:renewal|extension)|\bnot (?:automatically|tacitly) (?:renew|extend)|\bwithout automatic renewal",
        re.I,
    )
    yes = re.compile(
        r"\bautomatic(?:ally)?\b(?:\W+\w+){0,8}?\W+(?:renew|exten|roll|prolong|continu)\w*|\b(?:renew|exten|roll|prolong)\w*(?:\W+\w+){0,8}?\W+automatic|\bauto-?renew|\btacit\w* (?:renew|exten|prolong)|\bevergreen\b"
        r"|\b(?:it |plan|plans|subscription|agreement|contract|term|engagement|retainer)s? (?:then )?(?:renews?|rolls? over|rolls? on)\b|\b(?:shall|will|is|are) (?:then |thereafter )?(?:be )?(?:deemed )?(?:renew|extend|roll)(?:s|ed)?\b[^.;]{0,90}\b(?:successive|unless|further|additional|consecutive|each time)|\brolls? over\b", re.I
    )  # fmt: skip
    for unit, words in _each(reading):
        if no.search(words):
            return Found(False, unit.start, unit.end)
        if yes.search(words) and not re.search(
            r"insurance|option to renew|by (?:mutual )?(?:written )?agreement|domain", words, re.I
        ):
            return Found(True, unit.start, unit.end)
    return None
