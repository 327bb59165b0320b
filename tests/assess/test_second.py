"""The second reading: a model reads the same text; its quotes are checked, where it differs the user is asked, and it settles nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.assess.intake import SIGN
from coach.assess.model_reader import LONGEST_PART, MOST_PARTS, parts_of
from coach.assess.quoting import find_quote
from coach.assess.second import about
from coach.assess.trained import TrainedDetector
from coach.coach import Coach
from coach.errors import ModelRefused
from coach.llm.messages import estimated_tokens
from coach.settings import Settings
from coach.vocabulary.assessment import Assessment, Dropped
from coach.vocabulary.intake import Answer
from coach.vocabulary.signs import SignId
from tests.faults.openai_server import Server, serving
from tests.llm.scripted import block, opinions, signs_asked, user_text

pytestmark = pytest.mark.filterwarnings("ignore")
ACCOUNT = (
    "I do the books for a builder called Bartholomew Dray of Kestrel Homes Ltd. I am Ines Moreau. He shouts at my assistant and "
    "called her useless twice last month. He has not paid the invoices for February and March, $3,850 in all. Every week he asks "
    "for a new report that was never agreed. I talked to him twice about paying, and nothing changed."
)
NEW_REPORT = "Every week he asks for a new report that was never agreed."


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Coach:
    return Coach(Settings(engine="builtin", data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def alone(ready: Coach) -> Assessment:
    """What the built-in engine reads."""
    return ready.assess(ACCOUNT)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.say = opinions
        yield running


@pytest.fixture
def coach_on(server: Server, tmp_path: Path, ready: Coach):
    def make(model: str = "fine", **more) -> Coach:
        more = {"api_base": server.base, "api_key": "k", "model_timeout": 120, "redact": "always"} | more
        coach = Coach(Settings(model=f"openai/{model}", data_dir=tmp_path, **more))
        coach.detector, coach.subject, coach.encoder = ready.detector, ready.subject, ready.encoder
        return coach

    return make


def saying(**said):
    return lambda asked: opinions(asked, **said)


def test_every_sign_is_asked_about_once_and_names_and_sums_stay_here(server, coach_on):
    coach_on().assess(ACCOUNT)
    asked = [sign for one in server.asked for sign in signs_asked(one)]
    assert sorted(asked) == sorted(SignId)
    for one in server.asked:
        assert not [word for word in ("Bartholomew", "Dray", "Kestrel", "Moreau", "3,850") if word in str(one)]
        assert "He shouts at my assistant" in block(one, "account")


def test_a_model_that_sees_nothing_changes_no_sign_and_no_verdict_and_the_user_is_asked(server, coach_on, alone):
    found = coach_on().assess(ACCOUNT)
    assert (found.signs, found.verdict) == (alone.signs, alone.verdict)
    assert found.second is not None
    assert found.second.doubts == tuple(one for one in SignId if one in {sign.id for sign in alone.signs})
    asked = {question.id for question in found.asks}
    assert {f"{SIGN}{sign.id}" for sign in alone.signs} <= asked
    assert any("two readings differ" in question for question in found.questions)


def test_what_it_alone_sees_is_a_question_with_the_users_own_words(server, coach_on, alone):
    missed = next(sign for sign in (SignId.OPPORTUNITY_COST, SignId.PESSIMISM) if sign not in _named(alone))
    server.say = saying(**{missed: {"quotes_for": ["every week he asks for a new report"], "answer": "yes"}})
    found = coach_on().assess(ACCOUNT)
    added = next(one for one in found.possible if one.id is missed)
    assert ACCOUNT[added.evidence[0].start : added.evidence[0].end] == "Every week he asks for a new report"
    assert found.second.adds == (missed,)
    assert (found.signs, found.verdict.action) == (alone.signs, alone.verdict.action)


def test_the_users_answer_settles_what_the_model_raised(server, coach_on):
    server.say = saying(pessimism={"quotes_for": ["every week he asks for a new report"], "answer": "yes"})
    coach = coach_on()
    answered = coach.situation(ACCOUNT).with_answers(Answer(question="sign:pessimism", choice="yes"))
    assert SignId.PESSIMISM in {sign.id for sign in coach.assess(answered).signs}
    denied = coach.situation(ACCOUNT).with_answers(Answer(question="sign:pessimism", choice="no"))
    assert SignId.PESSIMISM not in _named(coach.assess(denied))


def test_quotes_signs_and_citations_that_do_not_hold_are_dropped_counted_and_told(server, coach_on, alone):
    server.say = saying(
        losing_money={
            "quotes_for": ["He has not paid the invoices for February and March", "He laughed at my invoice"],
            "answer": "yes",
            "passages": ["eight-reasons#money", "made-up#1"],
        },
        wellbeing_toll={"quotes_for": ["I have not slept for weeks", "the"], "answer": "yes"},
    )
    found = coach_on().assess(ACCOUNT)
    assert found.second.dropped == Dropped(quotes=3, signs=1, citations=1)
    assert SignId.WELLBEING_TOLL not in found.second.adds
    told = " ".join(about(found.second))
    for part in (
        "3 quotes that do not stand in your text",
        "one sign without a quote",
        "one passage that it was not given",
    ):
        assert part in told
    assert all(quote.is_in(ACCOUNT) for one in (*found.signs, *found.possible) for quote in one.evidence)
    assert "made-up#1" not in {source for one in found.signs for source in one.sources}
    money = next(one for one in found.signs if one.id is SignId.LOSING_MONEY)
    assert money.sources[0] == "eight-reasons#money"


def test_a_sign_that_was_not_asked_for_or_comes_twice_is_dropped(server, coach_on):
    def say(asked) -> str:
        answer = json.loads(opinions(asked))
        answer["signs"] = [*answer["signs"][:5], answer["signs"][0], answer["signs"][0] | {"id": "team_toll"}]
        return json.dumps(answer)

    server.say = say
    found = coach_on().assess(ACCOUNT)
    assert found.second.dropped.answers == 5  # one twice in each request, and team_toll where it was not asked for
    assert len(found.second.unread) == 5
    assert "no usable answer on 5 signs" in " ".join(about(found.second))


def test_both_readings_make_a_possible_sign_clear_only_where_the_verdict_stays(server, coach_on, alone):
    every = {sign: {"quotes_for": [NEW_REPORT], "answer": "yes"} for sign in SignId}
    server.say = saying(**every)
    found = coach_on().assess(ACCOUNT)
    assert found.verdict.action is alone.verdict.action
    assert {sign.id for sign in alone.signs} <= {sign.id for sign in found.signs}
    seen = {sign.id for sign in TrainedDetector().read(ACCOUNT).signs if sign.clear or sign.possible}
    assert {sign.id for sign in found.signs} <= seen  # nothing that the built-in reading did not see is clear


def test_the_reading_is_remembered_so_that_an_answer_asks_no_model_again(server, coach_on):
    coach = coach_on()
    situation = coach.situation(ACCOUNT)
    coach.assess(situation)
    before = len(server.asked)
    coach.assess(situation.with_answers(Answer(question="raised", choice="once")))
    assert len(server.asked) == before == 3


def test_other_steps_ask_no_model_for_the_signs(server, coach_on):
    coach_on().prep_card(ACCOUNT)
    assert server.asked == []


FAULTS = {
    "status-401": "key was not accepted",
    "status-503": "not available",
    "prose": "did not keep to the form",
    "schema": "did not keep to the form",
    "empty": "empty answer",
    "refusal": "did not keep to the form",
    "quota": "quota",
    "cut": "broke off",
    "big": "did not keep to the form",
    "german": "did not keep to the form",
    "leak": "did not keep to the form",
}


@pytest.mark.parametrize("how", FAULTS)
def test_a_fault_gives_the_built_in_reading_and_one_line_that_says_so(server, coach_on, alone, how):
    found = coach_on(how).assess(ACCOUNT)
    assert (found.signs, found.possible, found.verdict, found.engine) == (
        alone.signs,
        alone.possible,
        alone.verdict,
        "builtin",
    )
    assert found.second is None
    assert "the built-in engine read alone" in (found.degraded_because or "")
    assert FAULTS[how] in (found.degraded_because or "")
    assert "\n" not in (found.degraded_because or "")


def test_after_a_fault_an_answer_does_not_ask_again_and_reading_again_does(server, coach_on):
    coach = coach_on("status-401")
    situation = coach.situation(ACCOUNT)
    coach.assess(situation)
    before = len(server.asked)
    assert coach.assess(situation, again=False).degraded_because
    assert len(server.asked) == before
    server.repaired = True
    assert coach.assess(situation).second is not None


def test_signs_whose_request_failed_are_the_built_in_engines_and_named(server, coach_on, alone):
    server.say = lambda asked: "no form" if "disrespect" not in signs_asked(asked) else opinions(asked)
    found = coach_on().assess(ACCOUNT)
    assert len(found.second.unread) == 14
    assert "no usable answer on 14 signs" in " ".join(about(found.second))
    assert found.verdict == alone.verdict


def test_made_up_quotes_and_citations_leave_the_built_in_reading_as_it_is(server, coach_on, alone):
    invented = {
        "quotes_for": ["He threw a chair at the wall of the office"],
        "answer": "yes",
        "passages": ["x#1", "y#2"],
    }
    server.say = saying(**dict.fromkeys(SignId, invented))
    found = coach_on().assess(ACCOUNT)
    assert (found.signs, found.verdict) == (alone.signs, alone.verdict)
    assert found.second.dropped == Dropped(quotes=21, signs=21, citations=42)


def test_the_preview_is_what_is_sent(server, coach_on):
    coach = coach_on()
    shown = coach.preview_assessment(ACCOUNT)
    assert server.asked == []
    coach.assess(ACCOUNT)
    sent = [one["messages"] for one in server.asked]
    assert [[message.model_dump() for message in request] for request in shown.requests] == sent
    assert shown.hidden["PERSON_1"] == "Bartholomew"
    assert "AMOUNT_1" in shown.hidden


def test_without_a_model_there_is_nothing_to_preview(ready):
    assert ready.preview_assessment(ACCOUNT) is None
    assert ready.previews(ACCOUNT) == {}


def test_every_step_can_be_previewed_for_one_case(server, coach_on):
    shown = coach_on().previews(ACCOUNT)
    assert list(shown) == ["assess", "rehearse", "draft"]
    for preview in shown.values():
        assert preview.redacted
        assert preview.tokens == estimated_tokens("".join(message.content for message in preview.messages))
        assert not [word for word in ("Bartholomew", "Kestrel", "3,850") if word in str(preview.requests)]
    assert server.asked == []


def test_the_users_own_files_may_be_cited(server, coach_on, tmp_path):
    note = tmp_path / "house-rules.md"
    note.write_text(
        "# Late payment\n\nAn invoice that is thirty days late stops all work, says our house rule on late and unpaid invoices. "
        "The engagement must pay: costs over fees are a reason to leave.\n" * 2
    )
    coach = coach_on()
    coach.add([note])
    own: list[str] = []

    def say(asked) -> str:
        own.extend(re.findall(r"^([\w-]+#[\w-]+): .*house rule", block(asked, "passages"), re.M))
        quoted = {"quotes_for": ["He has not paid the invoices for February and March"], "answer": "yes"}
        return opinions(asked, losing_money=quoted | {"passages": own[:1]})

    server.say = say
    found = coach.assess(ACCOUNT)
    assert own
    money = next(one for one in found.signs if one.id is SignId.LOSING_MONEY)
    assert money.sources[0] == own[0]
    assert own[0] in {citation.id for citation in found.citations}


def test_in_a_thread_the_users_own_messages_do_not_show_how_the_other_side_behaves(server, coach_on):
    thread = (
        "From: Ines Moreau <ines@books.example>\nTo: Bartholomew Dray <dray@kestrel.example>\nSubject: February\n\n"
        "This is a shameless way to treat people, you useless man.\n\n"
        "From: Bartholomew Dray <dray@kestrel.example>\nTo: Ines Moreau <ines@books.example>\nSubject: Re: February\n\n"
        "The invoice will be paid on Friday. You are my best supplier and I am a difficult client, I know.\n"
    )
    server.say = saying(
        disrespect={"quotes_for": ["This is a shameless way to treat people"], "answer": "yes"},
        losing_money={"quotes_for": ["invoice will be paid on Friday"], "answer": "perhaps"},
    )
    coach = coach_on(redact="never")
    found = coach.assess(coach.situation(thread, me="ines@books.example"))
    assert found.second.dropped.own_words == 1
    assert "Ines Moreau" in user_text(server.asked[0]).split("The account")[0]


def test_a_long_account_is_sent_in_parts_and_a_longer_one_is_refused(server, coach_on):
    long = "\n\n".join(f"{ACCOUNT} This was week {number}." for number in range(60))
    assert len(long) > LONGEST_PART
    assert "".join(parts_of(long)) == long
    assert all(len(part) <= LONGEST_PART for part in parts_of(long))
    coach_on().assess(long)
    assert len(server.asked) == 3 * len(parts_of(long))
    assert "part 2 of 2" in user_text(server.asked[1])
    with pytest.raises(ModelRefused, match="at most"):
        parts_of("word " * (LONGEST_PART * MOST_PARTS // 4))


TEXT = "She said: “we don’t pay\n> for that – ever”. It was fine. Then she said it again."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('"we don\'t pay for that - ever"', "we don’t pay\n> for that – ever"),
        ("WE DON'T PAY FOR THAT", "we don’t pay\n> for that"),
        ("It was fine.", "It was fine"),
        ("it was", None),  # too little to show anything
        ("we don't pay for it", None),
        ("e don't pay for tha", None),  # half words
        ("", None),
    ],
)
def test_a_quote_is_found_as_the_text_has_it(quote, found):
    place = find_quote(quote, TEXT)
    assert (place and TEXT[place.start : place.end]) == found


def _named(found: Assessment) -> set[SignId]:
    return {sign.id for sign in found.signs} | {sign.id for sign in found.possible}
