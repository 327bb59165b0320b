"""Portraits: every persona has one of its own, drawn in itself, with words for those who do not see it."""

from xml.etree import ElementTree

import pytest

from coach.rehearse.personas import personas
from coach.ui import portraits

IDS = [persona.id for persona in personas()]


@pytest.mark.parametrize("persona", IDS)
def test_a_portrait_is_whole_and_loads_nothing(persona: str) -> None:
    drawing = portraits.drawn(persona)
    ElementTree.fromstring(drawing)
    assert drawing.count("http") == 1, "the namespace alone"
    assert portraits.described(persona) in portraits.portrait(persona)


def test_no_two_personas_look_or_are_described_alike() -> None:
    assert len({portraits.drawn(persona) for persona in IDS}) == len(IDS) == 12
    assert len({portraits.described(persona) for persona in IDS}) == len(IDS)


def test_a_persona_nobody_drew_has_a_face_too() -> None:
    ElementTree.fromstring(portraits.drawn("somebody"))


def test_beside_its_own_words_a_portrait_is_silent() -> None:
    assert 'alt=""' in portraits.portrait("bargainer", known=True)
