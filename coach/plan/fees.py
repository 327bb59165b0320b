"""Fees: payment terms, what late payment costs, and what ending early costs, in the contract's words."""

import re
from collections.abc import Iterator

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.durations import Duration, durations, number
from coach.plan.ending import Reading
from coach.plan.periods import is_notice
from coach.plan.terms import Found, each, headed
from coach.plan.wording import fragment, says, wording

_LONGEST_TERM = 180  # days: nobody's payment term is longer


def payment_days(reading: Reading, cast: Cast) -> Found | None:
    """Days the customer has to pay; 0 when due on receipt."""
    best: tuple[int, Found] | None = None
    for unit, words in each(reading):
        for days, score in _periods(unit, words, cast):
            if score > 0 and (best is None or score > best[0]):
                best = score, Found(days, unit.start, unit.end)
    return best[1] if best else None


def _periods(unit: Unit, words: str, cast: Cast) -> Iterator[tuple[int, int]]:
    """Candidates of one sentence with their scores."""
    net = wording("net_days").search(words)
    days = (int(net["digits"]) if net["digits"] else number(net["only"] or "")) if net else None
    if days:
        yield days, 8
    if says("on_receipt", words) and not says("end_verb", words):
        yield 0, 6
    for period in durations(words):
        if not _ruled_out(unit, words, period, cast):
            yield period.days, _score(unit, words, period)


def _ruled_out(unit: Unit, words: str, period: Duration, cast: Cast) -> bool:
    """Whether `period` is plainly something else: a notice, a cure, a refund, a term, a payment we make."""
    before, after = words[: period.start], words[period.end :]
    if (
        period.days > _LONGEST_TERM
        or not says("payment_context", f"{unit.heading} {words}")
        or is_notice(words, period)
    ):
        return True
    if wording("after_a_notice").match(after) or wording("length_of_term").match(after):
        return True
    if says("not_payment_before", before):
        return True
    paying = r"\s+(?:shall|will|must|agrees to)?\s*(?:pay|refund|reimburse|remit)\b"
    payers = [mention for mention in cast.mentions(before) if re.match(paying, before[mention.end :] + " ", re.I)]
    return bool(payers) and payers[-1].holder is Holder.OURS


def _score(unit: Unit, words: str, period: Duration) -> int:
    """How likely `period` is the payment term; 0 or less: it is not."""
    before, after = words[: period.start], words[period.end :]
    reached, since = says("pay_within", before), wording("pay_since").match(after) is not None
    if not (reached or since):
        return 0
    score = 2 * reached + since
    score += 2 * bool(re.search(r"\binvoice|receipt|statement\b", words, re.I))
    score += 2 * bool(re.search(r"\b(?:pay(?:s|able)?|remit\w*|settle\w*|due|payment)\b", words, re.I))
    score += headed(unit, r"pay|fee|invoic|money|compensation")
    score -= 3 * bool(
        re.search(r"\b(?:late|overdue|past due|unpaid|not (?:been )?paid|fails?|interest)\b", before, re.I)
    )
    score -= 4 * (says("end_verb", words) or says("end_noun", words))
    return score - 3 * bool(
        re.search(r"\bexpenses?\b|\bdeposit\b|royalt", words, re.I) and "invoice" not in words.lower()
    )


def late_fee(reading: Reading, cast: Cast) -> Found | None:
    """What is added to a late payment, in the contract's words."""
    for unit, words in each(reading):
        context = f"{unit.heading} {words}"
        if not (says("late", context) and says("charge", context)):
            continue
        of_lateness = re.search(r"\binterest\b|late (?:fee|charge|payment)", words, re.I)
        if re.search(r"cancel|terminat|deposit|kill", words, re.I) and not of_lateness:
            continue
        value = _rate(words)
        if value:
            return Found(value, unit.start, unit.end)
    return None


def _rate(words: str) -> str | None:
    """ "1.5% per month", "8% above the base rate", "prime rate plus two percent"."""
    for pattern in (
        rf"(?:base|prime) rate plus {fragment('amount')}",
        rf"{fragment('amount')}{fragment('rate_tail')}",
        fragment("other_rate"),
    ):
        match = re.search(pattern, words, re.I)
        if match:
            return match[0].strip()
    return None


def fee_for_ending(reading: Reading, cast: Cast) -> Found | None:
    """A fee for ending early, whoever owes it, in the contract's words."""
    owed = re.compile(rf"{fragment('amount')}(?:\s+of\s+[^.;,]{{3,60}})?|\b{fragment('share_owed')}", re.I)
    for unit, words in each(reading):
        if says("no_fee_for_ending", words):
            continue
        name, amount = wording("fee_for_ending").search(words), owed.search(words)
        if name:
            return Found(amount[0].strip() if amount else name[0], unit.start, unit.end)
        cancelled = wording("they_cancel").search(words)
        if (
            cancelled
            and amount
            and says("must_pay", words)
            and not says("no_fee_but", words)
            and amount.start() > cancelled.start()
        ):
            return Found(amount[0].strip(), unit.start, unit.end)
    return None
