"""The actor that speaks with a language model: held to the director's move, checked, and replaced by the written lines when it fails."""

import random
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.errors import ModelAnswerInvalid, ModelError
from coach.llm.data import Marks
from coach.llm.gateway import Gateway, Message
from coach.llm.preview import Preview, preview
from coach.llm.prompts import load_prompt
from coach.llm.redaction import Redactor
from coach.rehearse.actor import Actor, Cue, Scene, ScriptedActor, Spoken, mood_of
from coach.rehearse.grievances import known_to, raised_in
from coach.rehearse.in_part import problem
from coach.situation import FactKind
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import Move

PROMPT = "speak.v2"
LAST_LINES = 4  # of their own lines that the model is shown: the prompt does not grow with the talk
MOST_HEARD = 1_200  # characters of the user's turn that it is shown
_REQUESTS = 2  # that one line may take, tries after a fault included
_LONGEST_RAW = 2_000  # characters of an answer that are looked at
_FACTS_OF = {"you": FactKind.YOU, "company": FactKind.COMPANY}


class SpeakInputs(Value):
    """The variables of the prompt `speak`."""

    name: str
    background: str
    interests: tuple[str, ...]
    habits: tuple[str, ...]
    goal: str
    channel: str
    mood: str
    direction: str
    marks: Marks
    known: tuple[str, ...]
    told: tuple[str, ...]
    questions: tuple[str, ...]
    said: tuple[str, ...]
    heard: str
    hedge: str
    wrong: str = ""


class ModelActor:
    """Says the move the director chose in a model's words; any fault gives the written line and says so."""

    def __init__(self, gateway: Gateway, fallback: Actor | None = None) -> None:
        self._gateway, self._fallback = gateway, fallback or ScriptedActor()

    def speak(self, cue: Cue, chance: random.Random) -> Spoken:
        """One line in the model's words, or the built-in line with the reason; at most two requests."""
        try:
            return self._spoken(cue)
        except ModelError as error:
            because = str(error)
        spoken = self._fallback.speak(cue, chance)
        return spoken.model_copy(update={"degraded_because": because})

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """None: a model has words for every move; but a fall-back must have them too."""
        return self._fallback.spent(scene, said)

    def preview(self, cue: Cue) -> Preview:
        """What `speak` sends first."""
        redactor = self._redactor(cue)
        return preview(self._gateway, [self._sent(cue, redactor, "")], redactor)

    def _spoken(self, cue: Cue) -> Spoken:
        redactor, left, wrong = self._redactor(cue), _REQUESTS, ""
        while left > 0:
            messages = self._sent(cue, redactor, wrong)
            answer = self._gateway.ask(messages, max_tokens=120, temperature=0.8, tries=left)
            left -= answer.requests
            made_up = redactor.unknown(answer.text)
            line = _cleaned(redactor.show(answer.text[:_LONGEST_RAW]))
            told = (messages[0].content, _direction(cue, fact=""))
            found = "a placeholder that stands for nothing" if made_up else problem(line, cue, told)
            if found is None:
                return Spoken(text=line, move=cue.move, engine=answer.model)
            wrong = found
        raise ModelAnswerInvalid(f"The model {self._gateway.model!r} left its part ({wrong}).")

    def _sent(self, cue: Cue, redactor: Redactor, wrong: str) -> tuple[Message, ...]:
        hide = redactor.hide
        profile, wording = cue.scene.profile, _directions()
        inputs = SpeakInputs(
            name=profile.name,
            background=profile.background,
            interests=profile.interests,
            habits=profile.verbal_habits,
            goal=cue.scene.goal.value,
            channel=cue.scene.channel.value,
            mood=mood_of(cue.state).value,
            direction=_direction(cue, fact=cue.fact or ""),
            marks=Marks.of(PROMPT, cue.heard, *cue.said[-LAST_LINES:]),  # no draw: chance is the client's
            known=tuple(hide(fact) for fact in _known(cue)),
            told=tuple(said for knows, said in wording["told"].items() if getattr(cue.state, knows)),
            questions=tuple(wording["items"][item] for item in cue.state.pressed[-2:] if item in cue.state.open_agenda),
            said=tuple(hide(line) for line in cue.said[-LAST_LINES:]),
            heard=hide(_shortened(cue.heard)),
            hedge=hide(cue.slots.get("hedge", "")) if cue.move is Move.POUNCE_ON_HEDGE else "",
            wrong=wrong,
        )
        return load_prompt(PROMPT).messages(inputs)

    def _redactor(self, cue: Cue) -> Redactor:
        if not self._gateway.redacts:
            return Redactor.off()
        facts = sorted(cue.scene.facts.items())
        known = [(_FACTS_OF[slot], value) for slot, value in facts if slot in _FACTS_OF]
        texts = [*cue.scene.names, *(value for _, value in facts), *cue.said, cue.heard]
        return Redactor.of(texts, known, cue.scene.names)


class Previewing:
    """An actor that says nothing and sends nothing: it keeps what would be sent for the last line it was asked for."""

    def __init__(self, actor: ModelActor) -> None:
        self._actor = actor
        self.kept: Preview | None = None

    def speak(self, cue: Cue, chance: random.Random) -> Spoken:
        """No words; see `kept`."""
        self.kept = self._actor.preview(cue)
        return Spoken(text="…", move=cue.move, engine="preview")

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """As the actor that it stands for."""
        return self._actor.spent(scene, said)


@cache
def _directions() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("directions.yaml")
    return found


def _known(cue: Cue) -> list[str]:
    """What this client knows: the facts, and what they can know of what the user holds against them."""
    facts = [f"{slot.replace('_', ' ')}: {value}" for slot, value in sorted(cue.scene.facts.items())]
    return facts + list(known_to(cue.scene.grievances, raised_in([*cue.earlier, cue.heard])))


def _direction(cue: Cue, fact: str) -> str:
    wording = _directions()
    item = wording["items"][cue.item.value] if cue.item else wording["items"]["why"]
    text: str = wording[cue.move.value]
    return text.format(item=item, fact=fact)


def _shortened(heard: str) -> str:
    """Both ends of a long turn: how it began, and what it came to."""
    half = MOST_HEARD // 2
    return heard if len(heard) <= MOST_HEARD else f"{heard[:half]} […] {heard[-half:]}"


def _cleaned(text: str) -> str:
    """The first paragraph without a name before it, quotation marks around it or stage directions in it."""
    line = text.strip().split("\n\n")[0].replace("\n", " ")
    line = re.sub(r"(?<!\*)\*[^*]{1,200}\*(?!\*)|\([^()]{1,200}\)|\[[^\[\]]{1,200}\](?!\()", "", line)
    line = re.sub(r"^[A-Z][\w ]{0,30}:\s*", "", line.strip())
    return re.sub(r"\s+", " ", line).strip(' "“”')
