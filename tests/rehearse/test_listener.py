import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content import knowledge
from coach.errors import ContentError, EmptyInput
from coach.evaluate.turns import evaluate_turns, own_turns
from coach.rehearse.listener import WEIGHTS, Reader
from coach.rehearse.units import units
from coach.vocabulary.rehearsal import ActId, Tone


def acts(heard):
    return {act.id for act in heard.acts}


@pytest.mark.parametrize(
    ("text", "client", "expected"),
    [
        ("Hello Farah, I've decided to end our contract.", "", {ActId.GREET, ActId.STATE_DECISION}),
        ("My last day is 31 August.", "When do you go?", {ActId.NAME_DATE}),
        ("As clause 7 of our agreement provides.", "Says who?", {ActId.CITE_CONTRACT}),
        ("I'm so, so sorry, I feel awful, I'm really sorry.", "Oh.", {ActId.OVER_APOLOGISE}),
        ("Thank you for the years together, and goodbye.", "Fine.", {ActId.THANK, ActId.GOODBYE}),
        ("Maybe we could perhaps stop for now, I'm not sure.", "", {ActId.HEDGE_DECISION}),
        ("Which day would suit you?", "I need to sign it off.", {ActId.ASK}),
        ("You idiot.", "What did you say?", {ActId.INSULT}),
        ("I'll give your new agency all the files and logins.", "And my files?", {ActId.OFFER_HANDOVER}),
    ],
)
def test_plain_turns_are_heard_for_what_they_are(listener, text, client, expected):
    assert expected <= acts(listener.hear(text, client))


def test_a_decision_said_before_is_repeated_and_else_stated(listener):
    text = "I'm ending our contract on 30 June."
    assert ActId.STATE_DECISION in acts(listener.hear(text, "Why?", decision_said=False))
    assert ActId.REPEAT_DECISION in acts(listener.hear(text, "Why?", decision_said=True))
    assert ActId.STATE_DECISION in acts(listener.hear(text))
    assert ActId.REPEAT_DECISION in acts(listener.hear(text, "You can't do this to me."))


def test_without_a_client_line_nothing_is_answered_or_dodged(listener):
    heard = listener.hear("Yes. It's complicated, there are a lot of things going on.")
    assert not acts(heard) & {ActId.ANSWER_QUESTION, ActId.DODGE}


def test_one_sorry_and_many_exclude_each_other(listener):
    for text in ("I'm sorry about the short notice.", "Sorry, sorry, I'm so sorry, I really am."):
        assert len(acts(listener.hear(text, "Well?")) & {ActId.APOLOGISE, ActId.OVER_APOLOGISE}) <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=200).filter(str.strip), st.text(max_size=60))
def test_whatever_is_written_every_quote_stands_in_it(listener, text, client):
    heard = listener.hear(text, client)
    assert all(act.quote in text for act in heard.acts)
    assert heard.tone in Tone


def test_an_empty_turn_is_refused(listener):
    with pytest.raises(EmptyInput):
        listener.hear("  \n ")


def test_hostile_and_calm_are_told_apart_where_it_is_plain(listener):
    assert listener.hear("Shut up, you pathetic liar.", "What?").tone is Tone.HOSTILE
    calm = "Thank you for your time. The date stays the 30th, and I'll send the list tomorrow."
    assert listener.hear(calm, "Fine.").tone is Tone.CALM


def test_the_same_turn_is_heard_the_same_twice(listener):
    once, again = (listener.hear("I might stop, I think.", "Why?") for _ in range(2))
    assert once == again


def test_units_have_their_place_in_the_text_and_dictation_is_cut():
    text = (
        "so i wanted to say that i am leaving at the end of june because the hours are too many and i cannot go on like "
        "this and you will get the files of course"
    )
    found = units(text)
    assert all(unit.text == text[unit.start : unit.end] for unit in found)
    assert sum(not unit.whole for unit in found) >= 3


def test_the_examples_quote_their_own_words():
    for path in knowledge("examples", "acts").glob("turns-*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert Tone(row["tone"])
            second = row.get("second", {"tone": row["tone"], "acts": {}, "maybe": []})
            assert Tone(second["tone"])
            assert not set(second["acts"]) & set(second["maybe"])
            assert all(ActId(act) for act in second["maybe"])
            quotes = [*row["acts"].items(), *second["acts"].items()]
            assert all(ActId(act) and quote in row["text"] for act, quote in quotes), row


def test_turns_written_by_others_are_heard_well_enough(listener):
    figures = evaluate_turns(own_turns(), listener)
    assert figures["turns"] >= 300
    assert figures["macro_f1"] >= 0.74
    assert json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))["turns"] >= 1800


def test_scorn_is_no_answer_and_an_attack_no_giving_in(listener):
    heard = listener.hear(
        "Don't play the victim. You lied about the budget from the first day.", "Can we talk about it?"
    )
    assert heard.has(ActId.BLAME)
    assert not heard.has(ActId.GIVE_IN)


@pytest.mark.parametrize(
    "text", ["I think we might need to end the contract on 30 June.", "Maybe we should stop working together for now."]
)
def test_a_plain_hedge_around_the_decision_is_never_missed(listener, text):
    heard = listener.hear(text, "Why?")
    assert heard.has(ActId.HEDGE_DECISION)


def test_weights_for_other_cues_are_refused(tmp_path):
    with np.load(WEIGHTS) as stored:
        arrays = dict(stored)
    np.savez(tmp_path / "other.npz", **{**arrays, "cue_names": arrays["cue_names"][:-1]})
    with pytest.raises(ContentError, match="trained with other"):
        Reader.load(tmp_path / "other.npz")


def test_damaged_weights_are_a_content_error(tmp_path):
    (tmp_path / "cut.npz").write_bytes(WEIGHTS.read_bytes()[:1000])
    with pytest.raises(ContentError, match="could not be read"):
        Reader.load(tmp_path / "cut.npz")


def test_a_limit_with_an_if_is_no_offer(listener):
    heard = listener.hear("If you keep shouting I'll end the call and write to you instead.", "You amateur!")
    assert heard.has(ActId.SET_BOUNDARY)
    assert not heard.has(ActId.BARGAIN)
