"""The steps as commands: personas, prep, rehearse, drill, debrief, listen, draft, check, plan."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.options import (
    Engine,
    InputFile,
    Json,
    Preview,
    Seed,
    SituationFile,
    open_coach,
    read_input,
    read_json_or_text,
)
from coach.errors import BadInput, EmptyInput

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.drills import DrillTalk
    from coach.rehearse.rehearsal import Rehearsal


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (personas, prep, rehearse, drill, debrief, listen, draft, check, plan):
        app.command()(command)


def personas(as_json: Json = False, engine: Engine = None, seed: Seed = 1) -> None:
    """The kinds of client you can rehearse with."""
    from coach.cli import show

    found = open_coach(engine).personas()
    if as_json:
        show.print_json({"personas": [persona.model_dump(mode="json") for persona in found]})
        return
    for persona in found:
        print(f"{persona.id:22} {persona.name}: {persona.summary}")


def prep(
    situation: SituationFile,
    persona: Annotated[
        str | None, typer.Option(help="Who you talk to (see `coach personas`); fits the signs by default.")
    ] = None,
    goal: Annotated[str, typer.Option(help="exit or reset.")] = "exit",
    draft: Annotated[
        str | None, typer.Option(help="A message of yours: its words open the talk. A file.", metavar="FILE")
    ] = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """What to hold on to before the talk: three rules, two openings side by side, goals to choose one from."""
    from coach.cli import show

    if situation == "-" and draft == "-":
        raise BadInput(
            "Standard input can give the situation or the draft, not both.", hint="Save one of them as a file."
        )
    words = read_input(draft) if draft else ""
    card = open_coach(engine).prep_card(read_input(situation), persona=persona, goal=goal, draft=words)
    show.print_json(card) if as_json else show.show_prep(card)


def rehearse(
    situation: SituationFile,
    persona: Annotated[
        str | None, typer.Option(help="Who you talk to (see `coach personas`); fits the signs by default.")
    ] = None,
    goal: Annotated[str, typer.Option(help="exit or reset.")] = "exit",
    difficulty: Annotated[int, typer.Option(help="1, 2 or 3.")] = 2,
    channel: Annotated[str, typer.Option(help="email, chat, phone or meeting.")] = "meeting",
    say: Annotated[str | None, typer.Option(help="A file with one turn of yours a line, or -.", metavar="FILE")] = None,
    own_goal: Annotated[
        str, typer.Option(help="What you want to watch in yourself (see `coach prep`); the debrief comes back to it.")
    ] = "",
    preview: Preview = False,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Rehearse the conversation: in the terminal, or with --say the turns of a file in order."""
    from coach.cli import show

    if situation == "-" and say in (None, "-"):
        raise BadInput(
            "Standard input can give the situation or your turns, not both.", hint="Save one of them as a file."
        )
    coach = open_coach(engine)
    setup: dict[str, Any] = {
        "persona": persona,
        "goal": goal,
        "difficulty": difficulty,
        "channel": channel,
        "own_goal": own_goal,
    }
    if preview:
        first = next((line.strip() for line in read_input(say).splitlines() if line.strip()), None) if say else None
        show.show_preview(coach.preview_talk(read_input(situation), say=first, seed=seed, **setup), as_json)
        return
    rehearsal = coach.rehearse(read_input(situation), seed=seed, **setup)
    if say is not None:
        _play(rehearsal, [line.strip() for line in read_input(say).splitlines() if line.strip()], as_json)
    elif as_json:
        _play(rehearsal, [line.strip() for line in sys.stdin if line.strip()], as_json)
    else:
        _talk(rehearsal)
    if as_json:
        show.print_json(rehearsal.record())


def _play(rehearsal: "Rehearsal", lines: list[str], quietly: bool) -> None:
    from coach.cli import show

    if not lines:
        raise EmptyInput("There is no turn to play.", hint="Write one turn of yours a line.")
    shown = 0
    for line in lines:
        if rehearsal.ended is not None:
            break
        rehearsal.say(line)
        shown = shown if quietly else _show_new(rehearsal, shown)
    if not quietly:
        show.notice(f"Ended: {rehearsal.ended or 'not yet'}.")
        show.show_debrief(rehearsal.debrief())


def _talk(rehearsal: "Rehearsal") -> None:
    from coach.cli import show

    show.notice("Say your first line. An empty line asks for a hint, /end ends it and shows the debrief.")
    shown = _show_new(rehearsal, 0)
    while rehearsal.ended is None:
        try:
            line = input("you: ").strip()
        except EOFError:
            break
        if line == "/end":
            break
        if not line:
            hint = rehearsal.hint()
            show.notice(f"Hint: {hint.goal}\n      for example: {hint.wording}")
            continue
        rehearsal.say(line)
        shown = _show_new(rehearsal, shown, own=False)
    if rehearsal.ended is None:
        rehearsal.stop()
    show.notice(f"Ended: {rehearsal.ended}.")
    show.show_debrief(rehearsal.debrief())


def _show_new(rehearsal: "Rehearsal", shown: int, own: bool = True) -> int:
    """Print the turns from index `shown` on; how many there are now."""
    from coach.cli import show

    for turn in rehearsal.turns[shown:]:
        if own or turn.role != "you":
            show.show_turn(turn)
        else:
            show.show_feedback(turn)
    return len(rehearsal.turns)


def drill(
    name: Annotated[
        str | None, typer.Argument(help="The drill; without one they are listed.", metavar="[NAME]")
    ] = None,
    say: Annotated[str | None, typer.Option(help="A file with one answer a line, or -.", metavar="FILE")] = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Two minutes on one skill: say it in one sentence, answer why, hold against offers, take an attack, close."""
    from coach.cli import show

    coach = open_coach(engine)
    if name is None:
        _list_drills(coach, as_json)
        return
    talk = coach.drill(name, seed=seed)
    if say is not None:
        lines = [line.strip() for line in read_input(say).splitlines() if line.strip()]
        if not lines:
            raise EmptyInput("There is no answer to play.", hint="Write one answer of yours a line.")
        for line in lines:
            if talk.ended is None:
                talk.say(line)
    else:
        _practise(talk)
    if as_json:
        turns = [turn.model_dump(mode="json", exclude_none=True) for turn in talk.turns]
        show.print_json({"turns": turns, "ended": talk.ended, "debrief": talk.debrief().model_dump(mode="json")})
    elif say is not None:
        for turn in talk.turns:
            show.show_turn(turn)


def _list_drills(coach: "Coach", as_json: bool) -> None:
    from coach.cli import show

    found = coach.drills()
    if as_json:
        show.print_json({"drills": [{"id": one.id, "title": one.title, "aim": one.aim} for one in found]})
        return
    for one in found:
        print(f"{one.id:18} {one.title}: {one.aim}")


def _practise(talk: "DrillTalk") -> None:
    from coach.cli import show

    show.notice(talk.drill.aim)
    while talk.ended is None:
        show.show_turn(talk.turns[-1])
        try:
            line = input("you: ").strip()
        except EOFError:
            break
        if line == "/end":
            break
        if line:
            before = len(talk.turns)
            talk.say(line)
            show.show_feedback(talk.turns[before])


def debrief(
    file: InputFile,
    goal: Annotated[str, typer.Option(help="exit or reset.")] = "exit",
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """A scorecard of a talk: a transcript with “you:” and “client:” lines, or the JSON of a rehearsal."""
    from coach.cli import show

    answer = open_coach(engine).debrief(read_json_or_text(file), goal=goal)
    show.print_json(answer) if as_json else show.show_debrief(answer)


def listen(
    text: Annotated[str, typer.Argument(help="What you would say, or - for standard input.", show_default=False)],
    client: Annotated[str, typer.Option("--client", help="What the client said before it.")] = "",
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """What one sentence or turn of yours does in the conversation, and its tone."""
    from coach.cli import show

    said = read_input("-") if text == "-" else text
    if not said.strip():
        raise EmptyInput("There is no turn to listen to.", hint="Write what you would say.")
    heard = open_coach(engine).listen(said, client_line=client)
    if as_json:
        show.print_json(heard)
        return
    print(f"tone: {heard.tone}")
    for act in heard.acts:
        print(f"{act.id:22} “{act.quote}”")


def draft(
    kind: Annotated[str, typer.Option(help="exit-email, reset-email, call-script, …")],
    situation: SituationFile,
    tone: Annotated[str, typer.Option(help="warm, neutral or firm.")] = "neutral",
    length: Annotated[str, typer.Option(help="short, normal or long: the same content in other words.")] = "normal",
    preview: Preview = False,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """A message from your situation; what the situation does not say stays a named blank."""
    from coach.cli import show

    coach, told = open_coach(engine), read_input(situation)
    if preview:
        show.show_preview(coach.preview_draft(told, kind, tone, seed - 1, length), as_json)
        return
    answer = coach.draft(told, kind=kind, tone=tone, seed=seed - 1, length=length)
    show.print_json(answer) if as_json else show.show_draft(answer)


def check(
    file: InputFile,
    kind: Annotated[str | None, typer.Option(help="What the message is meant to be, such as exit-email.")] = None,
    situation: Annotated[
        str | None,
        typer.Option(
            help="The situation it is about: a file; what is owed and agreed there is looked for.", metavar="FILE"
        ),
    ] = None,
    contract: Annotated[
        str | None,
        typer.Option(help="The contract: a file; the message is held against its terms.", metavar="FILE"),
    ] = None,
    today: Annotated[str | None, typer.Option(help="The day it is sent, such as 2026-11-21.", metavar="DATE")] = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """What a message of your own does well and badly, with a better wording for each finding."""
    from coach.cli import show

    if (file, situation, contract).count("-") > 1:
        raise BadInput(
            "Standard input can give the message, the situation or the contract, not two of them.",
            hint="Save all but one of them as files.",
        )
    coach = open_coach(engine)
    told = coach.situation(read_input(situation)) if situation else None
    terms = read_input(contract) if contract else None
    answer = coach.check(read_input(file), kind=kind, situation=told, today=_day(today), contract=terms)
    show.print_json(answer) if as_json else show.show_check(answer)


def plan(
    situation: SituationFile,
    contract: Annotated[str | None, typer.Option(help="The contract: a file.", metavar="FILE")] = None,
    today: Annotated[str | None, typer.Option(help="The day to plan from, such as 2026-11-21.", metavar="DATE")] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            help="A money assumption of your own, such as months_to_replace=2 or =1,2,4 (low, likeliest, high).",
            metavar="NAME=VALUE",
        ),
    ] = None,
    holidays: Annotated[
        str | None,
        typer.Option(
            help="Whose public holidays are no business days: a country, or a part of it (GB-ENG). None by default.",
            metavar="PLACE",
        ),
    ] = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Leaving well: contract, dates, wrap-up, money and the talk itself."""
    from coach.cli import plan_view, show

    coach = open_coach(engine)
    terms = read_input(contract) if contract else None
    told = read_input(situation)
    known = _assumed(assume or [])
    answer = coach.plan(told, contract=terms, today=_day(today), assumptions=known, seed=seed, place=holidays)
    show.print_json(answer) if as_json else plan_view.show_plan(answer)


def _assumed(entries: list[str]) -> dict[str, tuple[float, float, float]]:
    """ "months_to_replace=1,2,4" as low, likeliest and high; a single value is all three."""
    found = {}
    for entry in entries:
        name, _, values = entry.partition("=")
        try:
            numbers = [float(value) for value in values.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) not in (1, 3):
            raise BadInput(f"{entry!r} is no assumption.", hint="Write NAME=VALUE or NAME=LOW,LIKELIEST,HIGH.")
        found[name.strip()] = (numbers[0], numbers[len(numbers) // 2], numbers[-1])
    return found


def _day(text: str | None) -> Any:
    from datetime import date

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not a date.", hint="Write it as year-month-day, such as 2026-11-21.") from error
