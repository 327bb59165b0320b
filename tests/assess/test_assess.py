import re

import pytest

from coach import Coach, Settings
from coach.assess.assessor import _fair
from coach.assess.detector import Reading, SignReading
from coach.errors import ContentError, NotAboutClient
from coach.vocabulary.assessment import Action
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId
from tests.accounts import HEALTHY, PROGRAM_MANAGER, TOO_LITTLE

REFERENCE = re.compile(r"\[([a-z-]+#[a-z0-9-]+)\]")


@pytest.fixture(scope="module")
def coach(tmp_path_factory) -> Coach:
    return Coach(Settings(data_dir=tmp_path_factory.mktemp("data"), engine="builtin"))


def test_a_hard_case_is_read_with_quotes_that_stand_in_the_text(coach):
    answer = coach.assess(PROGRAM_MANAGER)
    assert {sign.id for sign in answer.signs} & {SignId.BACK_CHANNEL, SignId.FAILED_REPAIRS, SignId.MICROMANAGEMENT}
    for sign in (*answer.signs, *answer.possible):
        assert sign.evidence
        for evidence in sign.evidence:
            assert PROGRAM_MANAGER[evidence.start : evidence.end] == evidence.quote
    assert answer.verdict.action in {Action.EXIT, Action.REPAIR}
    assert answer.verdict.reasons
    assert answer.verdict.against
    assert answer.verdict.their_side
    assert answer.verdict.my_part
    assert answer.next_steps


def test_every_passage_a_sentence_names_is_cited_with_its_text(coach):
    answer = coach.assess(PROGRAM_MANAGER)
    named = {ref for line in (*answer.verdict.reasons, *answer.next_steps) for ref in REFERENCE.findall(line)}
    named |= {source for sign in answer.signs for source in sign.sources}
    cited = {citation.id for citation in answer.citations}
    assert named
    assert named <= cited
    assert all(citation.text for citation in answer.citations)


def test_a_healthy_client_is_kept_without_a_clear_sign(coach):
    answer = coach.assess(HEALTHY)
    assert answer.verdict.action is Action.KEEP
    assert answer.signs == ()


def test_too_little_is_answered_with_a_question(coach):
    answer = coach.assess(TOO_LITTLE)
    assert answer.verdict.action is Action.ASK
    assert answer.questions


def test_the_same_text_gives_the_same_answer(coach):
    assert coach.assess(PROGRAM_MANAGER) == coach.assess(PROGRAM_MANAGER)


def test_at_most_five_possible_signs_each_with_one_question(coach):
    answer = coach.assess(PROGRAM_MANAGER)
    assert len(answer.possible) <= 5
    assert all(possible.question.endswith("?") for possible in answer.possible)


def test_danger_is_named_first_with_where_to_turn(coach):
    text = "My client threatened to come to my house and hurt me because the website was late. He knows where I live."
    answer = coach.assess(text)
    assert answer.verdict.action is Action.EXIT_NOW
    assert "emergency" in answer.next_steps[0]


def test_a_teller_in_despair_is_seen(coach):
    text = (
        "The client wants it all redone again. I can't do this, I don't want to live any more. He rings me all night."
    )
    assert "You matter" in coach.assess(text).next_steps[0]


@pytest.mark.parametrize(
    "text",
    [
        "Preheat the oven to 180 degrees. Mix the flour with the sugar, add three eggs and the melted butter, and bake for forty minutes.",
        "The storm will reach the coast by the evening, bringing heavy rain and gusts of up to ninety kilometres an hour.",
        "def add(a, b):\n    # adds two numbers\n    return a + b\n\nprint(add(1, 2))",
        "asdf jkl qwer uiop zxcv bnm asdf jkl qwer",
    ],
)
def test_what_is_about_something_else_is_refused(coach, text):
    with pytest.raises(NotAboutClient) as refused:
        coach.assess(text)
    assert refused.value.exit_code == 2


class DreamingDetector:
    """Reports a sign with a quote that is not in the text."""

    name = "dreaming"

    def read(self, text: str) -> Reading:
        made_up = (Evidence(quote="he shouted", start=0, end=10),)
        sign = SignReading(id=SignId.VERBAL_ABUSE, confidence=1, clear=True, possible=True, evidence=made_up)
        return Reading(signs=(sign,), danger=made_up, tried=made_up)


def test_a_quote_that_is_not_in_the_text_is_dropped_and_its_sign_with_it(coach):
    dreaming = Coach(coach.settings)
    dreaming.__dict__["detector"] = DreamingDetector()
    found = dreaming.assess(HEALTHY)
    assert found.signs == ()
    assert found.verdict.action is Action.KEEP
    assert not any("he shouted" in line for line in (*found.verdict.reasons, *found.verdict.against))


def test_damaged_weights_are_named(tmp_path):
    from coach.assess.trained import load_head

    broken = tmp_path / "signs.npz"
    broken.write_bytes(b"not weights")
    with pytest.raises(ContentError, match=r"signs\.npz"):
        load_head(broken)


def test_a_long_text_and_odd_characters_are_read_whole(coach):
    text = (PROGRAM_MANAGER + "\n\n🙈 “quoted” – naïve é\u200b\n") * 12
    answer = coach.assess(text)
    for sign in answer.signs:
        assert all(evidence.is_in(text) for evidence in sign.evidence)


def test_whoever_tried_is_not_told_that_they_did_not(coach):
    answer = coach.assess(PROGRAM_MANAGER)
    assert not any("have not said that you raised it" in line for line in answer.verdict.against)
    assert not any("Have you told them directly" in line for line in answer.questions)


def test_praise_is_no_evidence_of_a_possible_sign():
    praise = Evidence(quote="They pay on the first of the month.", start=0, end=35)
    sign = SignReading(id=SignId.LOSING_MONEY, confidence=0.3, clear=False, possible=True, evidence=(praise,))
    assert _fair(sign, Reading(signs=(sign,), goodwill=(praise,))).evidence == ()
    assert _fair(sign.model_copy(update={"clear": True}), Reading(signs=(sign,), goodwill=(praise,))).evidence


def test_a_dictated_note_without_the_word_client_is_read(coach):
    text = (
        "okay so this is the lifts for the housing association we do the maintenance and the estate manager rings my mobile at "
        "night although the contract says next working day, he always signs the invoices though"
    )
    coach.subject.check(text)


DESPAIR = "I do the books for a chain of bakeries. They call at night, change the orders and owe me for May. {} I have told nobody."


@pytest.mark.parametrize(
    "words",
    [
        "I keep thinking everyone would be better off if I just didn't wake up.",
        "I'm so tired I'd like to go to sleep and not come back.",
        "There are days I wish I'd just vanish for good.",
        "At three in the morning I think the insurance would be worth more to them than I am.",
        "I wrote letters to my kids last night, in case.",
    ],
)
def test_somebody_who_may_not_want_to_go_on_is_spoken_to_first(coach, words):
    step = coach.assess(DESPAIR.format(words)).next_steps[0]
    assert "crisis line" in step
    assert "emergency number" in step


@pytest.mark.parametrize(
    "words",
    [
        "They are slow, but it is a steady job.",
        "My daughter says I should raise my rates.",
        "I like the baker, he brings me rolls on Fridays.",
    ],
)
def test_ordinary_trouble_brings_no_such_word(coach, words):
    assert not any("crisis line" in step for step in coach.assess(DESPAIR.format(words)).next_steps)


@pytest.mark.parametrize(
    "text",
    [
        "378 passed, 46 deselected in 104.79s (0:01:44)",
        "Ingredients: 200 g flour, 3 eggs, a pinch of salt. Mix, bake at 180 degrees for 40 minutes.",
        "Tomorrow it will be sunny in the south, with highs of 24 degrees and a light wind from the west.",
    ],
)
def test_what_nobody_tells_of_work_is_no_account(coach, text):
    with pytest.raises(NotAboutClient):
        coach.assess(text)


@pytest.mark.parametrize(
    "text",
    [
        "Client never pays on time. Third invoice overdue. Calls at night, shouts.",
        "Owner changes the brief weekly, refuses to pay for overruns, blames the team.",
        "They owe me for May and still send new lists every night, I am so tired.",
    ],
)
def test_a_few_words_in_telegram_style_are_an_account(coach, text):
    assert coach.assess(text).verdict.action
