import itertools
import re
from collections import Counter

import pytest
import yaml

from coach import content
from coach.errors import ContentError, UnknownName
from coach.rehearse.filling import agrees, fill
from coach.rehearse.personas import (
    SLOTS,
    Manner,
    load_lines,
    load_profile,
    personas,
    pick_default,
)
from coach.vocabulary.rehearsal import AgendaItem, Channel, Goal, Move
from coach.vocabulary.signs import SignId

IDS = [persona.id for persona in personas()]
FILLINGS = [
    {
        "you": "Marta",
        "project": "the website relaunch",
        "pending": "the March report",
        "amount": "$4,200",
        "date": "30 June",
        "company": "Holt & Sons",
        "boss": "your director",
        "months": "eight months",
        "hedge": "maybe for now",
        "said": "I can't carry on",
    },
    {
        "you": "Jo",
        "project": "a garden design",
        "pending": "the two open orders",
        "amount": "900 euros",
        "date": "the end of the month",
        "company": "Lindqvist",
        "boss": "Ingrid",
        "months": "two and a half years",
        "hedge": "I think",
        "said": "it stays",
    },
    {
        "you": "Óscar",
        "project": "the landing pages",
        "pending": "the drawings",
        "amount": "CHF 12,000",
        "date": "Friday",
        "company": "the Mekong Roots Foundation",
        "boss": "your CEO",
        "months": "a year",
        "hedge": "perhaps",
        "said": "my last day is Friday",
    },
]
SINGULAR_AFTER_PLURAL = re.compile(
    r"(?:landing pages|drawings)(?:'s| (?:is|was|has|does|isn't|wasn't|hasn't|doesn't|goes|needs|comes|gets|looks|stands)\b)"
    r"|(?:^|[.!?] |[Ww]here |[Hh]ow |[Ww]hat |[Ww]hen )(?:[Ii]s|[Ww]as|[Dd]oes|[Hh]as) the (?:landing pages|drawings)\b"
)


def lines_of(persona_id):
    return [(key, line) for key, lines in load_lines(persona_id).items() for line in lines]


def test_there_are_at_least_four_kinds_of_client_for_either_goal():
    for goal in Goal:
        assert sum(goal in persona.goals for persona in personas()) >= 4


@pytest.mark.parametrize("persona_id", IDS)
def test_every_move_has_lines_for_each_goal_and_channel_without_any_fact(persona_id):
    book = load_lines(persona_id)
    keys = [(move, None) for move in Move if move is not Move.PRESS] + [(Move.PRESS, item) for item in AgendaItem]
    for (move, item), goal, channel in itertools.product(keys, Goal, Channel):
        if (move, goal) in ((Move.ACCEPT, Goal.RESET), (Move.AGREE_RESET, Goal.EXIT)):
            continue
        free = [line for line in book[move, item] if not line.slots and line.fits(goal, Manner.of(channel))]
        assert len(free) >= 2, (persona_id, move, item, goal, channel)


@pytest.mark.parametrize("persona_id", IDS)
def test_every_line_is_a_sentence_of_at_most_thirty_words_in_every_filling(persona_id):
    for _, line in lines_of(persona_id):
        for filling in FILLINGS:
            if not agrees(line.text, filling):
                continue
            text = fill(line.text, filling)
            assert not SINGULAR_AFTER_PLURAL.search(text), text
            assert "{" not in text
            assert "}" not in text
            assert text[-1] in ".!?…'\"", text
            assert text[0].isupper() or not text[0].isalpha(), text
            words = len(text.split())
            assert words <= 30, text
            assert words >= 3, text


@pytest.mark.parametrize("persona_id", IDS)
def test_lines_are_short_in_the_middle_and_need_only_known_facts(persona_id):
    lengths = sorted(len(line.text.split()) for (move, _), line in lines_of(persona_id) if move is not Move.GO_SILENT)
    assert 4 <= lengths[len(lengths) // 2] <= 18
    assert all(line.slots <= SLOTS for _, line in lines_of(persona_id))


def test_no_line_is_written_twice():
    own = Counter(line.text for one in IDS for (move, _), line in lines_of(one) if move is not Move.TAKE_WIN)
    assert [text for text, count in own.items() if count > 1] == []


@pytest.mark.parametrize("persona_id", IDS)
def test_the_client_never_coaches_the_user_or_leaves_the_role(persona_id):
    forbidden = re.compile(
        r"\b(good job|well said|as an ai|language model|role[- ]?play|my advice|i'd advise you|in this exercise|rehears)",
        re.I,
    )
    for _, line in lines_of(persona_id):
        match = forbidden.search(line.text)
        assert match is None or match.group(0).lower().startswith("rehears"), line.text


def test_the_signs_found_choose_the_client():
    assert pick_default([SignId.VERBAL_ABUSE, SignId.DISRESPECT]) == "attacker"
    assert pick_default([SignId.LOSING_MONEY, SignId.TAKEN_ADVANTAGE]) == "bargainer"
    assert pick_default([]) == "blindsided"


def test_an_unknown_persona_names_those_there_are():
    with pytest.raises(UnknownName, match="bargainer"):
        load_profile("saint")


@pytest.fixture
def broken_content(tmp_path, monkeypatch):
    """A copy of one persona in an otherwise empty content folder, to be damaged."""

    def damage(lines="", persona="") -> None:
        folder = tmp_path / "knowledge" / "personas" / "bargainer"
        folder.mkdir(parents=True, exist_ok=True)
        coaching = tmp_path / "knowledge" / "coaching"
        coaching.mkdir(exist_ok=True)
        shared = content.knowledge("coaching", "shared_lines.yaml").read_text(encoding="utf-8")
        original = content.knowledge("personas", "bargainer", "persona.yaml").read_text(encoding="utf-8")
        (coaching / "shared_lines.yaml").write_text(shared, encoding="utf-8")
        (folder / "persona.yaml").write_text(persona or original, encoding="utf-8")
        (folder / "lines.yaml").write_text(lines, encoding="utf-8")
        monkeypatch.setattr("coach.content.content_root", lambda: tmp_path)

    for cached in (load_profile, load_lines):
        cached.cache_clear()
    yield damage
    for cached in (load_profile, load_lines):
        cached.cache_clear()


@pytest.mark.parametrize(
    "lines",
    [
        "open: [",
        "- a list",
        "shrug: ['What?']",
        "open: [{text: 'Hello {planet}.'}]",
        "open: [{text: 'Hello.', mood: sleepy}]",
        "open: ['Only this.']",
    ],
)
def test_damaged_lines_are_reported_with_the_name_of_the_file(broken_content, lines):
    broken_content(lines=lines)
    with pytest.raises(ContentError, match=r"personas/bargainer/lines\.yaml"):
        load_lines("bargainer")


def test_a_damaged_persona_is_reported_with_the_name_of_the_file(broken_content):
    raw = yaml.safe_load(content.knowledge("personas", "bargainer", "persona.yaml").read_text(encoding="utf-8"))
    raw["temperament"]["trust"] = 300
    broken_content(persona=yaml.safe_dump(raw))
    with pytest.raises(ContentError, match=r"personas/bargainer/persona\.yaml.*trust"):
        load_profile("bargainer")
