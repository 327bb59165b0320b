"""How answers look in a terminal: JSON on request, else plain, readable text."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from rich.console import Console

    from coach.llm.preview import Preview
    from coach.vocabulary.assessment import Assessment
    from coach.vocabulary.draft import Check, Draft
    from coach.vocabulary.intake import Question
    from coach.vocabulary.passage import Passage
    from coach.vocabulary.rehearsal import Debrief, PrepCard, Turn

_HEADLINES = {
    "keep": "Keep this one.",
    "repair": "Repair first.",
    "exit": "End it, properly.",
    "exit_now": "Get out now, safely.",
    "ask": "Too early to say.",
}
_SEVERITY = {1: "mild", 2: "weighty", 3: "serious"}


def print_json(answer: BaseModel | dict[str, Any]) -> None:
    """One JSON document on standard output."""
    plain = answer.model_dump(mode="json", by_alias=True) if isinstance(answer, BaseModel) else answer
    print(json.dumps(plain, ensure_ascii=False, indent=2))


def console() -> "Console":
    """Standard output; colour only on a terminal."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), markup=False, emoji=False)


def notice(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr)


def _bullets(out: "Console", title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        out.print(f"\n{title}", style="bold")
        for line in lines:
            out.print(f"  • {line}")


def show_assessment(answer: "Assessment") -> None:
    """Verdict first, then the signs with their quotes, then what to do."""
    from coach.assess.second import about
    from coach.assess.telling import unwrapped
    from coach.content import load_signs

    out, signs = console(), load_signs()
    out.print(_HEADLINES[answer.verdict.action], style="bold")
    _bullets(out, "Why", answer.verdict.reasons)
    if answer.signs:
        out.print("\nWhat your words show", style="bold")
    for sign in answer.signs:
        sure = "you confirmed it" if sign.confirmed else f"{sign.confidence:.0%} sure"
        out.print(f"  {signs[sign.id].name} ({_SEVERITY[sign.severity]}, {sure})")
        for evidence in sign.evidence:
            out.print(f"      “{unwrapped(evidence.quote)}”", style="italic")
    if answer.possible:
        out.print("\nWhat they may point to", style="bold")
    for possible in answer.possible:
        out.print(f"  {signs[possible.id].name}: {possible.question}")
        out.print(f"      “{unwrapped(possible.evidence[0].quote)}”", style="italic")
    _bullets(out, "What speaks against it", answer.verdict.against)
    _bullets(out, "Their side", answer.verdict.their_side)
    _bullets(out, "My part", answer.verdict.my_part)
    _bullets(out, "Questions that would change this most", answer.questions)
    _bullets(out, "Next steps", answer.next_steps)
    cited = [f"[{citation.id}] {citation.title}" for citation in answer.citations]
    _bullets(out, "Sources (read one with: coach library read ID)", cited)
    if answer.second:
        _bullets(out, "A second reading", about(answer.second))
    if answer.degraded_because:
        notice(answer.degraded_because)


def show_question(question: "Question") -> None:
    """A question with its answers numbered."""
    out = console()
    out.print(f"\n{question.text}", style="bold")
    for number, choice in enumerate(question.choices, 1):
        out.print(f"  {number}. {choice.text}")


def show_questions(questions: "Iterable[Question]", file: str) -> None:
    """All questions at once, for a terminal that cannot ask, with how to answer them."""
    out = console()
    shown = list(questions)
    if not shown:
        out.print("Nothing is left to ask: no answer would change the signs or the verdict.")
    for question in shown:
        choices = " | ".join(f"{choice.id}: {choice.text}" for choice in question.choices)
        out.print(f"{question.id}", style="bold")
        out.print(f"  {question.text}\n  {choices}")
    if shown:
        notice(f"Answer with: coach ask {file} --answer {shown[0].id}={shown[0].choices[0].id}")


def show_passages(passages: "Iterable[Passage]") -> None:
    out = console()
    for passage in passages:
        out.print(f"{passage.title}  [{passage.id}]", style="bold")
        out.print(f"  {' '.join(passage.text.split())}\n")


def show_preview(preview: "Preview | None", as_json: bool) -> None:
    """What a model would be sent, request by request, and what stands for what in it."""
    if preview is None:
        print_json({"requests": []}) if as_json else notice("Nothing is sent: no model is in use.")
        return
    if as_json:
        print_json(preview)
        return
    where = "on this machine" if preview.stays_here else "not on this machine"
    hidden = "names and amounts are hidden" if preview.redacted else "nothing is hidden"
    out = console()
    for number, request in enumerate(preview.requests, 1):
        if len(preview.requests) > 1:
            out.print(f"--- Request {number} of {len(preview.requests)} ---\n", style="bold")
        for message in request:
            out.print(f"[{message.role}]", style="bold")
            out.print(f"{message.content}\n")
    notice(f"To {' or '.join(preview.models)}, {where}; {hidden}; about {preview.tokens:,} tokens. Nothing was sent.")
    for name, value in preview.hidden.items():
        notice(f"  {name} stands for {value}")


def show_turn(turn: "Turn") -> None:
    out = console()
    out.print(f"{turn.role}: ", style="bold", end="")
    out.print(turn.text)
    if turn.degraded_because:
        notice(f"Said by the built-in engine: {turn.degraded_because}")
    if turn.feedback:
        show_feedback(turn)


def show_feedback(turn: "Turn") -> None:
    feedback = turn.feedback
    if feedback is None:
        return
    out = console()
    if feedback.good:
        out.print(f"     ✓ {feedback.strength or 'Good as it is.'}", style="green")
        return
    out.print(f"     → {feedback.goal or ''} {feedback.point or ''}".rstrip(), style="yellow")
    if feedback.quote and feedback.better:
        out.print(f"       “{feedback.quote}”")
        out.print(f"       better: “{feedback.better}”")


def show_debrief(debrief: "Debrief") -> None:
    out = console()
    out.print("\nDebrief", style="bold")
    marks = {"yes": "✓", "no": "✗", "not_relevant": "–"}
    for item in debrief.items:
        quote = f"  “{item.quote}”" if item.quote else ""
        out.print(f"  {marks[item.answer]} {item.id.replace('_', ' ')}{quote}")
    _show_turning(debrief)
    if debrief.own_goal:
        kept = {"yes": "kept", "no": "not kept"}.get(debrief.own_goal.answer or "", "see the list above")
        out.print(f"\nYour own goal: {debrief.own_goal.text} ({kept})")
    _bullets(out, "Next time", debrief.next)


def _show_turning(debrief: "Debrief") -> None:
    """The lines that turned it, with the client before and after, and the curve in figures."""
    out = console()
    for title, point in (("better", debrief.turning_for_better), ("worse", debrief.turning_for_worse)):
        if point is None:
            continue
        out.print(f"\nThe line that turned it for the {title} (turn {point.turn}): “{point.line}”")
        out.print(f"  {point.note}")
        for name in ("trust", "heat", "resolve"):
            out.print(f"  {name:8} {getattr(point.before, name):3.0f} → {getattr(point.after, name):3.0f}")
        if title == "worse" and debrief.turning_better:
            out.print(f"  Better: “{debrief.turning_better}”")
    if len(debrief.curve) > 1:
        whose = (
            "how the client took it" if debrief.states_real else "how a client of average temper would have taken it"
        )
        out.print(f"\nTrust, heat and resolve, {whose}:", style="bold")
        for at in debrief.curve:
            turn = "start" if at.turn is None else f"turn {at.turn}"
            out.print(f"  {turn:8} {at.trust:3.0f} {at.heat:3.0f} {at.resolve:3.0f}")


def show_prep(card: "PrepCard") -> None:
    """The card as plain text."""
    out = console()
    _bullets(out, "Hold on to this", card.rules)
    out.print("\nEasy to talk round", style="bold")
    out.print(f"  “{card.weak_opening}”")
    out.print("\nClear and kind" + (", from your draft" if card.from_draft else ""), style="bold")
    out.print(f"  “{card.strong_opening}”")
    _bullets(out, "Choose one goal of your own (coach rehearse --own-goal “…”)", card.goals)


def show_draft(draft: "Draft") -> None:
    out = console()
    if draft.subject:
        out.print(f"Subject: {draft.subject}\n", style="bold")
    out.print(draft.body)
    _bullets(out, "Still to fill in", draft.blanks)
    _show_findings(draft.findings)
    if draft.beside:
        out.print(f"\n--- The text of {draft.beside.engine}, which was not taken ---\n", style="bold")
        out.print(
            f"Subject: {draft.beside.subject}\n\n{draft.beside.body}" if draft.beside.subject else draft.beside.body
        )
        _bullets(out, "Why not", draft.beside.wrong)
    if draft.degraded_because:
        notice(draft.degraded_because)


def show_check(check: "Check") -> None:
    out = console()
    out.print(f"Sendable {check.sendable:.0%} · respect {check.respect:.0%} · direct {check.direct:.0%}", style="bold")
    for reason in check.reasons:
        out.print(f"  {reason}")
    if not check.findings:
        out.print("Nothing to change.")
    _show_findings(check.findings)


def _show_findings(findings: Iterable[Any]) -> None:
    out = console()
    for finding in findings:
        out.print(f"\n  {finding.rule.replace('_', ' ')}: {finding.message}", style="yellow")
        if finding.quote:
            out.print(f"    “{finding.quote}”")
        if finding.suggestion:
            out.print(f"    instead: “{finding.suggestion}”")
        elif finding.suggestion == "":
            out.print("    better left out")
        if finding.passage:
            out.print(f"    from: {finding.passage}", style="dim")
