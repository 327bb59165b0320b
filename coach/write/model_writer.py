"""The writer that asks a language model: held to the outline, its text checked, and replaced by the built-in draft when it does not hold."""

import re
from typing import Annotated

from pydantic import BaseModel, Field

from coach.errors import ModelError
from coach.llm.data import Marks
from coach.llm.gateway import Gateway, Message
from coach.llm.preview import Preview, preview
from coach.llm.prompts import load_prompt
from coach.llm.redaction import Redactor
from coach.llm.structured import ask_for
from coach.situation import FactKind
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Beside, DraftTone
from coach.write.holding import Expected, Problem, facts_in, problems, told, wording
from coach.write.kinds import Form
from coach.write.outline import Outline
from coach.write.phrases import part
from coach.write.writer import PhraseWriter, Writer, Written

PROMPT = "write.v1"
FIXED = frozenset(
    {"greeting", "letter_greeting", "chat_greeting", "team_greeting", "letter_head", "signoff", "call_pause"}
)  # parts that are form, not content: the built-in words stand
_TRIES = 2  # texts that are asked for; the second is told what was wrong with the first
_TEMPERATURE = 0.7
_TOKENS_A_PART, _MOST_TOKENS = 160, 3_500
_FORMS = {
    Form.EMAIL: "an e-mail",
    Form.LETTER: "a formal letter",
    Form.CHAT: "a chat message",
    Form.SCRIPT: "what one will say on the telephone",
    Form.NOTES: "notes for a meeting",
}


class PartWords(BaseModel):
    """The words of one part of a message."""

    id: Annotated[str, Field(max_length=60)]
    words: Annotated[str, Field(max_length=1_200)]


class MessageWords(BaseModel):
    """What a model answers: a message, part by part."""

    subject: Annotated[str, Field(max_length=160)]
    parts: Annotated[list[PartWords], Field(max_length=40)]


class WriteInputs(Value):
    """The variables of the prompt `write`."""

    form: str
    goal: str
    tone: str
    length: str
    voice: str
    relation: str
    marks: Marks
    subject: str
    fixed: tuple[str, ...]
    parts: tuple[str, ...]
    wrong: tuple[str, ...] = ()


class ModelWriter:
    """Words an outline in a model's words; any fault gives the built-in draft and says so.

    What each part must say comes from the built-in draft; the account itself is not sent.
    """

    def __init__(self, gateway: Gateway, fallback: Writer | None = None) -> None:
        self._gateway, self._fallback = gateway, fallback or PhraseWriter()

    def write(self, outline: Outline, tone: DraftTone, seed: int = 0) -> Written:
        """A message that holds every item of `outline` and nothing that is not in it, from the model or else the built-in one.

        A text that does not hold is sent back once; the second, where it may be shown, is given beside the built-in draft.
        """
        ours = self._fallback.write(outline, tone, seed)
        try:
            return self._written(outline, tone, ours)
        except ModelError as error:
            return ours.model_copy(update={"degraded_because": wording()["no_text"].format(because=error)})

    def preview(self, outline: Outline, tone: DraftTone, seed: int = 0) -> Preview:
        """What `write` sends first; a second request adds what was wrong with the first text."""
        expected = _expected(outline, self._fallback.write(outline, tone, seed))
        redactor = self._redactor(expected)
        return preview(self._gateway, [self._sent(expected, tone, redactor, ())], redactor)

    def _written(self, outline: Outline, tone: DraftTone, ours: Written) -> Written:
        expected = _expected(outline, ours)
        redactor = self._redactor(expected)
        found: list[Problem] = []
        said: tuple[str, dict[str, str]] = ("", {})
        for _ in range(_TRIES):
            messages = self._sent(expected, tone, redactor, tuple(redactor.hide(one) for one in told(found)))
            said, found = self._tried(messages, expected, redactor)
            if not found:
                subject, words = said
                return _composed(ours, subject, words, self._gateway.model)
        return self._not_taken(ours, *said, found)

    def _tried(
        self, messages: tuple[Message, ...], expected: Expected, redactor: Redactor
    ) -> tuple[tuple[str, dict[str, str]], list[Problem]]:
        """The subject and the parts that came back, and what is wrong with them."""
        room = min(_MOST_TOKENS, _TOKENS_A_PART * (len(expected.holds) + 2))
        answer = ask_for(self._gateway, messages, MessageWords, max_tokens=room, temperature=_TEMPERATURE)
        whole = "\n".join([answer.subject, *(one.words for one in answer.parts)])
        words = {one.id.strip(): _tidied(redactor.show(one.words)) for one in answer.parts}
        words = {name: words[name] for name in expected.holds if name in words}
        subject = _tidied(redactor.show(answer.subject)).replace("\n", " ") if part_of_subject(expected) else ""
        composed = _put_in(expected.body, expected.parts, words)
        found = list(problems(words, subject, composed, expected, messages[0].content))
        if redactor.unknown(whole):
            found.append(Problem(says=wording()["placeholder"], grave=True))
        if part_of_subject(expected) and not subject:
            found.append(Problem(says=wording()["missing_part"].format(what="subject")))
        return (subject, words), found

    def _not_taken(self, ours: Written, subject: str, words: dict[str, str], found: list[Problem]) -> Written:
        engine, wrong = self._gateway.model, told(found)
        if any(one.grave for one in found):
            because = " ".join(told(one for one in found if one.grave))
            said = wording()["not_taken"].format(engine=engine, because=because)
            return ours.model_copy(update={"degraded_because": said})
        theirs = _composed(ours, subject, words, engine)
        return ours.model_copy(
            update={
                "degraded_because": wording()["not_taken_beside"].format(engine=engine),
                "beside": Beside(engine=engine, subject=theirs.subject, body=theirs.body, wrong=wrong),
            }
        )

    def _sent(
        self, expected: Expected, tone: DraftTone, redactor: Redactor, wrong: tuple[str, ...]
    ) -> tuple[Message, ...]:
        outline, hide = expected.outline, redactor.hide
        fixed = tuple(words for name, words in expected.parts.items() if name not in expected.holds)
        inputs = WriteInputs(
            form=_FORMS[outline.kind.form],
            goal=outline.kind.goal.value,
            tone=tone.value,
            length=outline.length.value,
            voice="plural (we)" if outline.case.plural else "first person (I)",
            relation=outline.relation.value,
            marks=Marks.of(PROMPT, expected.body),
            subject=hide(expected.subject) if part_of_subject(expected) else "",
            fixed=tuple(map(hide, fixed)),
            parts=tuple(hide(_asked(name, expected)) for name in expected.holds),
            wrong=wrong,
        )
        return load_prompt(PROMPT).messages(inputs)

    def _redactor(self, expected: Expected) -> Redactor:
        if not self._gateway.redacts:
            return Redactor.off()
        facts = expected.outline.case.facts
        kinds = {"client": FactKind.CLIENT, "you": FactKind.YOU, "company": FactKind.COMPANY}
        known = [(kind, facts[slot]) for slot, kind in kinds.items() if slot in facts]
        return Redactor.of([f"{expected.subject}\n\n{expected.body}", *facts.values()], known)


def part_of_subject(expected: Expected) -> bool:
    """Whether the subject is to be worded; a title is not."""
    return expected.outline.kind.subject is not None


def _expected(outline: Outline, ours: Written) -> Expected:
    asked = [name for name, words in ours.parts.items() if name not in FIXED and words.strip()]
    return Expected(
        outline=outline,
        subject=ours.subject,
        parts=ours.parts,
        body=ours.body,
        holds={name: facts_in(ours.parts[name], outline) for name in asked},
    )


def _asked(name: str, expected: Expected) -> str:
    """A part as the prompt states it: what it is for, what it says, what it must hold to the letter."""
    lines = [f"{name}: {part(name)['label']}", f"content: {expected.parts[name]}"]
    held = expected.holds[name]
    return "\n".join([*lines, f"holds: {'; '.join(held)}"] if held else lines)


def _composed(ours: Written, subject: str, words: dict[str, str], engine: str) -> Written:
    """The built-in message with these words in place of its own."""
    return Written(
        subject=subject or ours.subject,
        body=_put_in(ours.body, ours.parts, words),
        parts=ours.parts | words,
        engine=engine,
    )


def _put_in(body: str, ours: dict[str, str], words: dict[str, str]) -> str:
    """`body` with the words of its parts replaced, in order; headings, lists and what is fixed stay."""
    done, rest = "", body
    for name, old in ours.items():
        before, found, after = rest.partition(old)
        if old and found:
            done, rest = done + before + words.get(name, old), after
    return done + rest


def _tidied(words: str) -> str:
    """Without quotation marks around it, spaces at its ends, or blank lines at will."""
    words = re.sub(r"[ \t]+", " ", words.replace("\r", "")).strip()
    words = re.sub(r"\n{3,}", "\n\n", words)
    return words[1:-1].strip() if len(words) > 1 and words[0] in '"“' and words[-1] in '"”' else words
