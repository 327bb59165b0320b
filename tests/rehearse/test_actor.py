import random
from statistics import mean, median

import pytest

from coach.rehearse.actor import Cue, Scene, ScriptedActor, mood_of
from coach.rehearse.facts import date_in, facts_of, latest_date, signature_of
from coach.rehearse.filling import agrees, fill, several
from coach.rehearse.personas import Mood, load_profile, personas
from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.rehearsal import AgendaItem, Channel, ClientState, Goal, Move

IDS = [persona.id for persona in personas()]
STATE = ClientState(trust=40, heat=40, resolve=60)
MID_TALK = [
    move
    for move in Move
    if move
    not in (Move.OPEN, Move.ACCEPT, Move.AGREE_RESET, Move.CLOSE, Move.THANK, Move.WALK_OUT, Move.TAKE_WIN, Move.PRESS)
]


def scene(persona="bargainer", goal=Goal.EXIT, channel=Channel.PHONE, facts=None) -> Scene:
    return Scene(profile=load_profile(persona), goal=goal, channel=channel, facts=facts or {})


def forty_lines(persona, goal, facts, seed=1) -> list[str]:
    said: list[str] = []
    chance = random.Random(seed)
    for number in range(40):
        move = chance.choice([*MID_TALK, Move.PRESS])
        item = chance.choice(list(AgendaItem)) if move is Move.PRESS else None
        cue = Cue(
            scene=scene(persona, goal, facts=facts),
            state=STATE,
            move=move,
            item=item,
            said=tuple(said),
            slots={"hedge": "maybe", "said": "it stays"},
        )
        said.append(ScriptedActor().speak(cue, random.Random(f"{seed}/{number}")).text)
    return said


@pytest.mark.parametrize("persona", IDS)
@pytest.mark.parametrize("goal", Goal)
def test_no_line_comes_twice_in_forty_turns(persona, goal):
    said = forty_lines(persona, goal, {"you": "Marta", "project": "the relaunch"})
    assert len(set(said)) == 40


@pytest.mark.parametrize("persona", IDS)
def test_replies_are_short(persona):
    lengths = [len(line.split()) for seed in range(3) for line in forty_lines(persona, Goal.EXIT, {}, seed)]
    assert max(lengths) <= 30
    assert median(lengths) <= 17


def test_many_replies_use_what_is_known_of_the_case():
    facts = {
        "you": "Marta",
        "project": "the website relaunch",
        "pending": "the March report",
        "amount": "$4,200",
        "boss": "your director",
        "months": "eight months",
    }
    shares = []
    for persona in IDS:
        said = forty_lines(persona, Goal.EXIT, facts)[:10]
        shares.append(mean(any(value in line for value in facts.values()) for line in said))
    assert mean(shares) >= 0.25


def test_a_line_that_needs_an_unknown_fact_is_not_said():
    for line in forty_lines("attacker", Goal.RESET, {}):
        assert "{" not in line


def test_a_held_back_fact_is_said_as_it_is():
    cue = Cue(scene=scene(), state=STATE, move=Move.CONFIDE, fact="My budget is fixed.")
    assert ScriptedActor().speak(cue, random.Random(1)).text == "My budget is fixed."


def test_a_move_whose_lines_are_all_said_is_spent_and_replaced_by_a_related_one():
    actor, said = ScriptedActor(), []
    for number in range(60):
        cue = Cue(scene=scene(), state=STATE, move=Move.OFFER_MONEY, said=tuple(said))
        spoken = actor.speak(cue, random.Random(number))
        if spoken.move is not Move.OFFER_MONEY:
            break
        said.append(spoken.text)
    assert spoken.move is Move.BARGAIN
    assert Move.OFFER_MONEY in actor.spent(scene(), said)
    assert Move.BARGAIN not in actor.spent(scene(), said)


def test_the_mood_follows_trust_and_heat():
    def mood(trust, heat):
        return mood_of(ClientState(trust=trust, heat=heat, resolve=50))

    assert mood(20, 80) is Mood.HOT
    assert mood(70, 10) is Mood.WARM
    assert mood(50, 45) is Mood.HURT
    assert mood(20, 20) is Mood.COLD


def test_facts_are_put_into_the_form_a_line_needs():
    case = Situation(
        text="-",
        facts=(
            Fact(kind=FactKind.YOU, value="Marta Ruiz"),
            Fact(kind=FactKind.PROJECT, value="my website relaunch"),
            Fact(kind=FactKind.PENDING, value="March report"),
            Fact(kind=FactKind.BOSS, value="my director"),
            Fact(kind=FactKind.AMOUNT, value="a sum that is far too long to be said in one line"),
            Fact(kind=FactKind.DATE, value="3 March"),
        ),
    )
    assert facts_of(case) == {
        "you": "Marta",
        "project": "the website relaunch",
        "pending": "the March report",
        "boss": "your director",
    }
    assert facts_of(None) == {}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("My last day is 30 June.", "30 June"),
        ("It ends on the 14th, as I said.", "the 14th"),
        ("by the end of the month", "the end of the month"),
        ("I'll send it on Friday.", "Friday"),
        ("June 30th is it.", "June 30th"),
        ("One day you will see.", None),
    ],
)
def test_the_client_repeats_a_date_as_it_was_said(text, date):
    assert date_in(text) == date


def situation(text: str) -> Situation:
    return Situation.from_text(text)


def test_the_day_of_the_hand_over_is_not_taken_for_the_last_day():
    assert latest_date(["my last day is 30 September", "The files come on the 20th"]) == "30 September"
    assert latest_date(["until 30 June", "my last day stays 31 July"]) == "31 July"
    assert latest_date(["on 3 May", "the 20th"]) == "the 20th"


def test_a_persons_name_is_no_company():
    case = situation(
        "My client is called Helen. I look after the website of her shop, and she pays me months late every single time."
    )
    assert "company" not in facts_of(case)
    other = situation(
        "I work for a small chain of cafés called Mondo. The owner is Helen, and she pays me months late every time."
    )
    assert facts_of(other)["company"] == "Mondo"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (FactKind.PROJECT, "the useless hosting", "the hosting"),
        (FactKind.PROJECT, "the man's website", "the website"),
        (FactKind.PROJECT, "the brief calls a brochure", "the brochure"),
        (FactKind.PROJECT, "the 20 hour course", "the course"),
        (FactKind.PROJECT, "Project Heron", "Project Heron"),
        (FactKind.PROJECT, "the data migration programme", "the data migration programme"),
        (FactKind.PENDING, "the sentence", None),
        (FactKind.PENDING, "the thing", None),
        (FactKind.PENDING, "the day before the VAT", None),
        (FactKind.PENDING, "the test plan", "the test plan"),
        (FactKind.DURATION, "a week", None),
        (FactKind.DURATION, "Seven months", "seven months"),
    ],
)
def test_only_what_a_client_would_say_goes_into_a_line(kind, value, said):
    assert next(iter(facts_of(Situation(text="-", facts=(Fact(kind=kind, value=value),))).values()), None) == said


@pytest.mark.parametrize(
    ("name", "signed"),
    [("Ingrid Solheim", "Ingrid"), ("Mr Whitcombe", "Mr Whitcombe"), ("Holtz", None), ("Helen", "Helen")],
)
def test_a_client_signs_with_a_name_that_is_surely_one(name, signed):
    assert signature_of(Situation(text="-", facts=(Fact(kind=FactKind.CLIENT, value=name),))) == signed


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("So {project} is too hard for you.", "So the landing pages are too hard for you."),
        ("Where does {project} stand?", "Where do the landing pages stand?"),
        ("How's {project}, still pretty?", "How are the landing pages, still pretty?"),
        ("I hear {project} was late.", "I hear the landing pages were late."),
        ("Finish {project} first.", "Finish the landing pages first."),
    ],
)
def test_a_project_of_several_things_takes_the_plural(line, filled):
    assert fill(line, {"project": "the landing pages"}) == filled


def test_a_line_that_calls_several_things_it_is_not_said():
    assert not agrees("Finish {project} and forget it.", {"project": "the landing pages"})
    assert agrees("Finish {project} and forget it.", {"project": "the logo"})
    assert [
        several(value) for value in ("the series", "the business", "the tax return", "the logo and a brochure")
    ] == [
        False,
        False,
        False,
        True,
    ]
