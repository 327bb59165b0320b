"""A case as a file one can read: Markdown with the account, the assessment, the rehearsals and the messages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from coach.content import load_signs, read_yaml
from coach.desk.rehearsals import Talk
from coach.situation import Situation
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Draft
from coach.vocabulary.intake import Answer, Question
from coach.vocabulary.rehearsal import Answer as Verdict
from coach.vocabulary.rehearsal import ItemId, Role

ItemLabel = Callable[[ItemId], str]


class CaseStory(Value):
    """Everything of a case that a person would want to read; `typed` is the account as it stands, `read` as it was read."""

    name: str
    written_at: datetime
    typed: str
    read: str | None
    situation: Situation
    answers: tuple[tuple[Question, Answer], ...]
    assessment: Assessment | None
    talks: tuple[Talk, ...]
    drafts: tuple[tuple[str, Draft], ...]


def readable(story: CaseStory, item_label: ItemLabel) -> str:
    """The case as Markdown; every word of the user's stands in a quotation, so that it cannot be taken for a heading."""
    parts = [
        f"# {_line(story.name)}",
        _words()["head"].format(day=f"{story.written_at:%-d %B %Y}"),
        *_account(story),
        *_assessment(story.assessment),
        *_talks(story.talks, item_label),
        *_drafts(story.drafts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = read_yaml("readable.yaml")
    return words


def _account(story: CaseStory) -> Iterator[str]:
    words = _words()
    yield f"## {words['situation']}"
    yield _quoted(story.read if story.read is not None else story.typed)
    if story.read is not None and story.typed != story.read:
        yield f"### {words['unread']}"
        yield _quoted(story.typed)
    if story.answers:
        yield f"### {words['answers']}"
        yield _list(f"{question.text} {_choice(question, answer)}" for question, answer in story.answers)
    if story.situation.tries:
        yield f"### {words['tries']}"
        yield _list(
            f"{f'{one.when:%-d %B %Y}: ' if one.when else ''}{one.what} ({words['effects'][one.effect]})"
            for one in story.situation.tries
        )


def _choice(question: Question, answer: Answer) -> str:
    texts = {choice.id: choice.text for choice in question.choices}
    return f"— {texts.get(answer.choice, _words()['skipped'])}"


def _assessment(found: Assessment | None) -> Iterator[str]:
    words = _words()
    yield f"## {words['assessment']}"
    if found is None:
        yield words["no_assessment"]
        return
    verdict, names = found.verdict, load_signs()
    yield f"**{words['actions'][verdict.action]}**"
    for part in ("why", "against", "their_side", "my_part"):
        yield from _section(words[part], verdict.reasons if part == "why" else getattr(verdict, part))
    for part, signs in (("signs", found.signs), ("possible", found.possible)):
        if signs:
            yield f"### {words[part]}"
        for sign in signs:
            weight = f" ({words['severity'][sign.severity]})" if part == "signs" else ""  # type: ignore[union-attr]
            yield f"**{names[sign.id].name}**{weight}"
            yield from (_quoted(quote.quote) for quote in sign.evidence)
    yield from _section(words["next_steps"], found.next_steps)
    yield from _section(words["sources"], (f"{one.title} [{one.id}]" for one in found.citations))


def _talks(talks: Sequence[Talk], item_label: ItemLabel) -> Iterator[str]:
    words = _words()
    if talks:
        yield f"## {words['rehearsals']}"
    for number, talk in enumerate(talks, 1):
        ended = "drill" if talk.ended and talk.setup.drill else talk.ended or "open"
        about = words["drill"] if talk.setup.drill else f"{talk.persona.name}, {words['goals'][talk.setup.goal]}"
        yield f"### {number}. {about}: {words['endings'][ended]}"
        for turn in talk.turns:
            yield f"**{words['you'] if turn.role is Role.YOU else talk.client}**"
            yield _quoted(turn.text)
        if talk.debrief is not None:
            if talk.debrief.turning_line:
                yield f"#### {words['turned_on']}"
                yield _quoted(talk.debrief.turning_line)
            marks = {Verdict.YES: "✓", Verdict.NO: "→"}
            done = (
                f"{marks[item.answer]} {item_label(item.id)}" for item in talk.debrief.items if item.answer in marks
            )
            yield from _section(words["what_you_did"], done, "####")
            yield from _section(words["for_next_time"], talk.debrief.next, "####")


def _drafts(drafts: Sequence[tuple[str, Draft]]) -> Iterator[str]:
    words = _words()
    if drafts:
        yield f"## {words['messages']}"
    for label, draft in drafts:
        yield f"### {label}"
        yield f"{words['subject']}: {_line(draft.subject)}" if draft.subject else ""
        yield _quoted(draft.body)


def _section(title: str, sentences: Iterable[str], level: str = "###") -> Iterator[str]:
    rows = _list(sentences)
    if rows:
        yield f"{level} {title}"
        yield rows


def _list(rows: Iterable[str]) -> str:
    return "\n".join(f"- {_line(row)}" for row in rows)


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
