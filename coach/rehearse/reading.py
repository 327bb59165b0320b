"""Reading: what a turn holds beyond its acts, and what a client's line does; plain patterns, no judgement."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from coach.rehearse.asked import COURTESIES, Question, question_in
from coach.rehearse.cues import cues, found, straight
from coach.sentences import sentences
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import ActId, AgendaItem, Heard

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_MAX_HEDGE_WORDS = 5
_QUOTED_WORDS = (2, 7)
_SAME = 0.75  # of the words of two turns are common: they say the same
_ANSWER_WORDS = 3  # fewer answer nothing but whether it is final
_REASON_WORDS = 5  # fewer give no reason
_MORE_THAN_THE_DECISION = 3  # words beside the decision and its date; with fewer a turn says nothing else
_LONG_DECISION = 8  # words; one as long may hold its reason
_DECISION = (ActId.STATE_DECISION, ActId.REPEAT_DECISION)
_NEWS = (*_DECISION, ActId.HEDGE_DECISION, ActId.PROPOSE_RESET, ActId.NAME_NEW_TERMS)
_BARE = (*_DECISION, ActId.NAME_DATE, ActId.CITE_CONTRACT)
_TELLS = (ActId.OFFER_HANDOVER, ActId.REASON_FACTS)
_REPROACHES = (ActId.BLAME, ActId.INSULT, ActId.THREATEN, ActId.REASON_PERSON, ActId.LECTURE)
_LIGHT = (ActId.GREET, ActId.THANK, ActId.GOODBYE, ActId.ANSWER_QUESTION, ActId.DODGE, ActId.ASK)
_BY_ACT: dict[AgendaItem, tuple[ActId, ...]] = {
    AgendaItem.WHY: (ActId.REASON_FACTS, ActId.REASON_PERSON),
    AgendaItem.MY_PROJECT: (ActId.OFFER_HANDOVER,),
    AgendaItem.CAN_WE_FIX_IT: (ActId.PROPOSE_RESET, ActId.NAME_NEW_TERMS),
}
_TOPICS = {item: f"topic_{item.value}" for item in AgendaItem}


class Reading(Value):
    """A turn as the director needs it; `hedge` and `said` are verbatim words of it that the client may quote back."""

    heard: Heard
    words: int
    hedge: str | None = None
    said: str | None = None
    specific: bool = False
    abusive: bool = False
    addresses: tuple[AgendaItem, ...] = ()
    asks: Question | None = None  # what it asks the client and waits to hear
    echoes: int = 0  # earlier turns of the user's that said the same
    leaves: bool = False  # whether it ends on a goodbye
    retracts: bool = False  # whether its words take something back, beyond the listener's impression

    @property
    def hedged(self) -> bool:
        """Whether the decision was made soft."""
        return self.heard.has(ActId.HEDGE_DECISION)

    @property
    def gives_in(self) -> bool:
        """Whether the decision was dropped, in words that show it, with nothing in the same turn that keeps it."""
        keeps = (ActId.NAME_NEW_TERMS, ActId.SET_BOUNDARY, ActId.CITE_CONTRACT)
        dropped = self.heard.has(ActId.GIVE_IN) and self.retracts
        return dropped and not self.firm_beside_giving_in and not self.heard.has(*keeps)

    @property
    def firm_beside_giving_in(self) -> bool:
        """Whether the decision is kept in the turn, whatever else is given up in it."""
        return self.heard.has(*_DECISION) and not self.heard.has(ActId.HEDGE_DECISION)

    @property
    def firm(self) -> bool:
        """Whether the decision was said, or said again, without softening it, trading it or dropping it."""
        soft = (ActId.HEDGE_DECISION, ActId.GIVE_IN, ActId.BARGAIN)
        return self.heard.has(*_DECISION) and not self.heard.has(*soft)


def read(
    text: str,
    heard: Heard,
    client_line: str = "",
    asked: AgendaItem | None = None,
    earlier: Sequence[str] = (),
) -> Reading:
    """Look closer at a turn that was heard; `asked` is the client's question before it, as the director knows it, and
    `earlier` are the user's turns before it."""
    echoes = sum(same(text, before) for before in earlier)
    return Reading(
        heard=heard,
        words=len(text.split()),
        hedge=_hedging_words(heard),
        said=_quotable(heard),
        specific=is_specific(heard.quote(ActId.ACKNOWLEDGE_FEELINGS) or "", client_line),
        abusive=found("abuse", text) is not None,
        addresses=_addressed(text, heard, asked, echoes),
        asks=_question(text, heard),
        echoes=echoes,
        leaves=_leaves(text, heard),
        retracts=found("give_in", text) is not None or found("tells_giving_in", text) is not None,
    )


def same(text: str, other: str) -> bool:
    """Whether two turns say the same in nearly the same words."""
    one, two = _words(text), _words(other)
    return len(one & two) >= _SAME * max(len(one | two), 1)


def _question(text: str, heard: Heard) -> Question | None:
    """The question that is left standing: not one before what the user came to say, nor a courtesy beside it, nor one that is
    a reproach or that the user answers themselves."""
    question = question_in(text)
    if question is None:
        return None
    news = [text.find(act.quote) for act in heard.acts if act.id in _NEWS]
    own_answer = [text.find(act.quote) for act in heard.acts if act.id in _TELLS and question.about is None]
    reproach = any(
        act.id in _REPROACHES and (act.quote in question.text or question.text in act.quote) for act in heard.acts
    )
    settled = (question.about in COURTESIES and news) or any(start > question.start for start in (*news, *own_answer))
    return None if settled or reproach else question


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(straight(text)))


def _leaves(text: str, heard: Heard) -> bool:
    """Whether the turn's last sentence, before the name under an e-mail, is a goodbye."""
    said = [text[start:end] for start, end in sentences(text)]
    last = next((one for one in reversed(said) if not found("signs_off", one)), "")
    return heard.has(ActId.GOODBYE) and "?" not in last and found("tells_goodbye", last) is not None


def is_specific(acknowledgement: str, client_line: str = "") -> bool:
    """Whether an acknowledgement is about something: words beyond the stock phrases, or the client's own words.

    How bad the speaker feels about it ("I really hate doing this to you") is about nobody but the speaker.
    """
    if not acknowledgement or found("tells_no_acknowledgement", acknowledgement):
        return False
    rest = [word.lower() for word in _WORD.findall(cues()["stock_words"].sub(" ", straight(acknowledgement)))]
    own = {word.lower() for word in _WORD.findall(client_line) if len(word) > 2}
    return any(len(word) > 3 or word in own for word in rest)


def _addressed(text: str, heard: Heard, asked: AgendaItem | None, echoes: int) -> tuple[AgendaItem, ...]:
    """The agenda items a turn says something about; the one asked only if it was not dodged.

    A bare word, the bare decision, or words they have heard before, answer nothing but whether it is final.
    """
    dodged = heard.has(ActId.DODGE)
    words = len(text.split())
    says_something = words >= _ANSWER_WORDS and not echoes and not _is_bare(text, heard)
    reasons = words >= _REASON_WORDS and says_something
    items = []
    for item in AgendaItem:
        by_act = heard.has(*_BY_ACT.get(item, ())) and (reasons or item is not AgendaItem.WHY)
        by_answer = item is asked and heard.has(ActId.ANSWER_QUESTION, *_BY_ACT.get(item, ()))
        enough = reasons if item is AgendaItem.WHY else says_something
        by_answer = by_answer and (enough or item is AgendaItem.IS_FINAL)
        by_topic = item not in (AgendaItem.WHY, AgendaItem.IS_FINAL) and found(_TOPICS[item], text) is not None
        firm = item is AgendaItem.IS_FINAL and heard.has(*_DECISION) and not heard.has(ActId.HEDGE_DECISION)
        refused = (
            item is AgendaItem.CAN_WE_FIX_IT and item is asked and heard.has(ActId.REPEAT_DECISION, ActId.SET_BOUNDARY)
        )
        informative = heard.has(
            ActId.ANSWER_QUESTION,
            ActId.OFFER_HANDOVER,
            ActId.NAME_NEW_TERMS,
            ActId.NAME_DATE,
            *_DECISION,
        )
        spoken_of = by_act or by_answer or firm or refused or (by_topic and informative)
        if spoken_of and not (dodged and item is asked):
            items.append(item)
    return tuple(items)


def _is_bare(text: str, heard: Heard) -> bool:
    """Whether a turn holds the decision, its date or its ground and nothing that would answer another question."""
    bare = {act.quote for act in heard.acts if act.id in _BARE}
    more = [act.quote for act in heard.acts if act.id not in (*_BARE, *_LIGHT)]
    if not bare or any(quote not in bare or len(quote.split()) >= _LONG_DECISION for quote in more):
        return False
    for quote in bare:
        text = text.replace(quote, " ")
    return len(_WORD.findall(text)) < _MORE_THAN_THE_DECISION


def _hedging_words(heard: Heard) -> str | None:
    """The most telling run of hedging words in the hedge, verbatim, so that the client can pounce on it."""
    quote = heard.quote(ActId.HEDGE_DECISION)
    if quote is None:
        return None
    runs: list[tuple[int, int]] = []
    for match in cues()["hedge"].finditer(straight(quote)):
        start, end = match.span()
        if runs and start - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    candidates = [quote[start:end].strip(" ,.;") for start, end in runs]
    fitting = [words for words in candidates if 1 <= len(words.split()) <= _MAX_HEDGE_WORDS]
    return max(fitting, key=lambda words: (found("telling_hedge", words) is not None, len(words)), default=None)


def _quotable(heard: Heard) -> str | None:
    """A few verbatim words of the turn that stand on their own, for "You said '…'"."""
    for act in heard.acts:
        if act.id in (
            *_DECISION,
            ActId.SET_BOUNDARY,
            ActId.REASON_FACTS,
            ActId.NAME_NEW_TERMS,
            ActId.HEDGE_DECISION,
        ):
            words = act.quote.strip(" .!,;:?\"'")
            if _QUOTED_WORDS[0] <= len(words.split()) <= _QUOTED_WORDS[1] and "'" not in straight(words).replace(
                "'", "", 2
            ):
                return words
    return None


class ClientDoes(StrEnum):
    """What a line of the client does to the user, as a transcript shows it."""

    ASKS = "asks"
    OFFERS = "offers"
    THREATENS = "threatens"
    DEMANDS = "demands"
    RESISTS = "resists"
    FEELS = "feels"
    ACCEPTS = "accepts"


class ClientLine(Value):
    """A client's line read by its surface: what it does, and which agenda item it asks about if one can be told."""

    does: frozenset[ClientDoes]
    asks_about: AgendaItem | None = None

    @property
    def tests_the_decision(self) -> bool:
        """Whether it tries the user's boundary: an offer, a threat, a demand or a plain refusal."""
        tests = {
            ClientDoes.OFFERS,
            ClientDoes.THREATENS,
            ClientDoes.DEMANDS,
            ClientDoes.RESISTS,
        }
        return bool(self.does & tests)


_ASKS_ABOUT = {
    "client_asks_was_it_me": AgendaItem.WAS_IT_ME,
    "client_asks_money": AgendaItem.MONEY,
    "client_asks_who": AgendaItem.WHO_TAKES_OVER,
    "client_asks_fix": AgendaItem.CAN_WE_FIX_IT,
    "client_asks_why": AgendaItem.WHY,
    "client_asks_is_final": AgendaItem.IS_FINAL,
    "client_asks_my_project": AgendaItem.MY_PROJECT,
}
_CUES_OF = {
    ClientDoes.OFFERS: "client_offers",
    ClientDoes.THREATENS: "client_threatens",
    ClientDoes.DEMANDS: "client_demands",
    ClientDoes.RESISTS: "client_resists",
    ClientDoes.FEELS: "client_feels",
    ClientDoes.ACCEPTS: "client_accepts",
}


def read_client(line: str) -> ClientLine:
    """What a client's line does, from its words alone."""
    does = {kind for kind, cue in _CUES_OF.items() if found(cue, line)}
    about = next((item for cue, item in _ASKS_ABOUT.items() if found(cue, line)), None)
    if asks(line):
        does.add(ClientDoes.ASKS)
    return ClientLine(does=frozenset(does), asks_about=about if ClientDoes.ASKS in does else None)


def asks(line: str) -> bool:
    """Whether the line asks something that wants an answer; rhetorical outbursts do not."""
    plain = straight(line)
    if "?" in plain:
        return any("?" in part and not found("no_question", part) for part in re.split(r"(?<=[.!?])\s+", plain))
    return re.search(r"^(?:why|what|when|who|how|which)\b|\b(?:give me|tell me)\b", plain, re.I) is not None
