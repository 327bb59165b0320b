"""The messages of a case: written from it, edited, checked, kept in versions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from coach.desk.plans import Plans
from coach.desk.rehearsals import Setup
from coach.errors import BadInput, EmptyInput, NotFound
from coach.situation import Relation
from coach.vocabulary.assessment import Action, Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Check, Draft, DraftKind, DraftLength, DraftTone, Finding, RehearsedLine
from coach.vocabulary.rehearsal import Goal, Turn, WorkedLine

if TYPE_CHECKING:
    from coach.store.values import Version
    from coach.write.diff import Change

_BY_ACTION = {
    Action.KEEP: DraftKind.RESET_EMAIL,
    Action.REPAIR: DraftKind.RESET_EMAIL,
    Action.ASK: DraftKind.RESET_EMAIL,
    Action.EXIT: DraftKind.EXIT_EMAIL,
    Action.EXIT_NOW: DraftKind.EXIT_EMAIL,
}


class MessageKind(Value):
    """A kind of message as it is offered; `goal` is exit, reset or other."""

    id: DraftKind
    label: str
    goal: str


class Step(Value):
    """The words of a message before and after something was put into them with one click; the subject where it changed too."""

    before: str
    after: str
    subject: str | None = None
    new_subject: str | None = None


class FileForm(Value):
    """A form a message can be taken away in: its file ending without the dot, and its media type."""

    id: str
    mime: str


_MIMES = {
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
}


SUBJECT = "Subject: "

_STEPS = TypeAdapter(tuple[Step, ...])
_MOST_STEPS = 30  # that can be undone


class Messages(Plans):
    """The messages of the cases, one of each kind, in versions; they are written with what the plan of the case knows."""

    def kinds(self, case_id: str) -> tuple[MessageKind, ...]:
        """The kinds of message that one sends to the other side of this case, and those already written."""
        from coach.write.kinds import kinds

        relation, begun = self.store.case(case_id).situation.relation, self.store.draft_kinds(case_id)
        return tuple(
            MessageKind(id=kind.id, label=kind.label, goal=kind.goal)
            for kind in kinds().values()
            if kind.fits(relation) or kind.id in begun
        )

    def fitting_kind(self, case_id: str) -> DraftKind:
        """The kind that the verdict calls for, and whom it goes to."""
        found, situation = self.store.latest_assessment(case_id, Assessment), self.store.case(case_id).situation
        wanted = _BY_ACTION[found.verdict.action] if found else DraftKind.RESET_EMAIL
        if wanted is DraftKind.EXIT_EMAIL:
            special = {Relation.VENDOR: DraftKind.END_VENDOR, Relation.PROSPECT: DraftKind.DECLINE_PROSPECT}
            return special.get(situation.relation, wanted)
        return wanted

    def draft(self, case_id: str, kind: DraftKind, tone: DraftTone, length: DraftLength = DraftLength.NORMAL) -> Draft:
        """Write a message of `kind` from the case, as its latest version; what stood there is kept as a version first.

        Written anew, it says the same in other words.
        """
        if self.store.latest_draft(case_id, kind, Draft) is not None:
            self.save_version(case_id, kind)
        written = len(self.versions(case_id, kind))
        draft = self.coach.draft(self.planned_situation(case_id), kind, tone, seed=written, length=length)
        self._save(case_id, draft)
        return draft

    def editing(self, case_id: str, kind: DraftKind) -> Draft | None:
        """The message as it stands in the editor: the latest version with what was typed since."""
        draft = self.store.latest_draft(case_id, kind, Draft)
        if draft is None:
            return None
        subject = self.store.working_text(case_id, _part(kind, "subject"))
        body = self.store.working_text(case_id, _part(kind, "body"))
        typed = {"subject": subject, "body": body}
        return draft.model_copy(update={part: text for part, text in typed.items() if text is not None})

    def keep_draft(self, case_id: str, kind: DraftKind, *, subject: str | None = None, body: str | None = None) -> None:
        """Keep what was just typed into the editor."""
        for part, text in (("subject", subject), ("body", body)):
            if text is not None:
                self.store.save_working_text(case_id, _part(kind, part), text)

    def save_version(self, case_id: str, kind: DraftKind) -> int:
        """Make the message as it stands a version of its own, and return its number; unchanged, it makes no new one.

        Raises:
            EmptyInput: nothing was written yet.
        """
        draft = self.editing(case_id, kind)
        if draft is None:
            raise EmptyInput("There is no message to keep yet.", hint="Have one written first.")
        return self._save(case_id, draft)

    def versions(self, case_id: str, kind: DraftKind) -> "tuple[Version, ...]":
        """The versions of one kind of message, oldest first."""
        return self.store.draft_versions(case_id, kind)

    def version(self, case_id: str, kind: DraftKind, number: int) -> Draft:
        """One version of a message."""
        return self.store.draft(case_id, kind, number, Draft)

    def restore(self, case_id: str, kind: DraftKind, number: int) -> Draft:
        """Put an earlier version back into the editor; what stood there is kept as a version first."""
        wanted = self.version(case_id, kind, number)
        self.save_version(case_id, kind)
        self.keep_draft(case_id, kind, subject=wanted.subject, body=wanted.body)
        return wanted

    def take_beside(self, case_id: str, kind: DraftKind) -> Draft:
        """Put the model's text that was not taken into the editor; what stood there is kept as a version first.

        Raises:
            NotFound: there is no such text.
        """
        draft = self.editing(case_id, kind)
        if draft is None or draft.beside is None:
            raise NotFound("There is no other text beside this message.", hint="Write it anew.")
        self.save_version(case_id, kind)
        theirs = {"subject": draft.beside.subject, "body": draft.beside.body, "engine": draft.beside.engine}
        taken = draft.model_copy(update={**theirs, "degraded_because": None, "beside": None})
        self._save(case_id, taken)
        return taken

    def check(self, case_id: str, kind: DraftKind, body: str, subject: str = "") -> Check:
        """What the message as it stands does well and badly, its subject line included.

        The offsets of the findings are those in `body`. A finding about the subject quotes it and lies at the offsets 0 to 0.
        """
        situation = self.planned_situation(case_id)
        if not subject.strip():
            return self.coach.check(body, kind, situation)
        head = f"{SUBJECT}{subject.strip()}\n\n"
        found = self.coach.check(head + body, kind, situation)
        return found.model_copy(update={"findings": tuple(_in_body(one, len(head)) for one in found.findings)})

    def blanks(self, text: str) -> tuple[str, ...]:
        """What is still to be filled in, as `[end date]`."""
        from coach.write.drafting import blanks_in

        return blanks_in(text)

    def forms(self) -> tuple[FileForm, ...]:
        """The forms a message can be taken away in."""
        from coach.write.export import EXPORTS

        return tuple(FileForm(id=suffix[1:], mime=_MIMES[suffix]) for suffix in EXPORTS)

    def exported(self, draft: Draft, form: str) -> bytes:
        """The message as a file of that form.

        Raises:
            UnknownName: a form we do not write.
        """
        from coach.write.export import export

        return export(draft.subject, draft.body, form, draft.kind, to=draft.to, sender=draft.sender)

    def whole(self, draft: Draft) -> str:
        """The message as it is put on the clipboard: its subject on the first line, then its words."""
        return self.exported(draft, "txt").decode().rstrip("\n") if draft.subject else draft.body

    def apply(self, case_id: str, kind: DraftKind, body: str, finding: Finding) -> str:
        """The message with the words of `finding` replaced by its suggestion; it is kept, and so is a better subject.

        Raises:
            BadInput: there is no suggestion, or the words are no longer there.
        """
        from coach.write.editing import apply_suggestion

        if finding.rule == "unclear_subject" and finding.suggestion:
            self.keep_draft(case_id, kind, subject=finding.suggestion)
            return body
        return self._take_step(case_id, kind, body, apply_suggestion(body, finding))

    def rehearsed(self, case_id: str, draft: Draft) -> tuple[RehearsedLine, ...]:
        """The user's own lines from rehearsals of this case that worked and fit the message, best first, at most five."""
        from coach.write.kinds import Aim, kinds
        from coach.write.rehearsed import offered

        goal = Goal.RESET if kinds()[draft.kind].goal is Aim.RESET else Goal.EXIT
        return offered(self.worked(case_id, goal), draft, self.store.case(case_id).situation)

    def put_in(self, case_id: str, draft: Draft, line: RehearsedLine) -> str:
        """The message with the line where it belongs; it is kept."""
        from coach.write.rehearsed import put_in

        return self._take_step(case_id, draft.kind, draft.body, put_in(draft.body, line, draft))

    def can_undo(self, case_id: str, kind: DraftKind, body: str) -> bool:
        """Whether `body` is what a suggestion, a rehearsed line or a filled blank made of the message, nothing typed since."""
        steps = self._steps(case_id, kind)
        return bool(steps) and steps[-1].after == body

    def undo(self, case_id: str, kind: DraftKind, body: str) -> str:
        """The message as it was before the last suggestion, rehearsed line or filled blank was put in; it is kept.

        Raises:
            BadInput: there is nothing to undo, or the message was changed since.
        """
        if not self.can_undo(case_id, kind, body):
            raise BadInput("There is nothing to undo here.", hint="Earlier versions are kept below the message.")
        *steps, last = self._steps(case_id, kind)
        self._keep_steps(case_id, kind, steps)
        now = self.editing(case_id, kind)
        subject = last.subject if now and now.subject == last.new_subject else None  # what was typed since stays
        self.keep_draft(case_id, kind, subject=subject, body=last.before)
        return last.before

    def fill(self, case_id: str, kind: DraftKind, values: Mapping[str, str]) -> Draft:
        """The message with the named blanks filled that have a value; it is kept.

        Raises:
            EmptyInput: there is no value, or no message.
        """
        draft = self.editing(case_id, kind)
        known = {blank: value.strip() for blank, value in values.items() if value.strip()}
        if draft is None or not known:
            raise EmptyInput("There is nothing to fill in.", hint="Type at least one of the missing things.")
        subject, body = _filled(draft.subject, known), _filled(draft.body, known)
        self._take_step(case_id, kind, draft.body, body, (draft.subject, subject))
        self.keep_draft(case_id, kind, subject=subject)
        return draft.model_copy(update={"subject": subject, "body": body})

    def changes(self, old: str, new: str) -> "tuple[Change, ...]":
        """What was changed from one version to another, word by word."""
        from coach.write.diff import word_diff

        return word_diff(old, new)

    def worked(self, case_id: str, goal: Goal) -> Iterator[WorkedLine]:
        """What worked in the rehearsals that had this aim, the latest talk first."""
        from coach.rehearse.lines import lines_that_worked

        for talk in reversed(self.store.rehearsals(case_id)):
            if self.store.setup(talk.id, Setup).goal is goal:
                yield from lines_that_worked(self.store.turns(talk.id, Turn))

    def _take_step(
        self, case_id: str, kind: DraftKind, before: str, after: str, subjects: tuple[str, str] = ("", "")
    ) -> str:
        old, new = subjects
        if after != before or old != new:
            step = Step(before=before, after=after, subject=old, new_subject=new)
            steps = (*self._steps(case_id, kind), step if old != new else Step(before=before, after=after))
            self._keep_steps(case_id, kind, steps[-_MOST_STEPS:])
        self.keep_draft(case_id, kind, body=after)
        return after

    def _steps(self, case_id: str, kind: DraftKind) -> tuple[Step, ...]:
        kept = self.store.working_text(case_id, _part(kind, "steps"))
        return _STEPS.validate_json(kept) if kept else ()

    def _keep_steps(self, case_id: str, kind: DraftKind, steps: Sequence[Step]) -> None:
        self.store.save_working_text(case_id, _part(kind, "steps"), _STEPS.dump_json(tuple(steps)).decode())

    def _save(self, case_id: str, draft: Draft) -> int:
        number = self.store.save_draft(case_id, draft.kind, draft)
        for part in ("subject", "body"):
            self.store.drop_working_text(case_id, _part(draft.kind, part))
        return number


def _in_body(finding: Finding, head: int) -> Finding:
    """A finding in a message with its subject above it, placed in the message alone."""
    if finding.start >= head:
        return finding.model_copy(update={"start": finding.start - head, "end": finding.end - head})
    better = (finding.suggestion or "").removeprefix(SUBJECT) if finding.rule == "unclear_subject" else None
    return finding.model_copy(
        update={"start": 0, "end": 0, "quote": finding.quote.removeprefix(SUBJECT).strip(), "suggestion": better}
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    for blank, value in values.items():
        text = text.replace(blank, value)
    return text


def _part(kind: DraftKind, part: str) -> str:
    return f"{kind}/{part}"
