"""The plan of a case: the contract, dates, list, sums and check-in the user keeps, and the plan made of them."""

from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from coach.desk.base import Desk
from coach.documents import read_bytes
from coach.errors import BadInput, EmptyInput, StoreError
from coach.situation import FactKind, Situation
from coach.store.values import PLAN
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value
from coach.vocabulary.leaving import (
    CheckIn,
    KeptTask,
    KnownDates,
    KnownSums,
    NextMove,
    Range,
    Task,
)
from coach.vocabulary.plan import Advice, Assumption, Dates, ExitPlan, Proposal
from coach.vocabulary.rehearsal import Goal, Turn
from coach.vocabulary.signs import SignId

_CONTRACT, _NAME, _DATES, _SUMS, _TASKS, _AFTER = (
    PLAN + part for part in ("contract", "contract-name", "dates", "sums", "tasks", "after")
)
_SHARES = frozenset({"share", "chance"})  # units whose values lie between 0 and 1
_LONGEST_TASK = 500
_KEPT_TASKS = TypeAdapter(tuple[KeptTask, ...])
Kept = TypeVar("Kept", bound=BaseModel)


class KeptContract(Value):
    """The contract of a case as text, and the name of the file it came from, if it did."""

    text: str
    name: str = ""


class PlanInputs(Value):
    """Everything a plan is made of; equal inputs give equal plans. Without `signs` the situation is read for them."""

    situation: Situation
    contract: str | None
    today: date
    signs: tuple[SignId, ...] | None
    sums: KnownSums = Field(default_factory=KnownSums)
    place: str | None = None  # whose public holidays count
    heard: tuple[str, ...] = ()  # the client's moves in rehearsals of the ending


class Plans(Desk):
    """The plan for leaving each case well. What is kept goes with the case, into its export as well."""

    # -- the contract ------------------------------------------------------------------------------------------------

    def contract(self, case_id: str) -> KeptContract | None:
        """The contract kept with the case."""
        text = self.store.working_text(case_id, _CONTRACT)
        return KeptContract(text=text, name=self.store.working_text(case_id, _NAME) or "") if text else None

    def keep_contract(self, case_id: str, text: str, name: str = "") -> None:
        """Keep the text of a contract, in place of the one before.

        Raises:
            EmptyInput, InputTooLong, NotReadable: it is no contract that can be read; nothing is changed.
        """
        from coach.plan.planner import check_contract

        check_contract(text)
        self.store.save_working_text(case_id, _CONTRACT, text)
        self.store.save_working_text(case_id, _NAME, name)

    def take_contract(self, case_id: str, name: str, data: bytes) -> None:
        """Keep the contract in an uploaded file.

        Raises:
            BadInput: the file cannot be read, or holds no words, as a scan does; nothing is changed.
        """
        self.keep_contract(case_id, read_bytes(data, name), name)

    def drop_contract(self, case_id: str) -> None:
        """Let go of the contract."""
        for kind in (_CONTRACT, _NAME):
            self.store.drop_working_text(case_id, kind)

    # -- the plan ----------------------------------------------------------------------------------------------------

    def plan_inputs(self, case_id: str, today: date | None = None) -> PlanInputs:
        """What the plan of the case is made of now, counted from `today`."""
        from coach.plan.known import with_dates

        kept, found = self.contract(case_id), self.store.latest_assessment(case_id, Assessment)
        ranked = sorted(found.signs, key=lambda sign: -sign.confidence) if found else ()
        return PlanInputs(
            situation=with_dates(self.store.case(case_id).situation, self.known_dates(case_id)),
            contract=kept.text if kept else None,
            today=today or date.today(),
            signs=tuple(sign.id for sign in ranked) if found else None,
            sums=self.known_sums(case_id),
            place=self.known_dates(case_id).place,
            heard=self._heard(case_id),
        )

    def plan(self, inputs: PlanInputs) -> ExitPlan:
        """The plan made of these inputs."""
        return self.coach.plan(
            inputs.situation,
            inputs.contract,
            inputs.today,
            inputs.signs,
            inputs.sums,
            place=inputs.place,
            heard=inputs.heard,
        )

    def _heard(self, case_id: str) -> tuple[str, ...]:
        """What the client did in rehearsals of the ending, each move once."""
        from coach.desk.rehearsals import Setup

        talks = [talk.id for talk in self.store.rehearsals(case_id)]
        ended = [one for one in talks if self.store.setup(one, Setup).goal is Goal.EXIT]
        return tuple(sorted({turn.move for one in ended for turn in self.store.turns(one, Turn) if turn.move}))

    def planned_situation(self, case_id: str) -> Situation:
        """The situation with what the plan adds to it, for the messages; as it was told where nothing was planned."""
        from coach.plan.checklist import checklist
        from coach.plan.known import for_messages

        if not self.store.case(case_id).planned:
            return self.store.case(case_id).situation
        inputs = self.plan_inputs(case_id)
        plan = self.plan(inputs)
        tasks = checklist(plan.wrap_up, self._tasks(case_id))
        return for_messages(inputs.situation, self.known_dates(case_id), inputs.sums, plan.contract, tasks)

    # -- dates and sums ----------------------------------------------------------------------------------------------

    def known_dates(self, case_id: str) -> KnownDates:
        """What the user said about last day, notice and time to pay."""
        return self._kept_part(case_id, _DATES, KnownDates) or KnownDates()

    def keep_dates(self, case_id: str, known: KnownDates, today: date | None = None) -> None:
        """Keep what the user knows about the ending.

        Raises:
            BadInput: the last day is over.
        """
        if known.last_day and known.last_day < (today or date.today()):
            raise BadInput(f"{known.last_day:%-d %B %Y} is over.", hint="Choose a day that is still to come.")
        self._keep_part(case_id, _DATES, known)

    def calendar(self, case_id: str, dates: Dates) -> bytes:
        """The dates as an .ics file."""
        from coach.plan.ics import calendar_file

        return calendar_file(dates, self.store.case(case_id).name)

    def known_sums(self, case_id: str) -> KnownSums:
        """The user's own figures and ranges."""
        return self._kept_part(case_id, _SUMS, KnownSums) or KnownSums()

    def keep_sums(self, case_id: str, sums: KnownSums) -> None:
        """Keep the user's own figures; their ranges stay as they are kept."""
        self._keep_part(case_id, _SUMS, sums.model_copy(update={"ranges": self.known_sums(case_id).ranges}))

    def keep_range(self, case_id: str, assumption: Assumption, low: float, likeliest: float, high: float) -> None:
        """Keep the user's own range of an assumption.

        Raises:
            BadInput: the three are not in order, or lie outside what the assumption can be.
        """
        most = 1.0 if assumption.unit in _SHARES else float("inf")
        if not 0 <= low <= likeliest <= high <= most:
            ends = "0 and 100 %" if most == 1.0 else "zero and above"
            raise BadInput(
                "These three do not make a range.",
                hint=f"The lowest comes first, the likeliest lies between, all of them {'between ' if most == 1.0 else ''}{ends}.",
            )
        self._keep_ranges(case_id, {**self.known_sums(case_id).ranges, assumption.id: (low, likeliest, high)})

    def drop_range(self, case_id: str, assumption: str) -> None:
        """Go back to what is assumed."""
        kept = self.known_sums(case_id).ranges
        self._keep_ranges(case_id, {name: values for name, values in kept.items() if name != assumption})

    def _keep_ranges(self, case_id: str, ranges: dict[str, Range]) -> None:
        self._keep_part(case_id, _SUMS, self.known_sums(case_id).model_copy(update={"ranges": ranges}))

    # -- the list to close -------------------------------------------------------------------------------------------

    def tasks(self, case_id: str, plan: ExitPlan) -> tuple[Task, ...]:
        """Everything to close, as the user has it."""
        from coach.plan.checklist import checklist

        return checklist(plan.wrap_up, self._tasks(case_id))

    def tick(self, case_id: str, task: Task, done: bool) -> None:
        """Mark a thing as done, or not."""
        self._change(case_id, task, done=done)

    def change_task(
        self, case_id: str, task: Task, *, text: str, who: str, by: date | None, proposal: Proposal | None = None
    ) -> None:
        """Keep the user's wording, person and day of a thing; another proposal for open work changes its wording too.

        Raises:
            EmptyInput, BadInput: there is no wording, or too much.
        """
        from coach.plan.wrap_up import worded

        said, chosen = _checked(text), proposal or task.proposal
        if task.item and not task.own and chosen is not task.proposal and said == task.text:
            said = worded(task.item, chosen)
        dated = task.dated or by != task.by
        self._change(case_id, task, text=said, who=who.strip() or "you", by=by, proposal=chosen, dated=dated)

    def drop_task(self, case_id: str, task: Task) -> None:
        """Take a thing off the list; `put_tasks_back` undoes it."""
        self._change(case_id, task, dropped=True)

    def dropped(self, case_id: str) -> int:
        """How many things were taken off the list."""
        return sum(one.dropped for one in self._tasks(case_id))

    def put_tasks_back(self, case_id: str) -> None:
        """Put everything that was taken off the list back onto it."""
        self._keep_tasks(case_id, tuple(one.model_copy(update={"dropped": False}) for one in self._tasks(case_id)))

    def add_task(
        self,
        case_id: str,
        group: str,
        text: str,
        who: str = "you",
        by: date | None = None,
        proposal: Proposal = Proposal.DO,
    ) -> None:
        """Put a thing of the user's own onto the list.

        Raises:
            EmptyInput, BadInput: there is no wording, or too much.
        """
        from coach.plan.checklist import keep, new_task

        kept = self._tasks(case_id)
        added = new_task(kept, group, _checked(text), who.strip() or "you", by, proposal)
        self._keep_tasks(case_id, keep(kept, added))

    def handover(self, case_id: str, plan: ExitPlan) -> bytes:
        """The hand-over document, as a .docx file."""
        from coach.plan.handover import handover_document

        situation = self.store.case(case_id).situation
        names = situation.first(FactKind.COMPANY) or situation.first(FactKind.CLIENT)
        return handover_document(self.tasks(case_id, plan), plan.dates.last_day, names, situation.first(FactKind.YOU))

    def _change(self, case_id: str, task: Task, **changes: str | date | bool | Proposal | None) -> None:
        from coach.plan.checklist import keep, kept_as

        self._keep_tasks(case_id, keep(self._tasks(case_id), kept_as(task, **changes)))

    def _tasks(self, case_id: str) -> tuple[KeptTask, ...]:
        kept = self.store.working_text(case_id, _TASKS)
        return _read(_KEPT_TASKS, kept) if kept else ()

    def _keep_tasks(self, case_id: str, tasks: tuple[KeptTask, ...]) -> None:
        self.store.save_working_text(case_id, _TASKS, _KEPT_TASKS.dump_json(tasks).decode())

    # -- afterwards --------------------------------------------------------------------------------------------------

    def check_in(self, case_id: str) -> CheckIn:
        """The day of the real talk and how it went, as far as the user said."""
        return self._kept_part(case_id, _AFTER, CheckIn) or CheckIn()

    def keep_check_in(self, case_id: str, said: CheckIn) -> None:
        """Keep the day of the talk and how it went."""
        self._keep_part(case_id, _AFTER, said)

    def next_moves(self, case_id: str, last_day: date | None = None) -> tuple[NextMove, ...]:
        """What to do now, by what they did in the talk, the most urgent first."""
        from coach.plan.after import next_moves

        return next_moves(self.check_in(case_id).reactions, self.store.case(case_id).situation.relation, last_day)

    def next_time(self, case_id: str) -> tuple[Advice, ...]:
        """What to agree up front with the next client, by the signs of this case."""
        from coach.plan.after import next_time

        found = self.store.latest_assessment(case_id, Assessment)
        return next_time(sign.id for sign in found.signs) if found else next_time(())

    def _kept_part(self, case_id: str, kind: str, model: type[Kept]) -> Kept | None:
        kept = self.store.working_text(case_id, kind)
        return _read(TypeAdapter(model), kept) if kept else None

    def _keep_part(self, case_id: str, kind: str, value: BaseModel) -> None:
        self.store.save_working_text(case_id, kind, value.model_dump_json())


def _read(model: TypeAdapter[Any], kept: str) -> Any:
    try:
        return model.validate_json(kept)
    except ValidationError as error:
        raise StoreError(
            "A part of the plan cannot be read by this version of Good Terms.",
            hint="It was saved by another version: update Good Terms.",
        ) from error


def _checked(text: str) -> str:
    """A wording on one line."""
    said = " ".join(text.split())
    if not said:
        raise EmptyInput("There is nothing to put on the list.", hint="Say in a few words what is to be closed.")
    if len(said) > _LONGEST_TASK:
        raise BadInput(f"That is longer than {_LONGEST_TASK} characters.", hint="Make two things of it.")
    return said
