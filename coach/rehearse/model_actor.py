"""The actor that speaks with a language model: held to the director's move, checked, and replaced by the written lines when it fails."""

import random
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.errors import ModelAnswerInvalid, ModelError
from coach.llm.gateway import Gateway, Message
from coach.llm.prompts import load_prompt
from coach.rehearse.actor import MAX_WORDS, Actor, Cue, Scene, ScriptedActor, Spoken, mood_of
from coach.rehearse.grievances import known_to, raised_in
from coach.vocabulary.rehearsal import Move

PROMPT = "speak.v1"
LAST_LINES = 8  # of their own lines that the model is shown: the prompt does not grow with the talk
_OUT_OF_PART = re.compile(
    r"\b(?:as an ai|language model|i am an actor|stage direction|in this rehearsal|role[- ]?play|you should try|my advice"
    r"|a good way to say|well said|great job|https?://|!\[|as (?:your )?coach)\b|<<<|SAID>>>",
    re.I,
)
_AGREEING = re.compile(
    r"\b(?:i (?:completely |totally |fully )?(?:accept|agree|understand and accept)|that'?s fine with me|no problem at all)\b",
    re.I,
)
_MAY_AGREE = frozenset({Move.ACCEPT, Move.AGREE_RESET, Move.SOFTEN, Move.THANK, Move.CLOSE, Move.TAKE_WIN})


@cache
def _directions() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("directions.yaml")
    return found


class ModelActor:
    """Says the move the director chose in a model's words; any fault gives the written line and says so."""

    def __init__(self, gateway: Gateway, fallback: Actor | None = None) -> None:
        self._gateway, self._fallback = gateway, fallback or ScriptedActor()

    def speak(self, cue: Cue, chance: random.Random) -> Spoken:
        """One line in the model's words, or the built-in line with the reason."""
        messages = [Message(role="user", content=_prompt(cue))]
        try:
            for _ in range(2):
                line = _cleaned(self._gateway.ask(messages, max_tokens=120, temperature=0.8).text)
                wrong = problem(line, cue)
                if wrong is None:
                    return Spoken(text=line, move=cue.move, engine=self._gateway.model)
            raise ModelAnswerInvalid(f"The model {self._gateway.model!r} left its part ({wrong}).")
        except ModelError as error:
            spoken = self._fallback.speak(cue, chance)
            return spoken.model_copy(update={"degraded_because": str(error)})

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """None: a model has words for every move; but a fall-back must have them too."""
        return self._fallback.spent(scene, said)


def out_of_part(line: str) -> bool:
    """Whether `line` is what a coach, a counsellor or a machine would say, and no client."""
    return _OUT_OF_PART.search(line) is not None


def problem(line: str, cue: Cue) -> str | None:
    """Why `line` may not be said, in a few words; None when it may."""
    if not line:
        return "nothing was said"
    if len(line.split()) > MAX_WORDS:
        return "too long"
    if out_of_part(line):
        return "not the client's words"
    if cue.move not in _MAY_AGREE and _AGREEING.search(line):
        return "agreed too soon"
    if line in cue.said:
        return "said before"
    known = " ".join([*cue.scene.facts.values(), cue.heard, cue.fact or "", *cue.said])
    if any(figure not in known for figure in re.findall(r"\d[\d,.]*\d|\d", line)):
        return "a figure that nobody named"
    return None


def _cleaned(text: str) -> str:
    """The first paragraph without a name before it, quotation marks around it or stage directions in it."""
    line = text.strip().split("\n\n")[0].replace("\n", " ")
    line = re.sub(r"\*[^*]*\*|\([^)]*\)|\[[^\]]*\]", "", line)
    line = re.sub(r"^[A-Z][\w ]{0,30}:\s*", "", line.strip())
    return re.sub(r"\s+", " ", line).strip(' "“”')


def _prompt(cue: Cue) -> str:
    profile = cue.scene.profile
    return load_prompt(PROMPT).render(
        {
            "name": profile.name,
            "background": profile.background,
            "interests": list(profile.interests),
            "habits": list(profile.verbal_habits),
            "goal": cue.scene.goal.value,
            "channel": cue.scene.channel.value,
            "mood": mood_of(cue.state).value,
            "direction": _direction(cue),
            "known": _known(cue),
            "said": list(cue.said[-LAST_LINES:]),
            "heard": cue.heard.replace("<<<", "").replace(">>>", ""),
        }
    )


def _known(cue: Cue) -> list[str]:
    facts = [f"{slot.replace('_', ' ')}: {value}" for slot, value in sorted(cue.scene.facts.items())]
    return facts + list(known_to(cue.scene.grievances, raised_in([*cue.earlier, cue.heard])))


def _direction(cue: Cue) -> str:
    wording = _directions()
    item = wording["items"][cue.item.value] if cue.item else wording["items"]["why"]
    text: str = wording[cue.move.value]
    return text.format(item=item, fact=cue.fact or "", hedge=cue.slots.get("hedge", "maybe"))
