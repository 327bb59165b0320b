"""Telling it: `assess` reads an account, `ask` asks what would change the reading most."""

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Engine, InputFile, Json, Preview, Seed, open_coach, read_input
from coach.errors import BadInput

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.situation import Situation
    from coach.vocabulary.assessment import Assessment
    from coach.vocabulary.intake import Answer, Question, Try

Me = Annotated[str, typer.Option("--me", help="Your name or address in an e-mail thread.", metavar="NAME")]
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", help="An answer to a question, such as raised=no; repeatable.", metavar="ID=CHOICE"),
]
Tried = Annotated[
    list[str] | None,
    typer.Option(
        "--tried",
        help="What you tried and what came of it, such as “2026-03-01 same: asked for one list a week”; repeatable.",
        metavar="[DATE] better|same|worse|open: WHAT",
    ),
]
_WRONG = {
    "when": "there is no such day",
    "effect": "what came of it is none of better, same, worse and open",
    "what": "say it in one to five hundred characters",
}
_TRIED = re.compile(r"\s*(?:(\d{4}-\d{2}-\d{2})\s+)?(\w+)\s*:\s*(.+)", re.S)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(assess)
    app.command()(ask)


def assess(
    file: InputFile,
    me: Me = "",
    answer: Answers = None,
    tried: Tried = None,
    preview: Preview = False,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Which warning signs a text holds, in its own words, and what to do about it."""
    from coach.cli import show

    coach = open_coach(engine)
    situation = _situation(coach, file, me, answer, tried)
    if preview:
        show.show_preview(coach.preview_assessment(situation), as_json)
        return
    found = coach.assess(situation)
    show.print_json(found) if as_json else show.show_assessment(found)


def ask(
    file: InputFile,
    me: Me = "",
    answer: Answers = None,
    tried: Tried = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Asks at most eight short questions, each because its answer could change the signs or the verdict."""
    from coach.cli import show

    coach = open_coach(engine)
    situation = _situation(coach, file, me, answer, tried)
    found = coach.assess(situation)
    if as_json:
        questions = [question.model_dump(mode="json") for question in found.asks]
        show.print_json(
            {
                "questions": questions,
                "asked": len(situation.answers),
                "assessment": found.model_dump(mode="json", by_alias=True),
            }
        )
    elif sys.stdin.isatty() and file != "-":
        show.show_assessment(_interview(coach, situation, found))
    else:
        show.show_questions(found.asks, file)


def _interview(coach: "Coach", situation: "Situation", found: "Assessment") -> "Assessment":
    """Ask until nothing would change, the user ends it, or eight were asked."""
    from coach.cli import show

    show.notice("Answer with a number; an empty line skips a question, /end ends it.")
    while found.asks:
        question = found.asks[0]
        show.show_question(question)
        chosen = _choice(question)
        if chosen is None:
            break
        situation = situation.with_answers(chosen)
        found = coach.assess(situation, again=False)
    return found


def _choice(question: "Question") -> "Answer | None":
    """The answer typed; None where the user ends the interview."""
    from coach.cli import show
    from coach.vocabulary.intake import SKIP, Answer

    while True:
        try:
            typed = input("> ").strip().lower()
        except EOFError:
            return None
        if typed == "/end":
            return None
        if not typed:
            return Answer(question=question.id, choice=SKIP)
        numbered = {str(number): choice.id for number, choice in enumerate(question.choices, 1)}
        known = numbered | {choice.id: choice.id for choice in question.choices}
        if typed in known:
            return Answer(question=question.id, choice=known[typed])
        show.notice(f"{typed!r} is none of the answers: type a number from 1 to {len(question.choices)}.")


def _situation(coach: "Coach", file: str, me: str, answers: list[str] | None, tried: list[str] | None) -> "Situation":
    situation = coach.situation(read_input(file), me)
    situation = situation.with_answers(*(_answer(one) for one in answers or ()))
    return situation.with_tries(*(_try(one) for one in tried or ()))


def _answer(words: str) -> "Answer":
    from coach.assess.intake import checked
    from coach.vocabulary.intake import Answer

    question, equals, choice = words.partition("=")
    if not equals or not choice.strip():
        raise BadInput(
            f"The answer {words!r} is not understood.", hint="Write it as QUESTION=CHOICE, such as raised=no."
        )
    return checked(Answer(question=question.strip(), choice=choice.strip().lower()))


def _try(words: str) -> "Try":
    from pydantic import ValidationError

    from coach.vocabulary.intake import Approach, Try

    match = _TRIED.fullmatch(words)
    hint = "Write it as “same: asked for one list a week”, with better, same, worse or open before the colon."
    if match is None:
        raise BadInput(f"What was tried, {words!r}, is not understood.", hint=hint)
    day, effect, what = match.groups()
    try:
        return Try.model_validate({"what": what, "effect": effect.lower(), "when": day, "approach": Approach.TALK})
    except ValidationError as error:
        wrong = _WRONG.get(str(error.errors()[0]["loc"][0]), "it is too long")
        raise BadInput(f"What was tried, {words!r}, is not understood: {wrong}.", hint=hint) from error
