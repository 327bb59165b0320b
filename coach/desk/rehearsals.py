"""Rehearsals of a case: every turn is stored as it is said; a talk is taken up again from its stored turns alone."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.desk.base import Desk
from coach.errors import BadInput, NotFound
from coach.situation import FactKind
from coach.vocabulary.base import Value
from coach.vocabulary.draft import Draft, DraftKind
from coach.vocabulary.drill import Drill, SkillProgress
from coach.vocabulary.rehearsal import Channel, Debrief, Ending, Goal, Hint, ItemId, Persona, PrepCard, Role, Turn

if TYPE_CHECKING:
    from coach.llm.messages import Message, Usage
    from coach.rehearse.drills import DrillTalk
    from coach.rehearse.rehearsal import Rehearsal
    from coach.store.values import CaseSummary, RehearsalSummary

_NAMELESS = "The client"
_DRAFTS_OF = {
    Goal.EXIT: (
        DraftKind.EXIT_EMAIL,
        DraftKind.CALL_SCRIPT,
        DraftKind.CHAT_MESSAGE,
        DraftKind.FORMAL_NOTICE,
        DraftKind.END_VENDOR,
        DraftKind.DECLINE_PROSPECT,
    ),
    Goal.RESET: (DraftKind.RESET_EMAIL, DraftKind.RESET_AGENDA),
}


class Setup(Value):
    """What a rehearsal is started with; `feedback_each` says whether each line is looked at at once.

    With `drill` it is that drill, and the client says its lines. `own_goal` is what the user wants to watch in themselves.
    """

    persona: str
    goal: Goal = Goal.EXIT
    channel: Channel = Channel.MEETING
    difficulty: int = 2
    seed: int = 1
    feedback_each: bool = True
    drill: str | None = None
    own_goal: str = ""


class Talk(Value):
    """A rehearsal as it is shown: `client` is what the other side is called; `ended` is None while it goes on.

    `parent` is the talk it was branched off from, `forked_at` the index of the first turn that was said differently.
    """

    id: str
    case_id: str
    client: str
    setup: Setup
    persona: Persona
    turns: tuple[Turn, ...]
    ended: Ending | None = None
    debrief: Debrief | None = None
    parent: str | None = None
    forked_at: int | None = None


class Practice(Value):
    """A finished talk or drill as it stands in a record: `title` names the persona or the drill, `score` is 0-1."""

    id: str
    case_id: str
    case: str
    when: datetime
    title: str
    drill: bool
    goal: Goal
    difficulty: int
    ended: Ending
    score: float
    lines: int


class Rehearsals(Desk):
    """The rehearsals of the cases. Methods that take a rehearsal id raise NotFound when there is none."""

    def personas(self, goal: Goal) -> tuple[Persona, ...]:
        """The kinds of client that can be rehearsed for this goal."""
        return tuple(persona for persona in self.coach.personas() if goal in persona.goals)

    def fitting_persona(self, case_id: str, goal: Goal) -> str:
        """The persona that fits what the latest assessment found."""
        from coach.rehearse.personas import pick_default
        from coach.vocabulary.assessment import Assessment

        found = self.store.latest_assessment(case_id, Assessment)
        return pick_default((sign.id for sign in found.signs) if found else (), goal)

    def prep_card(self, case_id: str, persona: str, goal: Goal) -> PrepCard:
        """What to hold on to before a talk with this persona about this case; opened in the words of the latest draft."""
        return self.coach.prep_card(
            self.store.case(case_id).situation, persona, goal, draft=self._latest_draft(case_id, goal)
        )

    def _latest_draft(self, case_id: str, goal: Goal) -> str:
        """The text of the draft saved last that says what this talk is about; empty where there is none."""
        versions = [
            (version.saved_at, kind)
            for kind in _DRAFTS_OF[goal]
            for version in self.store.draft_versions(case_id, kind)
        ]
        if not versions:
            return ""
        draft = self.store.latest_draft(case_id, max(versions)[1], Draft)
        return draft.body if draft else ""

    def rehearsals(self, case_id: str) -> "tuple[RehearsalSummary, ...]":
        """The rehearsals of a case, oldest first."""
        return self.store.rehearsals(case_id)

    def start_rehearsal(self, case_id: str, setup: Setup) -> str:
        """Begin a rehearsal: the client's first line is stored; returns the rehearsal's id."""
        rehearsal_id = self.store.start_rehearsal(case_id, setup)
        self._take_up(rehearsal_id)
        return rehearsal_id

    def start_again(self, rehearsal_id: str) -> str:
        """The same set-up once more, in a client of another day."""
        setup = self.store.setup(rehearsal_id, Setup)
        case_id = self.store.rehearsal(rehearsal_id).case_id
        if setup.drill:
            return self.start_drill(case_id, setup.drill)
        return self.start_rehearsal(case_id, setup.model_copy(update={"seed": new_seed()}))

    def drills(self) -> tuple[Drill, ...]:
        """The drills of two minutes."""
        from coach.rehearse.drills import drills

        return tuple(drills().values())

    def start_drill(self, case_id: str, name: str) -> str:
        """Begin a drill: the client's first line is stored; returns its id.

        Raises:
            UnknownName: there is no such drill.
        """
        from coach.rehearse.drills import known_drill

        setup = Setup(persona=self.fitting_persona(case_id, Goal.EXIT), seed=new_seed(), drill=known_drill(name).id)
        rehearsal_id = self.store.start_rehearsal(case_id, setup)
        self._drill(rehearsal_id, setup)
        return rehearsal_id

    def progress(self, case_id: str | None = None) -> tuple[SkillProgress, ...]:
        """Each skill over the finished talks and drills of a case, or of all, those that need a drill most first."""
        from coach.rehearse.progress import progress

        talks = ((one.finished_at, self.store.debrief(one.id, Debrief)) for _, one in self._finished(case_id))
        return progress((when, debrief) for when, debrief in talks if when and debrief)

    def practice(self, case_id: str | None = None) -> tuple[Practice, ...]:
        """The finished talks and drills of a case, or of all, oldest first."""
        made = []
        for case, one in self._finished(case_id):
            debrief, setup = self.store.debrief(one.id, Debrief), Setup.model_validate(one.setup)
            if debrief is None or one.finished_at is None or one.ended is None:
                continue
            drill = next((drill.title for drill in self.drills() if drill.id == setup.drill), None)
            made.append(
                Practice(
                    id=one.id,
                    case_id=case.id,
                    case=case.name,
                    when=one.finished_at,
                    title=drill or self._persona(setup.persona).name,
                    drill=setup.drill is not None,
                    goal=setup.goal,
                    difficulty=setup.difficulty,
                    ended=Ending(one.ended),
                    score=debrief.score,
                    lines=one.turns // 2,
                )
            )
        return tuple(sorted(made, key=lambda one: one.when))

    def _finished(self, case_id: str | None) -> "Iterator[tuple[CaseSummary, RehearsalSummary]]":
        """What was finished and looked back on, with its case; archived cases count too."""
        cases = (*self.store.cases(), *self.store.cases(archived=True))
        for case in cases:
            if case_id in (None, case.id):
                yield from ((case, one) for one in self.store.rehearsals(case.id) if one.finished_at and one.debriefed)

    def branches(self, rehearsal_id: str) -> tuple[Talk, ...]:
        """The talks that share their first lines with this one, itself among them, oldest first."""
        kept = self.store.rehearsal(rehearsal_id)
        family = {one.id: one for one in self.store.rehearsals(kept.case_id)}

        def root(one: str) -> str:
            while (parent := family[one].parent_id) is not None and parent in family:
                one = parent
            return one

        return tuple(self.talk(one) for one in family if root(one) == root(rehearsal_id))

    def talk(self, rehearsal_id: str) -> Talk:
        """The rehearsal as it stands in the store."""
        kept, setup = self.store.rehearsal(rehearsal_id), self.store.setup(rehearsal_id, Setup)
        return Talk(
            id=rehearsal_id,
            case_id=kept.case_id,
            client=self.store.case(kept.case_id).situation.first(FactKind.CLIENT) or _NAMELESS,
            setup=setup,
            persona=self._persona(setup.persona),
            turns=self.store.turns(rehearsal_id, Turn),
            ended=Ending(kept.ended) if kept.ended else None,
            debrief=self.store.debrief(rehearsal_id, Debrief),
            parent=kept.parent_id,
            forked_at=kept.forked_at,
        )

    def say(self, rehearsal_id: str, text: str) -> Turn:
        """Say one line; returns the last turn: the client's answer, or in a drill that is over the user's own. All is stored.

        Raises:
            BadInput: there is nothing in it, it is too long, or the talk is over; nothing was said.
            StoreError: the talk went on elsewhere, perhaps in another tab.
        """
        setup = self.store.setup(rehearsal_id, Setup)
        live = self._drill(rehearsal_id, setup) if setup.drill else self._take_up(rehearsal_id)
        live.say(text)
        if live.ended is not None:
            self.store.finish_rehearsal(rehearsal_id, live.ended, live.debrief())
        return live.turns[-1]

    def say_again(self, rehearsal_id: str) -> Turn:
        """Have the client's last line said anew, in place of the one that is there; the user's line stays as it was said.

        For a line that the built-in engine said because the model failed: while the model fails, it says it again.

        Raises:
            BadInput: the talk is over, is a drill, or the last line is not the client's.
        """
        talk = self.talk(rehearsal_id)
        if talk.ended is not None or talk.setup.drill or talk.turns[-1].role is not Role.CLIENT:
            raise BadInput("There is no line of the client to say anew.", hint="Say your next line.")
        live = self._live(
            talk.case_id,
            talk.setup,
            talk.turns[:-1],
            lambda index, turn: self.store.replace_turn(rehearsal_id, index, turn),
        )
        if live.ended is not None:
            self.store.finish_rehearsal(rehearsal_id, live.ended, live.debrief())
        return live.turns[-1]

    def preview(self, rehearsal_id: str, text: str) -> "tuple[Message, ...]":
        """Exactly what the model would be sent if the user said `text` now; empty where no model is in use.

        Raises:
            BadInput: as `say`.
        """
        talk = self.talk(rehearsal_id)
        return self.coach.preview(
            self.store.case(talk.case_id).situation, say=text, turns=talk.turns, **_as_words(talk.setup)
        )

    def usage(self) -> "Usage | None":
        """What the model took since the app was started; None where no model is in use."""
        return self.coach.usage

    def hint(self, rehearsal_id: str) -> Hint:
        """Help with the next line."""
        return self._take_up(rehearsal_id).hint()

    def rewind(self, rehearsal_id: str, turn: int) -> str:
        """A new rehearsal in which the user's line at index `turn` was not said yet; returns its id.

        Raises:
            NotFound: that turn is not one of the user's.
        """
        kept = self.talk(rehearsal_id)
        if not 0 < turn < len(kept.turns) or kept.turns[turn].role is not Role.YOU:
            raise NotFound(f"Turn {turn} is not one of yours.", hint="Choose one of your own lines.")
        return self.store.start_rehearsal(kept.case_id, kept.setup, parent_id=rehearsal_id, forked_at=turn)

    def finish(self, rehearsal_id: str) -> Debrief:
        """End the rehearsal here and look back on it."""
        setup = self.store.setup(rehearsal_id, Setup)
        live = self._drill(rehearsal_id, setup) if setup.drill else self._take_up(rehearsal_id)
        ended, debrief = live.stop(), live.debrief()
        self.store.finish_rehearsal(rehearsal_id, ended, debrief)
        return debrief

    def item_label(self, item: ItemId) -> str:
        """What a line of the scorecard looks at."""
        from coach.rehearse.wording import coaching

        return str(coaching("debrief")["items"][item]["label"])

    def _drill(self, rehearsal_id: str, setup: Setup) -> "DrillTalk":
        """The live drill, from its stored turns."""
        from coach.rehearse.drills import DrillTalk, known_drill

        return DrillTalk(
            known_drill(setup.drill or ""),
            self.coach.listener,
            seed=setup.seed,
            turns=self.store.turns(rehearsal_id, Turn),
            on_turn=lambda index, turn: self.store.append_turn(rehearsal_id, index, turn),
        )

    def _take_up(self, rehearsal_id: str) -> "Rehearsal":
        """The live rehearsal, from its stored turns; a line that was still unanswered is answered and stored."""
        kept, setup = self.store.rehearsal(rehearsal_id), self.store.setup(rehearsal_id, Setup)
        return self._live(
            kept.case_id,
            setup,
            self.store.turns(rehearsal_id, Turn),
            lambda index, turn: self.store.append_turn(rehearsal_id, index, turn),
        )

    def _live(
        self, case_id: str, setup: Setup, turns: tuple[Turn, ...], on_turn: Callable[[int, Turn], None]
    ) -> "Rehearsal":
        situation = self.store.case(case_id).situation
        return self.coach.rehearse(situation, turns=turns, on_turn=on_turn, **_as_words(setup))

    def _persona(self, persona_id: str) -> Persona:
        found = next((persona for persona in self.coach.personas() if persona.id == persona_id), None)
        return found or Persona(id=persona_id, name=persona_id, summary="", goals=())


def _as_words(setup: Setup) -> dict[str, Any]:
    """What `Coach.rehearse` takes of a set-up."""
    return setup.model_dump(include={"persona", "goal", "difficulty", "seed", "channel", "own_goal"})


def new_seed() -> int:
    """A seed nobody chose: no two talks alike."""
    return secrets.randbelow(1_000_000) + 1
