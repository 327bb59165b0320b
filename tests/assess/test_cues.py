"""Words of danger, abuse and ethics: what is meant is found, and figures of speech and the teller's own acts are left alone."""

from pathlib import Path

import pytest
import yaml

from coach.assess.cues import Cue, read_cues

DATA = Path(__file__).parent / "data"
KNOWN: dict[str, list[str]] = yaml.safe_load((DATA / "danger.yaml").read_text(encoding="utf-8"))
FRESH: dict[str, list[str]] = yaml.safe_load((DATA / "danger_fresh.yaml").read_text(encoding="utf-8"))
DANGERS = [kind for kind in KNOWN if kind != "harmless"]


def share(sentences: list[str], *cues: Cue) -> float:
    return sum(any(read_cues(one)[cue] for cue in cues) for one in sentences) / len(sentences)


@pytest.mark.parametrize("kind", DANGERS)
def test_danger_in_known_wordings_is_found(kind):
    assert share(KNOWN[kind], Cue.SELF_HARM if kind == "self_harm" else Cue.DANGER) >= 0.85


def test_harmless_doubles_are_left_alone():
    assert share(KNOWN["harmless"], Cue.DANGER, Cue.ABUSE, Cue.SELF_HARM) <= 0.08
    assert share(FRESH["harmless"], Cue.DANGER, Cue.ABUSE, Cue.SELF_HARM) <= 0.15


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He'd have kissed me when the server was back.", False),
        ("He kissed me in the store room.", True),
        ("In the talks we had them by the throat.", False),
        ("He had me by the throat.", True),
        ("It hit me on the way home.", False),
        ("He hit me.", True),
        ("I have never told anybody that he pushed my assistant down the stairs.", True),
        ("He never pushed my assistant.", False),
        ("They know where we stand.", False),
    ],
)
def test_what_decides_is_who_did_what(text, found):
    assert bool(read_cues(text)[Cue.DANGER]) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I swore at him on the phone.", False),
        ("Swore at him once, not proud of it.", False),
        ("He swore at me on the phone.", True),
        ("Swears at me in front of the crew.", True),
        ("She will make sure nobody in this town hires me again.", True),
    ],
)
def test_what_the_teller_shouted_is_not_the_other_sides_abuse(text, found):
    assert bool(read_cues(text)[Cue.ABUSE]) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He asked me to take out the paragraph on the blocked escape stair.", True),
        ("She told me not to tell the auditor about the second delivery.", True),
        ("He asked me to change the paragraph about the team.", False),
        ("They never asked me to fake anything.", False),
    ],
)
def test_a_request_to_do_wrong_is_known_by_what_is_asked(text, found):
    assert bool(read_cues(text)[Cue.ETHICS]) is found


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("Need a sanity check on this one.", Cue.DEPENDENCE, False),
        ("I need this money for the rent.", Cue.DEPENDENCE, True),
        ("He wants two finished concepts first, unpaid.", Cue.OWED, False),
        ("Three invoices are unpaid.", Cue.OWED, True),
        ("Mrs Ames was cross, and she was right to be cross.", Cue.OWN_FAULT, True),
    ],
)
def test_money_and_own_fault_are_read_from_words_that_mean_them(text, cue, found):
    assert bool(read_cues(text)[cue]) is found


def test_a_long_sentence_is_quoted_by_the_clause_that_shows_it():
    text = (
        "We had met four times about the garden and the plans were nearly finished, when he grabbed me by the hair in the "
        "porch, and after that the neighbour drove me home and we drank tea until it was dark outside."
    )
    quote = read_cues(text)[Cue.DANGER][0]
    assert quote.is_in(text)
    assert "by the hair" in quote.quote
    assert len(quote.quote) < 80
