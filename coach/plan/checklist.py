"""Checklist: the wrap-up list as the user has it - the plan's proposals with their ticks and changes, and their own things."""

import hashlib
from collections.abc import Sequence
from datetime import date

from coach.vocabulary.leaving import KeptTask, Task
from coach.vocabulary.plan import Proposal, WrapUpItem

WORK = "deliverables"
PRIVATE = frozenset({"announcement", "invoices", "close", "duties"})  # groups that are not theirs to read
GROUPS = (WORK, "files", "credentials", "licences", "data", "access", "client_needs", "announcement", "invoices", "duties", "close")  # fmt: skip


def checklist(items: Sequence[WrapUpItem], kept: Sequence[KeptTask]) -> tuple[Task, ...]:
    """Every thing to close, by group: proposals the user took off are gone, those they changed are as they have them.

    What was changed or ticked stays, even where a new plan no longer proposes it.
    """
    changed = {one.proposed: one for one in kept if one.proposed}
    proposed = {item.text for item in items}
    tasks = [_task(item, changed.get(item.text)) for item in items]
    left = [_own(one) for one in kept if one.proposed not in proposed and not one.dropped]
    shown = [task for task in (*tasks, *left) if task is not None]
    return tuple(sorted(shown, key=lambda task: _place(task.group)))


def _task(item: WrapUpItem, kept: KeptTask | None) -> Task | None:
    """The proposal with what the user made of it; None when they took it off."""
    if kept is not None and kept.dropped:
        return None
    task = Task(id=_id(item.text), proposed=item.text, **item.model_dump(exclude={"id"}))
    if kept is None:
        return task
    made = {"text": kept.text, "who": kept.who, "done": kept.done, "proposal": kept.proposal, "group": kept.group}
    return task.model_copy(update=made | ({"by": kept.by, "dated": True} if kept.dated else {}))


def _own(kept: KeptTask) -> Task:
    work = kept.group == WORK
    return Task(
        **kept.model_dump(exclude={"dropped"}),
        own=kept.proposed is None,
        item=kept.text if work and kept.proposed is None else None,
        for_them=None if kept.group in PRIVATE else kept.text,
    )


def keep(kept: Sequence[KeptTask], changed: KeptTask) -> tuple[KeptTask, ...]:
    """What is kept, with this one in place of the one before it, or at the end."""
    if any(one.id == changed.id for one in kept):
        return tuple(changed if one.id == changed.id else one for one in kept)
    return (*kept, changed)


def kept_as(task: Task, **changes: str | date | bool | Proposal | None) -> KeptTask:
    """The record of a task of the list, with `changes`."""
    fields = {name: getattr(task, name) for name in KeptTask.model_fields if name in Task.model_fields}
    return KeptTask.model_validate(fields | changes)


def new_task(
    kept: Sequence[KeptTask], group: str, text: str, who: str, by: date | None, proposal: Proposal
) -> KeptTask:
    """A thing of the user's own, under an id that no other has."""
    taken = {one.id for one in kept}
    number = next(n for n in range(1, len(kept) + 2) if f"own-{n}" not in taken)
    return KeptTask(id=f"own-{number}", group=group, text=text, who=who, by=by, proposal=proposal, dated=by is not None)


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _place(group: str) -> int:
    return GROUPS.index(group) if group in GROUPS else len(GROUPS)
