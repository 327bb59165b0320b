"""Items: the fourteen yes/no questions of the scorecard, each answered by code with the words it rests on."""

import re
from collections.abc import Callable

from coach.rehearse.account import Account, Mine, Theirs
from coach.rehearse.cues import found
from coach.rehearse.reading import ClientDoes
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import ActId, Answer, DebriefItem, Goal, ItemId

LONGEST_TURN = 90  # words
LONG_ON_AVERAGE = 55
MOST_APOLOGIES = 2
DECISION_DUE = 2

_DECIDES = (ActId.STATE_DECISION, ActId.REPEAT_DECISION)
_SOFT = (ActId.HEDGE_DECISION, ActId.GIVE_IN)


class Found(DebriefItem):
    """An item's answer before its note is worded; `counts` fill the note."""

    counts: dict[str, int] = {}


def answer_items(account: Account, goal: Goal) -> tuple[DebriefItem, ...]:
    """All fourteen, in their fixed order."""
    return tuple(_worded(_RULES[item](account, goal)) for item in ItemId)


def _worded(found: Found) -> DebriefItem:
    notes = coaching("debrief")["items"][found.id.value]
    note = str(notes.get(found.answer.value, "")).format_map(found.counts)
    return DebriefItem(id=found.id, answer=found.answer, quote=found.quote, turn=found.turn, note=note)


def _at(item: ItemId, answer: Answer, mine: Mine | None = None, quote: str | None = None, **counts: int) -> Found:
    return Found(id=item, answer=answer, quote=quote, turn=mine.turn if mine else None, counts=counts)


def _absent(item: ItemId, account: Account, *acts: ActId) -> Found:
    """Yes when none of `acts` was done, else no with the words."""
    hit = account.first(*acts)
    return _at(item, Answer.NO, *hit) if hit else _at(item, Answer.YES)


def _present(item: ItemId, account: Account, otherwise: Answer, *acts: ActId) -> Found:
    """Yes with the words when one of `acts` was done."""
    hit = account.first(*acts)
    return _at(item, Answer.YES, *hit) if hit else _at(item, otherwise)


def _decision_acts(goal: Goal) -> tuple[ActId, ...]:
    return (*_DECIDES, ActId.NAME_NEW_TERMS, ActId.PROPOSE_RESET) if goal is Goal.RESET else _DECIDES


def _said_decision(mine: Mine, goal: Goal) -> str | None:
    """The words of a turn that hold the decision; in a turn that rambles or dodges they must be words of one."""
    clear = not mine.heard.has(ActId.OVER_EXPLAIN, ActId.DODGE)
    for act in mine.heard.acts:
        shown = clear or act.id not in _DECIDES or found("tells_decision", act.quote)
        if act.id in _decision_acts(goal) and shown:
            return act.quote
    return None


def _first_decision(account: Account, goal: Goal) -> tuple[Mine, str] | None:
    said = ((mine, _said_decision(mine, goal)) for mine in account.mine)
    return next(((mine, quote) for mine, quote in said if quote is not None), None)


def _decision_clear(account: Account, goal: Goal) -> Found:
    item = ItemId.DECISION_CLEAR_BY_TURN_2
    for mine in account.mine[:DECISION_DUE]:
        quote = _said_decision(mine, goal)
        if quote is not None and not mine.heard.has(*_SOFT):
            return _at(item, Answer.YES, mine, quote)
    hedge = account.first(ActId.HEDGE_DECISION)
    return _at(item, Answer.NO, *hedge) if hedge and hedge[0].number <= DECISION_DUE else _at(item, Answer.NO)


def _stated_as_made(account: Account, goal: Goal) -> Found:
    """Yes when it was said, and never softened by a hedge before or after."""
    item = ItemId.STATED_AS_MADE
    hedge = account.first(ActId.HEDGE_DECISION)
    if hedge:
        return _at(item, Answer.NO, *hedge)
    said = _first_decision(account, goal)
    return _at(item, Answer.YES, *said) if said else _at(item, Answer.NO)


def _reason(account: Account, goal: Goal) -> Found:
    return _absent(ItemId.REASON_FACTUAL_OR_NONE, account, ActId.REASON_PERSON)


def _no_blame(account: Account, goal: Goal) -> Found:
    return _absent(ItemId.NO_BLAME, account, ActId.BLAME, ActId.INSULT)


def _feelings(account: Account, goal: Goal) -> Found:
    item = ItemId.FEELINGS_ACKNOWLEDGED_SPECIFICALLY
    empty: tuple[Mine, str] | None = None
    for mine in account.mine:
        quote = mine.heard.quote(ActId.ACKNOWLEDGE_FEELINGS)
        if quote is not None and mine.reading.specific:
            return _at(item, Answer.YES, mine, quote)
        empty = empty or ((mine, quote) if quote is not None else None)
    moved = any(ClientDoes.FEELS in theirs.line.does for theirs in account.theirs)
    if empty:
        return _at(item, Answer.NO, *empty)
    return _at(item, Answer.NO if moved else Answer.NOT_RELEVANT)


def _date(account: Account, goal: Goal) -> Found:
    """A day that is to come; the months of a reason are none, "after the summer" and "maybe next month" are none."""
    for mine, quote in account.each(ActId.NAME_DATE):
        to_come = found("tells_future", quote) or not found("tells_past", quote)
        if found("telling_hedge", quote) and not re.search(r"\d", quote):
            continue
        if to_come and found("date", quote):
            return _at(ItemId.DATE_NAMED, Answer.YES, mine, quote)
    return _at(ItemId.DATE_NAMED, Answer.NO)


def _contract(account: Account, goal: Goal) -> Found:
    """Asked for only where either side lets it be known that something was agreed."""
    said = (*(mine.text for mine in account.mine), *(theirs.text for theirs in account.theirs))
    otherwise = Answer.NO if any(found("client_agreed_before", text) for text in said) else Answer.NOT_RELEVANT
    for mine, quote in account.each(ActId.CITE_CONTRACT):
        if found("tells_contract", quote):
            return _at(ItemId.CONTRACT_NAMED, Answer.YES, mine, quote)
    return _at(ItemId.CONTRACT_NAMED, otherwise)


def _handover(account: Account, goal: Goal) -> Found:
    otherwise = Answer.NO if goal is Goal.EXIT else Answer.NOT_RELEVANT
    return _present(ItemId.HANDOVER_OFFERED, account, otherwise, ActId.OFFER_HANDOVER)


def _questions(account: Account, goal: Goal) -> Found:
    """Each question wants an answer in the next user turn, or its matter addressed in a later one."""
    item = ItemId.CLIENT_QUESTIONS_ANSWERED
    asked = [theirs for theirs in account.theirs if ClientDoes.ASKS in theirs.line.does and account.answer_to(theirs)]
    if not asked:
        return _at(item, Answer.NOT_RELEVANT)
    for theirs in asked:
        answer = account.answer_to(theirs)
        if answer is not None and not _answered(theirs, answer, account):
            return _at(item, Answer.NO, answer, answer.heard.quote(ActId.DODGE) or theirs.text)
    replied = account.first(ActId.ANSWER_QUESTION)
    return _at(item, Answer.YES, *replied) if replied else _at(item, Answer.YES)


def _answered(theirs: Theirs, answer: Mine, account: Account) -> bool:
    about = theirs.line.asks_about
    if answer.heard.has(ActId.DODGE):
        later = [mine for mine in account.mine if mine.turn > answer.turn]
        return about is not None and any(about in mine.reading.addresses for mine in later)
    answering = (
        ActId.ANSWER_QUESTION,
        ActId.REASON_FACTS,
        ActId.REASON_PERSON,
        ActId.OFFER_HANDOVER,
        ActId.NAME_DATE,
        ActId.NAME_NEW_TERMS,
        ActId.SET_BOUNDARY,
        ActId.GIVE_IN,
        ActId.CONCEDE,
        ActId.BARGAIN,
        ActId.GOODBYE,
        *_DECIDES,
    )
    return answer.heard.has(*answering) or about in answer.reading.addresses


def _boundary(account: Account, goal: Goal) -> Found:
    """Times tested, times held: a turn holds when it gives nothing away after an offer, a threat, a plea or a demand."""
    item = ItemId.BOUNDARY_HELD
    first = account.first(*_decision_acts(goal), ActId.HEDGE_DECISION)
    since = first[0].turn if first else len(account.mine) * 2
    tests = [theirs for theirs in account.theirs if theirs.turn > since and _tests(theirs, account.answer_to(theirs))]
    answers = [mine for mine in map(account.answer_to, tests) if mine is not None]
    if not answers:
        return _at(item, Answer.NOT_RELEVANT)
    broken = [mine for mine in answers if not _holds(mine)]
    counts = {"tested": len(answers), "held": len(answers) - len(broken)}
    if broken:
        quote = broken[0].heard.quote(ActId.GIVE_IN, ActId.BARGAIN, ActId.HEDGE_DECISION, ActId.OVER_APOLOGISE)
        return _at(item, Answer.NO, broken[0], quote, **counts)
    firm = next((mine for mine in answers if mine.heard.has(ActId.REPEAT_DECISION, ActId.SET_BOUNDARY)), answers[0])
    quote = firm.heard.quote(ActId.REPEAT_DECISION, ActId.SET_BOUNDARY) or firm.text
    return _at(item, Answer.YES, firm, quote, **counts)


def _tests(theirs: Theirs, answer: Mine | None) -> bool:
    """Whether a client's line tries the boundary: by its words, or because the answer defends it or gives it away."""
    if theirs.line.tests_the_decision:
        return True
    defended = (ActId.REPEAT_DECISION, ActId.SET_BOUNDARY, ActId.GIVE_IN, ActId.BARGAIN)
    return answer is not None and answer.heard.has(*defended) and ClientDoes.ACCEPTS not in theirs.line.does


def _holds(mine: Mine) -> bool:
    soft = mine.heard.has(ActId.HEDGE_DECISION, ActId.BARGAIN, ActId.OVER_APOLOGISE)
    return not mine.reading.gives_in and not soft


def _no_giving_in(account: Account, goal: Goal) -> Found:
    """Giving in counts unless the decision is kept in the same breath."""
    for mine in account.mine:
        quote = mine.heard.quote(ActId.GIVE_IN)
        if quote is not None and mine.reading.gives_in:
            return _at(ItemId.NO_GIVING_IN, Answer.NO, mine, quote)
    return _at(ItemId.NO_GIVING_IN, Answer.YES)


def _no_over_apology(account: Account, goal: Goal) -> Found:
    item = ItemId.NO_OVER_APOLOGY
    over = account.first(ActId.OVER_APOLOGISE)
    if over:
        return _at(item, Answer.NO, *over)
    sorry = [(mine, quote) for mine in account.mine if (quote := mine.heard.quote(ActId.APOLOGISE))]
    return _at(item, Answer.NO, *sorry[-1]) if len(sorry) > MOST_APOLOGIES else _at(item, Answer.YES)


def _brief(account: Account, goal: Goal) -> Found:
    item = ItemId.BRIEF
    longest = max(account.mine, key=lambda mine: mine.reading.words)
    average = sum(mine.reading.words for mine in account.mine) / len(account.mine)
    explained = account.first(ActId.OVER_EXPLAIN)
    if explained:
        return _at(item, Answer.NO, *explained)
    if longest.reading.words > LONGEST_TURN or average > LONG_ON_AVERAGE:
        return _at(item, Answer.NO, longest, longest.text)
    return _at(item, Answer.YES)


def _closed(account: Account, goal: Goal) -> Found:
    """The last word of the user's is a goodbye, or thanks or a next step with the decision still standing."""
    item = ItemId.CLOSED_PROPERLY
    last = account.mine[-1]
    spoilt = last.heard.has(ActId.GIVE_IN, ActId.INSULT, ActId.THREATEN, ActId.BLAME, ActId.HEDGE_DECISION)
    goodbye = last.heard.quote(ActId.GOODBYE)
    thanks = last.heard.quote(ActId.THANK)
    step = last.heard.quote(ActId.OFFER_HANDOVER, ActId.NAME_DATE)
    quote = goodbye or (thanks if thanks and step else None)
    if quote and not spoilt:
        return _at(item, Answer.YES, last, quote)
    return _at(item, Answer.NO, last)


_RULES: dict[ItemId, Callable[[Account, Goal], Found]] = {
    ItemId.DECISION_CLEAR_BY_TURN_2: _decision_clear,
    ItemId.STATED_AS_MADE: _stated_as_made,
    ItemId.REASON_FACTUAL_OR_NONE: _reason,
    ItemId.NO_BLAME: _no_blame,
    ItemId.FEELINGS_ACKNOWLEDGED_SPECIFICALLY: _feelings,
    ItemId.DATE_NAMED: _date,
    ItemId.CONTRACT_NAMED: _contract,
    ItemId.HANDOVER_OFFERED: _handover,
    ItemId.CLIENT_QUESTIONS_ANSWERED: _questions,
    ItemId.BOUNDARY_HELD: _boundary,
    ItemId.NO_GIVING_IN: _no_giving_in,
    ItemId.NO_OVER_APOLOGY: _no_over_apology,
    ItemId.BRIEF: _brief,
    ItemId.CLOSED_PROPERLY: _closed,
}
