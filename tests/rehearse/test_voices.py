"""Voices and grievances: the account shapes the client; nothing of the diagnosis or of the user's own words gets through."""

import itertools
import random
import re
from collections import Counter

import pytest

from coach.content import load_signs
from coach.rehearse.actor import Cue, Scene, ScriptedActor
from coach.rehearse.asked import COURTESIES, Asked, asked_about, question_in
from coach.rehearse.grievances import MOST, details, grievances_of, known_to, raised_in, topics
from coach.rehearse.personas import DETAILS, SLOTS, load_profile, personas
from coach.rehearse.voices import ASIDE, SELLER, voice_for, voice_of, voices
from coach.vocabulary.assessment import ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.rehearsal import Channel, ClientState, Goal, Move
from coach.vocabulary.signs import SignId

STATE = ClientState(trust=40, heat=30, resolve=60)
LINES = [
    (name, topic, key, line)
    for name, voice in voices().items()
    for topic, by_key in voice.about.items()
    for key, lines in by_key.items()
    for line in lines
]
FILLINGS = [
    {"late": "sixty days", "invoices": "two", "rounds": "nine", "often": "every second week", "hour": "nine at night",
     "day": "Sunday", "tries": "twice"},
    {"late": "3 months", "invoices": "several", "rounds": "12", "often": "six times a day", "hour": "midnight",
     "day": "weekend", "tries": "three times"},
]  # fmt: skip
FACTS = {"you": "Marta", "project": "the landing pages", "boss": "your director", "company": "Mondo"}


def sign(kind: SignId, *quotes: str, confidence: float = 0.9) -> ReportedSign:
    evidence = tuple(Evidence(quote=quote, start=0, end=len(quote)) for quote in quotes)
    return ReportedSign(id=kind, confidence=confidence, severity=2, evidence=evidence, sources=())


LATE = sign(SignId.LOSING_MONEY, "Two invoices are unpaid, the first is sixty days overdue, the greedy old goat.")
NIGHTS = sign(SignId.IMPOSSIBLE_DEMANDS, "He rings me at nine at night every Sunday evening.", confidence=0.8)
SLEEP = sign(SignId.WELLBEING_TOLL, "I cannot sleep any more because of him.", confidence=0.7)


def scene(persona: str = "bargainer", *signs: ReportedSign, channel: Channel = Channel.MEETING, **more) -> Scene:
    return Scene(
        profile=load_profile(persona), goal=Goal.EXIT, channel=channel, grievances=grievances_of(signs), **more
    )


def said(move: Move, on: Scene, heard: str = "", earlier: tuple[str, ...] = (), times: int = 12) -> list[str]:
    cue = Cue(scene=on, state=STATE, move=move, heard=heard, earlier=earlier)
    return [ScriptedActor().speak(cue, random.Random(number)).text for number in range(times)]


def spoken_on(lines: list[str], topic: str, persona: str = "bargainer") -> list[str]:
    voice = voice_of(persona)
    assert voice is not None
    firsts = [re.split(r"\{", line.text)[0][:25] for line in voice.all_on(topic)]
    return [line for line in lines if any(first and first in line for first in firsts)]


# -- the content -----------------------------------------------------------------------------------------------------


def test_every_persona_has_a_voice_and_every_sign_a_topic():
    assert all(voice_of(persona.id) for persona in personas())
    assert {sign for topic in topics().values() for sign in topic.signs} == set(SignId)


@pytest.mark.parametrize("name", [name for name in voices() if name != SELLER])
def test_every_voice_has_something_to_say_on_every_topic(name):
    for topic in topics().values():
        keys = {"deny", "minimise", "guilt"} | (set() if topic.private else {"open", "test_boundary", ASIDE})
        assert keys <= voices()[name].about[topic.id].keys(), (name, topic.id)


def test_a_line_on_a_topic_is_a_sentence_of_three_to_thirty_words_in_every_filling():
    for (_, topic, key, line), filling in itertools.product(LINES, FILLINGS):
        text = re.sub(r"\{(\w+)\}", lambda match: {**FACTS, **filling}[match.group(1)], line.text)  # noqa: B023
        assert 3 <= len(text.split()) <= 30, (topic, key, text)
        assert text[-1] in ".!?'", text
        assert line.slots <= SLOTS | DETAILS
        assert re.match(r"\{(?!boss)", line.text) is None, "a detail cannot begin a sentence"


def test_no_line_of_the_voices_is_written_twice():
    count = Counter(line.text for *_, line in LINES)
    count.update(line.text for voice in voices().values() for lines in voice.answers.values() for line in lines)
    assert [text for text, times in count.items() if times > 1] == []


def test_lines_carry_no_name_of_a_sign_and_nothing_of_a_coach():
    names = {sign.name.lower() for sign in load_signs().values()} | {kind.value.replace("_", " ") for kind in SignId}
    jargon = re.compile(
        r"micromanag|scope creep|boundar(?:y|ies)|toxic|red flag|gaslight|warning sign|undermin|verbal abuse|rehears|coach"
        r"|my advice|you should try|good job|well said",
        re.I,
    )
    for *_, line in LINES:
        assert not jargon.search(line.text), line.text
        assert not [name for name in names if name in line.text.lower()], line.text


def test_what_a_model_is_told_of_a_topic_names_no_sign():
    for topic in topics().values():
        assert not {kind.value for kind in SignId} & set(re.findall(r"\w+", topic.known)), topic.id


# -- from the account to the client ------------------------------------------------------------------------------------


def test_evidence_becomes_a_topic_with_its_bare_facts_only():
    late, nights = grievances_of([NIGHTS, LATE])
    assert late.topic == "late_pay"
    assert late.details == {"invoices": "two", "late": "sixty days"}
    assert nights.topic == "after_hours"
    assert nights.details["hour"] == "nine at night"
    assert "goat" not in late.model_dump_json() + nights.model_dump_json()
    assert set(late.details) | set(nights.details) <= set(details())


def test_a_client_brings_along_a_handful_of_topics():
    many = [sign(kind, "It goes on and on.") for kind in SignId]
    assert len(grievances_of(many)) == MOST


def test_what_only_the_user_can_know_is_private_until_it_is_said():
    (sleep,) = grievances_of([SLEEP])
    assert sleep.private
    assert known_to([sleep]) == ()
    assert known_to([sleep], raised_in(["I don't sleep any more."])) == (sleep.known,)
    assert spoken_on(said(Move.MINIMISE, scene("bargainer", SLEEP), "I'm ending our work."), "health") == []
    assert spoken_on(said(Move.MINIMISE, scene("bargainer", SLEEP), "I can't sleep any more."), "health")


def test_the_client_opens_with_what_they_do():
    lines = said(Move.OPEN, scene("bargainer", LATE, NIGHTS))
    assert spoken_on(lines, "late_pay")
    assert len(spoken_on(lines, "late_pay") + spoken_on(lines, "after_hours")) >= 6


@pytest.mark.parametrize("move", [Move.DENY, Move.MINIMISE])
def test_a_reason_the_user_gives_is_met_on_its_own_ground(move):
    heard = "Your invoices were paid sixty days late."
    assert len(spoken_on(said(move, scene("bargainer", LATE), heard), "late_pay")) >= 6
    assert spoken_on(said(move, scene("bargainer"), heard), "late_pay"), "also where the account had not told it"


def test_the_same_case_sounds_different_from_another_client():
    heard = "Your invoices were paid sixty days late."
    hard, kind = (set(said(Move.DENY, scene(persona, LATE), heard)) for persona in ("attacker", "gracious"))
    assert not hard & kind


def test_a_detail_that_is_not_in_the_evidence_is_not_spoken():
    bare = sign(SignId.LOSING_MONEY, "They owe me money.")
    for line in said(Move.DENY, scene("bargainer", bare), "You owe me an invoice, it is unpaid.", times=30):
        assert "{" not in line
        assert "invoices, can it" not in line


def test_one_who_is_paid_does_not_speak_as_one_who_pays():
    heard = "Your invoices were paid sixty days late."
    assert spoken_on(said(Move.DENY, scene("bargainer", LATE, pays=False), heard), "late_pay") == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The invoices were paid three months late.", "late_pay"),
        ("You rang me at night and on Sundays.", "after_hours"),
        ("We are on round nine of the changes.", "rounds"),
        ("You complained to my director instead of to me.", "over_head"),
        ("My messages go unanswered for weeks.", "silence"),
        ("I raised this twice, and nothing has changed.", "told_before"),
        ("I no longer have the capacity.", "others"),
    ],
)
def test_what_the_user_holds_against_them_is_recognised(text, topic):
    assert topic in raised_in([text])


@pytest.mark.parametrize(
    "text", ["Thank you for your time.", "My last day is 30 June.", "I will send you the files.", "Goodbye."]
)
def test_plain_words_raise_nothing(text):
    assert raised_in([text]) == frozenset()


# -- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("When will you pay the open invoice?", Asked.MONEY),
        ("Who should get the files?", Asked.WHO),
        ("Who takes over from me?", Asked.SUCCESSOR),
        ("Does Thursday at ten work for you?", Asked.FITS),
        ("Which day would suit you?", Asked.WHEN),
        ("Shall I put it in writing?", Asked.CHANNEL),
        ("Would you rather talk on the phone or by e-mail?", Asked.CHANNEL),
        ("Can you agree to that?", Asked.AGREE),
        ("Is that okay for you?", Asked.AGREE),
        ("Do you have any questions?", Asked.QUESTIONS),
        ("What do you need from me?", Asked.NEED),
        ("How do you see it?", Asked.VIEW),
        ("Did you get my message?", Asked.RECEIVED),
        ("Why did you ring my director?", Asked.WHY),
        ("Can you send me the receipts by the 20th?", Asked.REQUEST),
        ("Are you all right?", Asked.WELL),
        ("Does that make sense?", Asked.CLEAR),
        ("What do you mean by that?", Asked.MEANING),
        ("Have you got five minutes?", Asked.MOMENT),
        ("Does that work for you?", Asked.AGREE),
        ("Is there anything else you need before the 31st?", Asked.NEED),
        ("Can you put that in a message?", Asked.CHANNEL),
        ("How are you?", Asked.GREETED),
        ("Do you remember what we agreed in March?", Asked.REMEMBER),
        ("Have you read it, or shall I send it again? You know that, right?", Asked.EITHER),
        ("who should i send the files to", Asked.WHO),
        ("Please tell me when you'll pay the invoice.", Asked.MONEY),
        ("Where does that leave us?", None),
        ("I am leaving on Friday.", None),
        ("What I need is a date.", None),
    ],
)
def test_what_a_question_is_about_is_told(text, topic):
    assert asked_about(text) is topic


def test_an_outburst_asks_nothing_and_a_courtesy_only_where_nothing_else_is_asked():
    assert question_in("Are you serious?") is None
    asked = question_in("Got a minute? When can you pay?")
    assert asked is not None
    assert asked.text == "When can you pay?"


@pytest.mark.parametrize("persona", [persona.id for persona in personas()])
@pytest.mark.parametrize("topic", Asked)
def test_every_persona_has_answers_to_what_is_asked(persona, topic):
    voice = voice_of(persona)
    assert voice is not None
    assert len(voice.answers[topic]) >= 3
    assert len(voice.leads.get(topic, ())) >= 2 or topic in COURTESIES


@pytest.mark.parametrize("persona", [persona.id for persona in personas()])
@pytest.mark.parametrize(
    "move", [Move.OPEN, Move.BARGAIN, Move.OFFER_MONEY, Move.ASK_LOGISTICS, Move.THREATEN_NONPAYMENT]
)
def test_one_who_sells_does_not_speak_as_one_who_pays(persona, move):
    sells = scene(persona, pays=False, facts=FACTS | {"amount": "$900", "pending": "the backups"})
    lines = said(move, sells, times=8)
    assert not [line for line in lines if re.search(r"I(?:'ll| will) pay|your (?:fee|invoice|rate)|\$900", line)]


@pytest.mark.parametrize("topic", Asked)
def test_one_who_sells_has_answers_of_their_own(topic):
    voice = voice_for("bargainer", pays=False)
    assert voice is not None
    assert len(voice.answers[topic]) >= 2
    assert voice.leads.get(topic) or topic in COURTESIES
    lines = said(Move.ANSWER, scene("bargainer", pays=False), "Who will send us the backups?", times=6)
    assert all(re.search("support desk|myself|engineers", line) for line in lines)


def answers_to(question: str, persona: str = "gracious") -> list[str]:
    return said(Move.ANSWER, scene(persona), question, times=20)


def test_a_question_about_money_gets_an_answer_about_money():
    for line in answers_to("When will you pay the two open invoices?"):
        assert re.search(r"\b(?:pay|paid|money|settled|bills|goes out|your word)\b", line), line


def test_a_day_that_is_proposed_is_not_answered_with_another():
    for line in answers_to("Does Tuesday at ten suit you?"):
        assert not re.search(r"\b(?:Mon|Wednes|Thurs|Fri)day", line), line


def test_a_question_is_answered_before_another_move():
    lines = said(Move.BARGAIN, scene("stonewaller"), "Who should get the files?", times=20)
    shortly = ("To me.", "Me.", "The office.", "My address.")
    assert all(line.startswith(shortly) for line in lines)
    assert all(len(line.split()) <= 30 for line in lines)


def test_an_acceptance_is_not_preceded_by_a_no():
    assert not any(line.startswith(("No.", "Not yet.")) for line in said(Move.ACCEPT, scene("attacker"), "Agreed?"))


# -- hedges and e-mail -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", [persona.id for persona in personas()])
def test_a_hedge_is_mostly_quoted_back(persona):
    cue = Cue(
        scene=scene(persona),
        state=STATE,
        move=Move.POUNCE_ON_HEDGE,
        heard="Maybe we should stop at some point.",
        slots={"hedge": "Maybe"},
    )
    lines = [ScriptedActor().speak(cue, random.Random(number)).text for number in range(20)]
    assert sum("Maybe" in line for line in lines) >= 14


def test_an_email_begins_and_ends_like_one():
    by_mail = scene("legalist", channel=Channel.EMAIL, facts={"you": "Marta"}, signature="Ingrid")
    for line in said(Move.PRESS, by_mail) + said(Move.OPEN, by_mail):
        first, *_, last = line.split("\n\n")
        assert "Marta" in first
        assert last.split("\n")[-1] == "Ingrid"


def test_an_email_is_not_written_as_one_speaks():
    spoken = re.compile(r"\b(?:[Hh]m+|on the line|look at me|hear(?:ing)? you)\b")
    for persona in ("attacker", "minimiser", "blindsided"):
        lines = said(Move.DENY, scene(persona, channel=Channel.EMAIL), "The invoices were unpaid.", times=20)
        assert not [line for line in lines if spoken.search(line)]


def test_no_line_comes_twice_in_a_talk_by_email():
    by_mail = scene("minimiser", LATE, NIGHTS, channel=Channel.EMAIL, facts={"you": "Marta"}, signature="Dermot")
    lines: list[str] = []
    for number, move in zip(range(30), itertools.cycle([Move.DENY, Move.GUILT, Move.TEST_BOUNDARY, Move.BARGAIN])):
        cue = Cue(scene=by_mail, state=STATE, move=move, heard="The invoices were late.", said=tuple(lines))
        lines.append(ScriptedActor().speak(cue, random.Random(number)).text)
    bodies = [max(line.split("\n\n"), key=len) for line in lines]
    assert len(set(bodies)) == 30
