"""Coach: one object that wires settings, library, engine and store into the steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from coach.errors import LibraryError, StoreError, UnknownName
from coach.settings import Settings
from coach.situation import Situation

if TYPE_CHECKING:
    from coach.assess.detector import SecondReader, SignDetector
    from coach.assess.subject import SubjectReader
    from coach.library.embedding import Encoder
    from coach.library.library import AddReport, Library
    from coach.llm.gateway import Gateway
    from coach.llm.messages import Message, Usage
    from coach.llm.preview import Preview
    from coach.rehearse.actor import Actor
    from coach.rehearse.drills import DrillTalk
    from coach.rehearse.listener import Listener
    from coach.rehearse.rehearsal import Rehearsal
    from coach.store.store import Store
    from coach.vocabulary.assessment import Assessment, ReportedSign
    from coach.vocabulary.draft import Check, Draft
    from coach.vocabulary.drill import Drill
    from coach.vocabulary.leaving import KnownSums
    from coach.vocabulary.passage import Passage
    from coach.vocabulary.plan import Contract, ExitPlan
    from coach.vocabulary.rehearsal import Debrief, Heard, Persona, PrepCard, Turn
    from coach.vocabulary.signs import Sign, SignId
    from coach.write.writer import Writer

Progress = Callable[[int, int], None]
Name = TypeVar("Name", bound=StrEnum)
_NEAR = 6  # passages of the library among which those of the user's files are looked for


class Coach:
    """The whole product as one object; cheap to make, each part loads when it is first used.

    Steps are pure: they store nothing. A case is kept through `store`.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def with_settings(self, settings: Settings) -> "Coach":
        """A Coach with other settings for the engine, on the same data: it shares the store of this one."""
        made = Coach(settings)
        made.store = self.store
        return made

    # -- parts ---------------------------------------------------------------------------------------------------

    @cached_property
    def encoder(self) -> "Encoder":
        from coach.library.embedding import Encoder

        return Encoder.shared(self.settings.threads)

    @cached_property
    def store(self) -> "Store":
        """The database; made on first use.

        Raises:
            StoreError: it cannot be opened or is newer than this version.
        """
        from coach.store.store import Store

        return Store(self.settings)

    @cached_property
    def library(self) -> "Library":
        from coach.library.library import Library

        return Library(self.settings, self.store.library)

    @cached_property
    def detector(self) -> "SignDetector":
        from coach.assess.detector import Remembering
        from coach.assess.reader import AccountReader
        from coach.assess.trained import TrainedDetector

        return Remembering(TrainedDetector(AccountReader.shared(self.settings.threads)))

    @cached_property
    def second_reader(self) -> "SecondReader | None":
        """Who reads an account beside the detector: a model where one is set."""
        if not self.settings.uses_model:
            return None
        from coach.assess.model_reader import ModelReader

        return ModelReader(self.gateway, self._passages_on)

    @cached_property
    def subject(self) -> "SubjectReader":
        from coach.assess.subject import SubjectReader

        return SubjectReader(self.encoder)

    @cached_property
    def listener(self) -> "Listener":
        from coach.rehearse.listener import TrainedListener

        return TrainedListener(self.encoder, threads=self.settings.threads)

    @cached_property
    def actor(self) -> "Actor":
        """Who says the client's lines: a model where one is set, else the persona's written lines."""
        from coach.rehearse.actor import ScriptedActor
        from coach.rehearse.relevance import Relevance

        scripted = ScriptedActor(Relevance(self.encoder))
        if not self.settings.uses_model:
            return scripted
        from coach.rehearse.model_actor import ModelActor

        return ModelActor(self.gateway, scripted)

    @cached_property
    def writer(self) -> "Writer":
        """Who words a message: a model where one is set, else the phrase bank."""
        from coach.write.writer import PhraseWriter

        if not self.settings.uses_model:
            return PhraseWriter()
        from coach.write.model_writer import ModelWriter

        return ModelWriter(self.gateway)

    @cached_property
    def gateway(self) -> "Gateway":
        """The door to the model, one for this object: its meter and its caps are the session's.

        Raises:
            ModelRefused: no model is set.
        """
        from coach.llm.gateway import Gateway

        return Gateway(self.settings)

    @property
    def engine_name(self) -> str:
        """Who puts things into words: the model's name, or "builtin"."""
        return self.settings.model if self.settings.uses_model and self.settings.model else "builtin"

    @property
    def usage(self) -> "Usage | None":
        """What the model took since this object was made; None where no model is in use."""
        return self.gateway.meter.total if self.settings.uses_model else None

    # -- steps ---------------------------------------------------------------------------------------------------

    def situation(self, text_or_path: str | Path, me: str = "") -> Situation:
        """What the user tells us, checked and with its facts read; `me` names them in a thread of e-mails or a chat.

        Raises:
            BadInput: empty, too long, unreadable, not English, or not about a client, vendor or prospect.
        """
        if isinstance(text_or_path, Path):
            found = Situation.read(text_or_path, me)
        else:
            found = Situation.from_text(text_or_path, me)
        self.subject.check(found.text)
        return found

    def assess(self, text_or_situation: str | Situation, again: bool = True) -> "Assessment":
        """Which signs the text holds, the verdict, what rests on which passage, and what would be asked next.

        An answer goes in by `situation.with_answers(Answer(question=…, choice=…))`, what was tried by `with_tries`. Where a model
        is set it reads, too; without `again` it is not asked anew about a text on which it failed before.
        """
        from coach.assess.assessor import assess

        return assess(self._situation(text_or_situation), self.detector, self._passage, self.second_reader, again)

    def search(self, query: str, k: int = 5, progress: Progress | None = None) -> "list[Passage]":
        """The `k` passages of the library nearest to `query`, best first; the first search builds the index."""
        return self.library.search(query, k, progress)

    def personas(self) -> "list[Persona]":
        from coach.rehearse.personas import personas

        return list(personas())

    def rehearse(
        self,
        situation: str | Situation,
        persona: str | None = None,
        goal: str = "exit",
        difficulty: int = 2,
        seed: int = 1,
        channel: str = "meeting",
        on_turn: "Callable[[int, Turn], None] | None" = None,
        turns: "Sequence[Turn]" = (),
        own_goal: str = "",
        actor: "Actor | None" = None,
        coached: bool = True,
    ) -> "Rehearsal":
        """A rehearsal with the client that `persona` names, or the one that fits the situation's signs.

        `own_goal` is what the user wants to watch in themselves (see `prep_card`); the debrief comes back to it.

        `turns` takes up a rehearsal where it was left; `on_turn` is called with each new turn before it is returned;
        `actor` says the client's lines in place of the engine; `coached` turns have the coach's feedback.

        Raises:
            UnknownName: no such persona, goal, difficulty or channel.
        """
        from coach.rehearse.personas import load_profile, pick_default
        from coach.rehearse.rehearsal import Rehearsal
        from coach.vocabulary.rehearsal import Channel, Goal

        wanted, by = named(Goal, goal), named(Channel, channel)
        if difficulty not in (1, 2, 3):
            raise UnknownName(f"There is no difficulty {difficulty}.", hint="Choose 1, 2 or 3.")
        case = self._situation(situation)
        signs = self.read_here(case).signs
        profile = load_profile(persona or pick_default(_surest_first(signs), wanted))
        return Rehearsal(
            profile,
            self.listener,
            actor or self.actor,
            situation=case,
            signs=signs,
            goal=wanted,
            difficulty=difficulty,
            channel=by,
            seed=seed,
            on_turn=on_turn,
            turns=turns,
            check=self._faults,
            own_goal=own_goal,
            coached=coached,
        )

    def prep_card(
        self,
        situation: str | Situation,
        persona: str | None = None,
        goal: str = "exit",
        draft: str = "",
        own_goal: str = "",
    ) -> "PrepCard":
        """What to hold on to before a talk; `draft` is a message of the user's, whose words then open the talk.

        Raises:
            UnknownName: no such persona or goal.
        """
        from coach.rehearse.personas import load_profile, pick_default
        from coach.rehearse.prep import opening_of, prep_card
        from coach.vocabulary.rehearsal import Goal

        wanted, case = named(Goal, goal), self._situation(situation)
        profile = load_profile(persona or pick_default(self._signs(case), wanted))
        opening = opening_of(draft, wanted, self.listener) if draft else None
        return prep_card(profile, wanted, case, opening=opening, own_goal=own_goal)

    def preview(
        self, situation: str | Situation, say: str | None = None, turns: "Sequence[Turn]" = (), **setup: Any
    ) -> "tuple[Message, ...]":
        """Exactly what the model would be sent for the client's next line: its first one, or the answer to `say`.

        `setup` and `turns` are those of `rehearse`. Nothing is sent; empty where no model is in use.

        Raises:
            UnknownName, BadInput: as `rehearse` and `Rehearsal.say`.
        """
        shown = self.preview_talk(situation, say, turns, **setup)
        return shown.messages if shown else ()

    def preview_talk(
        self, situation: str | Situation, say: str | None = None, turns: "Sequence[Turn]" = (), **setup: Any
    ) -> "Preview | None":
        """The same with what is hidden in it, and who it would go to; None where no model is in use."""
        from coach.rehearse.model_actor import ModelActor, Previewing

        if not isinstance(self.actor, ModelActor):
            return None
        kept = Previewing(self.actor)
        rehearsal = self.rehearse(situation, turns=turns, actor=kept, **setup)
        if say is not None:
            rehearsal.say(say)
        return kept.kept

    def preview_assessment(self, text_or_situation: str | Situation) -> "Preview | None":
        """Exactly what the model would be sent to read this; nothing is sent. None where no model is in use.

        Raises:
            BadInput: as `situation`. ModelRefused: it is too long to be sent at all.
        """
        from coach.assess.model_reader import ModelReader

        case, reader = self._situation(text_or_situation), self.second_reader
        return reader.preview(case) if isinstance(reader, ModelReader) else None

    def preview_draft(
        self,
        situation: str | Situation,
        kind: str = "exit-email",
        tone: str = "neutral",
        seed: int = 0,
        length: str = "normal",
    ) -> "Preview | None":
        """Exactly what the model would be sent first to word this message; nothing is sent. None where no model is in use.

        Raises:
            BadInput, UnknownName: as `draft`.
        """
        from coach.write.drafting import outlined
        from coach.write.model_writer import ModelWriter

        case, writer = self._situation(situation), self.writer
        outline, named_tone = outlined(case, kind, tone, self._signs(case), length)
        return writer.preview(outline, named_tone, seed) if isinstance(writer, ModelWriter) else None

    def previews(self, situation: str | Situation, **draft: Any) -> "dict[str, Preview]":
        """What each step would send about this case, by the name of its command: assess, rehearse (the client's first line),
        draft. Empty where no model is in use; `draft` is that of `preview_draft`.
        """
        case = self._situation(situation)
        shown = {
            "assess": self.preview_assessment(case),
            "rehearse": self.preview_talk(case),
            "draft": self.preview_draft(case, **draft),
        }
        return {step: preview for step, preview in shown.items() if preview is not None}

    def drills(self) -> "list[Drill]":
        """The drills of two minutes."""
        from coach.rehearse.drills import drills

        return list(drills().values())

    def drill(self, name: str, seed: int = 1) -> "DrillTalk":
        """Three lines of a client for one skill; `say` gives what an answer was worth.

        Raises:
            UnknownName: no such drill.
        """
        from coach.rehearse.drills import DrillTalk, known_drill

        return DrillTalk(known_drill(name), self.listener, seed=seed)

    def listen(self, text: str, client_line: str = "") -> "Heard":
        """What one turn does, and in which tone."""
        return self.listener.hear(text, client_line)

    def debrief(self, turns: "Sequence[Turn] | str", goal: str = "exit") -> "Debrief":
        """The scorecard of a talk: turns, or a transcript with “you:” and “client:” lines, or a rehearsal's JSON."""
        from coach.rehearse.debrief import debrief
        from coach.rehearse.transcript import parse_transcript
        from coach.vocabulary.rehearsal import Goal

        wanted = named(Goal, goal)
        told = parse_transcript(turns) if isinstance(turns, str) else turns
        return debrief(told, wanted, self.listener, check=self._faults)

    def draft(
        self,
        situation: str | Situation,
        kind: str = "exit-email",
        tone: str = "neutral",
        seed: int = 0,
        length: str = "normal",
    ) -> "Draft":
        """A message of `kind`, written from what the situation states; what is missing stays a named blank.

        `length` (short, normal, long) and `tone` change how it is said; what it holds stays the same. Where a model is set it words
        the message; if its text does not hold what the case says, the built-in one is given, with the reason.

        Raises:
            UnknownName: no such kind, tone or length.
        """
        from coach.write.drafting import draft

        case = self._situation(situation)
        return draft(case, kind, tone, self._signs(case), seed, self.writer, length)

    def check(
        self,
        text: str,
        kind: str | None = None,
        situation: Situation | None = None,
        *,
        today: date | None = None,
        contract: str | None = None,
    ) -> "Check":
        """What a text of the user's own does well and badly, with a replacement for each finding.

        The last day it names is held against the notice agreed, counted from `today`, and what it says against the
        `contract`, if its text is given.
        """
        from coach.write.checks import check

        return check(text, kind, situation, today=today or date.today(), contract=_terms(contract))

    def plan(
        self,
        situation: str | Situation,
        contract: str | None = None,
        today: date | None = None,
        signs: "Sequence[SignId] | None" = None,
        sums: "KnownSums | None" = None,
        assumptions: Mapping[str, tuple[float, float, float]] | None = None,
        seed: int = 1,
        place: str | None = None,
        heard: "Sequence[str]" = (),
    ) -> "ExitPlan":
        """Contract, dates, wrap-up, numbers and talk for leaving well, counted from `today`.

        `signs` are those of an assessment that was made already; `sums` the user's own figures. `assumptions` replaces money
        assumptions by id with (low, likeliest, high); `seed` makes the simulated ranges repeatable. `place` names the country
        (or part of it) whose public holidays are no business days: "US", "GB-ENG"; none by default. `heard` are the moves of the client in rehearsals, which
        the talk prepares for first.

        Raises:
            BadInput: there is no such assumption, its values are not in order, or there is no such place.
        """
        from coach.llm.data import without_instructions
        from coach.plan.planner import plan

        contract = without_instructions(contract) if contract else contract  # what speaks to machines is no clause
        case = self._situation(situation)
        known = self._signs(case) if signs is None else signs
        return plan(case, contract, today or date.today(), known, assumptions, seed, sums, place, heard)

    def _faults(self, text: str) -> tuple[str, ...]:
        """The words of `text` that a check finds fault with; what is missing, or still to fill in, is no fault here."""
        from coach.write.checks import check

        found = check(text, closely=False).findings
        return tuple(one.quote for one in found if one.quote and one.rule != "blank_left_open")

    def add(self, paths: Iterable[Path], progress: Progress | None = None) -> "AddReport":
        """Take the user's own files or folders into the library."""
        return self.library.add(paths, progress)

    def _situation(self, text_or_situation: str | Situation) -> Situation:
        return text_or_situation if isinstance(text_or_situation, Situation) else self.situation(text_or_situation)

    def _signs(self, case: Situation) -> list["SignId"]:
        """The clear signs of a situation, the surest first."""
        return _surest_first(self.read_here(case).signs)

    def read_here(self, case: Situation) -> "Assessment":
        """What the built-in engine alone reads: what the other steps go by, whatever the engine; asks no model."""
        from coach.assess.assessor import assess

        return assess(case, self.detector, self._passage)

    def _passage(self, id_: str) -> "Passage":
        """A passage of the shelf, or of the user's own files."""
        from coach.library.passages import Shelf

        shelf = Shelf.built_in()
        return shelf.get(id_) if id_ in shelf else self.library.get(id_)

    def _passages_on(self, sign: "Sign") -> "tuple[Passage, ...]":
        """What an assessment may cite for a sign: its own passages, and those of the user's files that are near to it."""
        from coach.library.passages import Shelf

        shelf = Shelf.built_in()
        known = tuple(shelf.get(id_) for id_ in sign.passages)
        try:
            if not self.library.documents():
                return known
            found = self.library.search(f"{sign.name}. {sign.definition}", _NEAR)
        except (LibraryError, StoreError):
            return known  # an index that cannot be read is no reason to read nothing; the library's own page says so
        return (*known, *(passage for passage in found if passage.id not in shelf))


def _surest_first(signs: "Sequence[ReportedSign]") -> list["SignId"]:
    return [sign.id for sign in sorted(signs, key=lambda sign: -sign.confidence)]


def _terms(contract: str | None) -> "Contract | None":
    if not contract:
        return None
    from coach.llm.data import without_instructions
    from coach.plan.contract import read_contract

    return read_contract(without_instructions(contract))


def named(kind: type[Name], value: str) -> Name:
    """The member of an enumeration that `value` names.

    Raises:
        UnknownName: lists the ones there are.
    """
    try:
        return kind(value)
    except ValueError as error:
        raise UnknownName(
            f"There is no {kind.__name__.lower()} {value!r}.", hint=f"Choose one of {', '.join(kind)}."
        ) from error
