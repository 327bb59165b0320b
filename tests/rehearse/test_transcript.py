import json

import pytest

from coach.errors import BadInput, EmptyInput
from coach.rehearse.transcript import parse_transcript


def roles(turns):
    return [turn.role.value for turn in turns]


def test_you_and_client_lines_become_turns():
    turns = parse_transcript("you: I'm ending our contract.\nclient: Why?\nyou: The hours.")
    assert roles(turns) == ["you", "client", "you"]
    assert turns[1].text == "Why?"


def test_a_turn_may_run_over_several_lines():
    turns = parse_transcript("Me: I'm ending it.\nMy last day is the 30th.\n\nThe files follow.\nClient: Oh.")
    assert turns[0].text == "I'm ending it.\nMy last day is the 30th.\nThe files follow."


def test_names_and_time_stamps_are_read():
    text = "[10:02] Dana Holt: Hi!\n[10:03] Me: I'm leaving in June.\n[10:04] Dana Holt: You can't."
    assert roles(parse_transcript(text)) == ["client", "you", "client"]


def test_with_two_names_the_first_to_speak_is_the_user():
    turns = parse_transcript("Priya: I'm ending our contract.\nTom: Really?\nPriya: Yes.\nTom: Fine.")
    assert roles(turns) == ["you", "client", "you", "client"]


def test_a_colon_inside_a_turn_does_not_start_another():
    turns = parse_transcript("you: Three things: hours, list, quotes.\nNote this: it starts in May.\nclient: Hm.")
    assert len(turns) == 2
    assert "Note this" in turns[0].text


def test_lines_of_one_side_that_follow_each_other_are_one_turn():
    turns = parse_transcript("client: Hello?\nclient: Are you there?\nyou: Yes.")
    assert roles(turns) == ["client", "you"]


def test_the_json_of_a_rehearsal_is_read():
    document = {"turns": [{"role": "client", "text": "Hi.", "move": "open"}, {"role": "you", "text": "I'm leaving."}]}
    assert roles(parse_transcript(json.dumps(document))) == ["client", "you"]


@pytest.mark.parametrize(
    "text",
    [
        "Just a paragraph about a client who never pays.",
        "client: Why?\nclient: Tell me.",
        '{"turns": 3}',
        '{"no": "turns"}',
        "[1, 2]",
        '{"turns": []}',
        "{broken",
    ],
)
def test_what_is_no_transcript_is_refused_with_a_hint(text):
    with pytest.raises(BadInput) as refused:
        parse_transcript(text)
    assert refused.value.hint


def test_an_empty_transcript_is_refused():
    with pytest.raises(EmptyInput):
        parse_transcript(" \n")
