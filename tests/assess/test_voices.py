"""In a thread each voice is read for what it can tell: conduct from their words, facts from anybody's."""

import pytest

from coach.assess.assessor import assess
from coach.assess.detector import Reading, SignReading
from coach.library.passages import Shelf
from coach.situation import Situation
from coach.vocabulary.assessment import Action
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

WORDS = {SignId.VERBAL_ABUSE: "you are an idiot", SignId.LOSING_MONEY: "invoice is still open"}
HEAD = "From: Dana <dana@harbour.example>\nTo: Sam <sam@okafor.example>\nSubject: site\n\n{theirs}\n\n"
REPLY = "On 3 May 2026 Sam <sam@okafor.example> wrote:\n> {mine}\n"


class ByWords:
    """Sees a sign where its words stand."""

    name = "by words"

    def read(self, text: str) -> Reading:
        return Reading(signs=tuple(self._sign(sign, text) for sign in SignId))

    def _sign(self, sign: SignId, text: str) -> SignReading:
        at = text.find(WORDS.get(sign, "\0"))
        quote = (Evidence.at(text, at, at + len(WORDS[sign])),) if at >= 0 else ()
        sure = 1.0 if quote else 0.0
        return SignReading(id=sign, confidence=sure, clear=bool(quote), possible=bool(quote), evidence=quote)


class Leaning(ByWords):
    """The same, sure that fair readers would keep them."""

    def read(self, text: str) -> Reading:
        leanings = dict.fromkeys(Action, 0.0) | {Action.KEEP: 1.0}
        return super().read(text).model_copy(update={"leanings": leanings})


def signs(theirs: str, mine: str, before: str = "") -> set[SignId]:
    text = before + HEAD.format(theirs=theirs) + REPLY.format(mine=mine)
    found = assess(Situation.from_text(text), ByWords(), Shelf.built_in().get)
    for sign in found.signs:
        assert all(evidence.is_in(text) for evidence in sign.evidence)
    return {sign.id for sign in found.signs}


def test_what_they_write_is_evidence_of_how_they_behave():
    assert signs("To be frank, you are an idiot and I want it now.", "Please be patient.") == {SignId.VERBAL_ABUSE}


def test_what_the_user_writes_to_them_is_not():
    assert signs("Could you send the draft again, please?", "Honestly, you are an idiot and I quit.") == set()


def test_what_is_so_may_be_told_by_either_side():
    assert signs("Could you send the draft again?", "By the way, the invoice is still open.") == {SignId.LOSING_MONEY}


def test_the_account_around_a_thread_counts_in_full():
    told = "My client told me on the phone: you are an idiot. Here is the thread.\n\n"
    assert signs("See you on Monday then.", "See you there.", told) == {SignId.VERBAL_ABUSE}


def test_a_quotation_of_their_words_is_not_evidence_twice():
    text = HEAD.format(theirs="I said it before: you are an idiot.") + (
        "From: Sam <sam@okafor.example>\nTo: Dana <dana@harbour.example>\nSubject: site\n\nPlease stop.\n\n"
        "On 3 May 2026 Dana <dana@harbour.example> wrote:\n> I said it before: you are an idiot.\n"
    )
    situation = Situation.from_text(text)
    assert situation.thread is not None
    assert situation.thread.readable(text).count("you are an idiot") == 1


@pytest.mark.parametrize("mine", ["By the way, the invoice is still open.", None])
def test_a_thread_is_judged_by_the_rules_alone(mine):
    """The judges of whole accounts learnt no threads."""
    text = HEAD.format(theirs="The invoice is still open, I know.") + (REPLY.format(mine=mine) if mine else "")
    situation = Situation.from_text(text)
    assert situation.thread is not None
    verdicts = {assess(situation, one, Shelf.built_in().get).verdict.action for one in (ByWords(), Leaning())}
    assert len(verdicts) == 1
    alone = Situation.from_text("We built their shop, and the invoice is still open after all these months of asking.")
    assert assess(alone, Leaning(), Shelf.built_in().get).verdict.action is Action.KEEP
