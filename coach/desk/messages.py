"""The messages of a case: written from it, edited, checked, kept in versions."""

from typing import TYPE_CHECKING

from coach.desk.base import Desk
from coach.errors import BadInput, EmptyInput
from coach.situation import Relation
from coach.vocabulary.assessment import Action, Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Check, Draft, DraftKind, DraftTone, Finding

if TYPE_CHECKING:
    from coach.store.values import Version

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


class FileForm(Value):
    """A form a message can be taken away in: its file ending, what it is called, and its media type."""

    id: str
    label: str
    mime: str


_FORMS = (
    FileForm(id="txt", label="Plain text (.txt)", mime="text/plain"),
    FileForm(id="md", label="Markdown (.md)", mime="text/markdown"),
)


class Messages(Desk):
    """The messages of the cases, one of each kind, in versions."""

    def kinds(self) -> tuple[MessageKind, ...]:
        """The kinds of message that can be written."""
        from coach.write.kinds import kinds

        return tuple(MessageKind(id=kind.id, label=kind.label, goal=kind.goal) for kind in kinds().values())

    def fitting_kind(self, case_id: str) -> DraftKind:
        """The kind that the verdict calls for, and whom it goes to."""
        found, situation = self.store.latest_assessment(case_id, Assessment), self.store.case(case_id).situation
        wanted = _BY_ACTION[found.verdict.action] if found else DraftKind.RESET_EMAIL
        if wanted is DraftKind.EXIT_EMAIL:
            special = {Relation.VENDOR: DraftKind.END_VENDOR, Relation.PROSPECT: DraftKind.DECLINE_PROSPECT}
            return special.get(situation.relation, wanted)
        return wanted

    def draft(self, case_id: str, kind: DraftKind, tone: DraftTone) -> Draft:
        """Write a message of `kind` from the case, as its latest version; what stood there is kept as a version first."""
        if self.store.latest_draft(case_id, kind, Draft) is not None:
            self.save_version(case_id, kind)
        draft = self.coach.draft(self.store.case(case_id).situation, kind, tone)
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

    def check(self, case_id: str, kind: DraftKind, body: str) -> Check:
        """What the message as it stands does well and badly."""
        return self.coach.check(body, kind, self.store.case(case_id).situation)

    def blanks(self, text: str) -> tuple[str, ...]:
        """What is still to be filled in, as `[end date]`."""
        from coach.write.drafting import blanks_in

        return blanks_in(text)

    def forms(self, kind: DraftKind) -> tuple[FileForm, ...]:
        """The forms a message of `kind` can be taken away in."""
        return _FORMS

    def exported(self, draft: Draft, form: str) -> bytes:
        """The message as a file."""
        subject = f"Subject: {draft.subject}" if form == "txt" else f"**Subject:** {draft.subject}"
        return (f"{subject}\n\n{draft.body}\n" if draft.subject else f"{draft.body}\n").encode()

    def apply(self, case_id: str, kind: DraftKind, body: str, finding: Finding) -> str:
        """The message with the words of `finding` replaced by its suggestion; it is kept.

        Raises:
            BadInput: there is no suggestion, or the words are no longer there.
        """
        changed = applied(body, finding)
        self.keep_draft(case_id, kind, body=changed)
        return changed

    def _save(self, case_id: str, draft: Draft) -> int:
        number = self.store.save_draft(case_id, draft.kind, draft)
        for part in ("subject", "body"):
            self.store.drop_working_text(case_id, _part(draft.kind, part))
        return number


def applied(body: str, finding: Finding) -> str:
    """`body` with the quote of `finding` replaced; for something that is missing, the suggestion as a paragraph at the end.

    Raises:
        BadInput: there is no suggestion, or the words are no longer where they were found.
    """
    if finding.suggestion is None:
        raise BadInput("There is no replacement for this.", hint="Change the words yourself.")
    if not finding.quote:
        return f"{body.rstrip()}\n\n{finding.suggestion}"
    if body[finding.start : finding.end] != finding.quote:
        raise BadInput("Those words were changed in the meantime.", hint="Look at the findings again.")
    return body[: finding.start] + finding.suggestion + body[finding.end :]


def _part(kind: DraftKind, part: str) -> str:
    return f"{kind}/{part}"
