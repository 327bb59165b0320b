"""Mail: how a client's line becomes an e-mail: a greeting before it, a closing and a name after it."""

import random
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.rehearse.filling import fill
from coach.rehearse.personas import Line
from coach.rehearse.repertoire import PART
from coach.rehearse.voices import Mail, voice_for
from coach.vocabulary.rehearsal import Channel, Move

if TYPE_CHECKING:
    from coach.rehearse.actor import Cue

_GREETS = re.compile(r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day))\b", re.IGNORECASE)
_CLOSES = 0.65  # of the e-mails that end with more than the name
_OPENS = 0.7  # of the e-mails that begin with a phrase where there is no name to greet


def as_sent(text: str, cue: "Cue", move: Move, chance: random.Random) -> str:
    """The client's words as they go out on the scene's channel: an e-mail has a beginning and an end."""
    voice = voice_for(cue.scene.profile.id, pays=cue.scene.pays)
    if cue.scene.channel is not Channel.EMAIL or voice is None:
        return text
    opening = None if _GREETS.match(text) else _opening(voice.mail, cue, move, chance)
    closing = _unused(voice.mail.closings, cue, chance) if chance.random() < _CLOSES else None
    end = "\n".join(part for part in (closing, cue.scene.signature) if part)
    return PART.join(part for part in (opening, text, end) if part)


def _opening(mail: Mail, cue: "Cue", move: Move, chance: random.Random) -> str | None:
    if "you" in cue.scene.facts:
        plain = fill(mail.greetings[0].text, cue.scene.facts)
        if move is Move.OPEN:  # nothing has been received yet
            return plain
        return _unused(mail.greetings[1:], cue, chance) if chance.random() < _OPENS / 2 else plain
    if move is Move.OPEN or chance.random() > _OPENS:
        return None
    return _unused(mail.bare, cue, chance)


def _unused(lines: Sequence[Line], cue: "Cue", chance: random.Random) -> str | None:
    """One of the lines that no e-mail of this talk has had yet."""
    said = "\n".join(cue.said)
    texts = [fill(line.text, cue.scene.facts) for line in lines]
    left = [text for text in texts if text not in said]
    return chance.choice(left) if left else None
