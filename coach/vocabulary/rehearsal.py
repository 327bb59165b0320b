"""Rehearsal: what a turn does, the client's state and moves, feedback on a turn, and the debrief of the whole."""

from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value


class Goal(StrEnum):
    EXIT = "exit"
    RESET = "reset"


class Channel(StrEnum):
    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    MEETING = "meeting"


class Role(StrEnum):
    YOU = "you"
    CLIENT = "client"


class ActId(StrEnum):
    GREET = "greet"
    THANK = "thank"
    ACKNOWLEDGE_FEELINGS = "acknowledge_feelings"
    STATE_DECISION = "state_decision"
    HEDGE_DECISION = "hedge_decision"
    REASON_FACTS = "reason_facts"
    REASON_PERSON = "reason_person"
    CITE_CONTRACT = "cite_contract"
    NAME_DATE = "name_date"
    OFFER_HANDOVER = "offer_handover"
    SET_BOUNDARY = "set_boundary"
    REPEAT_DECISION = "repeat_decision"
    ANSWER_QUESTION = "answer_question"
    DODGE = "dodge"
    ASK = "ask"
    PROPOSE_RESET = "propose_reset"
    NAME_NEW_TERMS = "name_new_terms"
    CONCEDE = "concede"
    BARGAIN = "bargain"
    APOLOGISE = "apologise"
    OVER_APOLOGISE = "over_apologise"
    BLAME = "blame"
    INSULT = "insult"
    THREATEN = "threaten"
    LECTURE = "lecture"
    OVER_EXPLAIN = "over_explain"
    GIVE_IN = "give_in"
    GOODBYE = "goodbye"


class Tone(StrEnum):
    CALM = "calm"
    HOSTILE = "hostile"
    ANXIOUS = "anxious"
    FLAT = "flat"


class Act(Value):
    """One dialogue act with the verbatim words that do it."""

    id: ActId
    quote: str


class Heard(Value):
    """A turn as the listener read it."""

    acts: tuple[Act, ...]
    tone: Tone

    def has(self, *ids: ActId) -> bool:
        """Whether any of `ids` was heard."""
        return any(act.id in ids for act in self.acts)

    def quote(self, *ids: ActId) -> str | None:
        """The words of the first act among `ids`, if one was heard."""
        return next((act.quote for act in self.acts if act.id in ids), None)


class Stage(StrEnum):
    OPENING = "opening"
    REACTION = "reaction"
    PRESSING = "pressing"
    BARGAINING = "bargaining"
    LOGISTICS = "logistics"
    CLOSING = "closing"


class AgendaItem(StrEnum):
    WHY = "why"
    IS_FINAL = "is_final"
    MY_PROJECT = "my_project"
    MONEY = "money"
    WHO_TAKES_OVER = "who_takes_over"
    WAS_IT_ME = "was_it_me"
    CAN_WE_FIX_IT = "can_we_fix_it"


class Move(StrEnum):
    OPEN = "open"
    DEMAND_REASONS = "demand_reasons"
    DENY = "deny"
    MINIMISE = "minimise"
    GUILT = "guilt"
    FLATTER = "flatter"
    BARGAIN = "bargain"
    OFFER_MONEY = "offer_money"
    THREATEN_REVIEW = "threaten_review"
    THREATEN_NONPAYMENT = "threaten_nonpayment"
    THREATEN_LAWYER = "threaten_lawyer"
    GO_TO_BOSS = "go_to_boss"
    ATTACK = "attack"
    GO_SILENT = "go_silent"
    MISUNDERSTAND = "misunderstand"
    ASK_LOGISTICS = "ask_logistics"
    TEST_BOUNDARY = "test_boundary"
    POUNCE_ON_HEDGE = "pounce_on_hedge"
    PRESS = "press"
    ANSWER = "answer"
    CONFIDE = "confide"
    SOFTEN = "soften"
    ACCEPT = "accept"
    AGREE_RESET = "agree_reset"
    THANK = "thank"
    WALK_OUT = "walk_out"
    CLOSE = "close"
    TAKE_WIN = "take_win"


class Ending(StrEnum):
    RESOLVED = "resolved"
    AGREED_TO_RESET = "agreed_to_reset"
    AT_CAP = "at_cap"
    WALKED_OUT = "walked_out"
    GAVE_IN = "gave_in"
    STOPPED = "stopped"


class ClientState(Value):
    """The client's mind after a turn. Trust, heat and resolve are 0-100; `resolve` is the will to keep things as they were."""

    trust: float = Field(ge=0, le=100)
    heat: float = Field(ge=0, le=100)
    resolve: float = Field(ge=0, le=100)
    stage: Stage = Stage.OPENING
    open_agenda: tuple[AgendaItem, ...] = ()
    asked: AgendaItem | None = None
    knows_decision: bool = False
    knows_date: bool = False
    knows_handover: bool = False
    knows_terms: bool = False
    times_decision_held: int = 0
    patience: int = 5
    tests: int = 0
    tests_held: int = 0
    confided: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    turns_heard: int = 0
    pressed: tuple[AgendaItem, ...] = ()
    knows_reason: bool = False
    was_blamed: bool = False
    acknowledgements: int = 0
    hedges: int = 0
    last_hedge: int | None = None
    outrages: int = 0
    idle_turns: int = 0
    being_tested: bool = False
    accepted: bool = False
    was_thanked: bool = False
    limits: int = 0
    trades: int = 0
    goodbyes: int = 0


class Feedback(Value):
    """On one user turn: good as it is, or the goal, the one thing, the words it is about, and those words said better."""

    good: bool
    strength: str | None = None
    goal: str | None = None
    point: str | None = None
    quote: str | None = None
    better: str | None = None
    passage: str | None = None


class Turn(Value):
    """One utterance. The user's carries acts, tone and feedback; the client's its move. `state` is the client's after it.

    `ended` is set on the turn that ended the rehearsal.
    """

    role: Role
    text: str
    acts: tuple[Act, ...] | None = None
    tone: Tone | None = None
    move: Move | None = None
    agenda_item: AgendaItem | None = None
    state: ClientState | None = None
    feedback: Feedback | None = None
    ended: Ending | None = None
    engine: str = "builtin"
    degraded_because: str | None = None


class WorkedLine(Value):
    """Words of the user's own that worked in a talk: what they do, the client's move they answered, and by how many
    points the turn they stood in moved the client for the better."""

    text: str
    acts: tuple[ActId, ...]
    answers: Move | None = None
    change: float = 0.0


class ItemId(StrEnum):
    DECISION_CLEAR_BY_TURN_2 = "decision_clear_by_turn_2"
    STATED_AS_MADE = "stated_as_made"
    REASON_FACTUAL_OR_NONE = "reason_factual_or_none"
    NO_BLAME = "no_blame"
    FEELINGS_ACKNOWLEDGED_SPECIFICALLY = "feelings_acknowledged_specifically"
    DATE_NAMED = "date_named"
    CONTRACT_NAMED = "contract_named"
    HANDOVER_OFFERED = "handover_offered"
    CLIENT_QUESTIONS_ANSWERED = "client_questions_answered"
    BOUNDARY_HELD = "boundary_held"
    NO_GIVING_IN = "no_giving_in"
    NO_OVER_APOLOGY = "no_over_apology"
    BRIEF = "brief"
    CLOSED_PROPERLY = "closed_properly"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_RELEVANT = "not_relevant"


class DebriefItem(Value):
    """One yes/no item of the scorecard with the words and the turn (index into the transcript, from 0) it rests on."""

    id: ItemId
    answer: Answer
    quote: str | None = None
    turn: int | None = None
    note: str = ""


class Mood(Value):
    """Where the client stands, 0-100 each; `resolve` is the will to keep things as they were."""

    trust: float = Field(ge=0, le=100)
    heat: float = Field(ge=0, le=100)
    resolve: float = Field(ge=0, le=100)


class CurvePoint(Mood):
    """The client's mood after the user turn at index `turn`; None is before the first."""

    turn: int | None


class TurningPoint(Value):
    """A user turn that moved the client: `change` is trust gained minus heat and resolve gained, in points."""

    turn: int
    line: str
    change: float
    note: str
    before: Mood
    after: Mood


class OwnGoal(Value):
    """What the user wanted to watch in themselves; `answer` where an item of the scorecard tells."""

    text: str
    item: ItemId | None = None
    answer: Answer | None = None


class Debrief(Value):
    """The scorecard of a rehearsal or a real talk; `turning_turn` is the index of the user turn that moved it most.

    `turning_for_better` and `turning_for_worse` are the two biggest steps; `curve` is the client's way. Both are as it was
    in a rehearsal (`states_real`), and else what a client of average temperament would have felt.
    """

    items: tuple[DebriefItem, ...]
    turning_turn: int | None
    turning_line: str | None = None
    turning_better: str | None = None
    turning_note: str = ""
    next: tuple[str, ...]
    score: float = Field(default=0, ge=0, le=1)
    turning_for_better: TurningPoint | None = None
    turning_for_worse: TurningPoint | None = None
    curve: tuple[CurvePoint, ...] = ()
    states_real: bool = False
    own_goal: OwnGoal | None = None


class Persona(Value):
    """What the user is told of a kind of client."""

    id: str
    name: str
    summary: str
    goals: tuple[Goal, ...]


class Hint(Value):
    """Help on request: first what to aim for now, then a way to say it."""

    goal: str
    wording: str


class PrepCard(Value):
    """What to hold on to before the talk: three rules, a weak and a strong opening of the user's own case, and goals to
    choose one's own from. `from_draft` says that the strong opening stands in the user's draft."""

    rules: tuple[str, str, str]
    weak_opening: str
    strong_opening: str
    goals: tuple[str, ...]
    from_draft: bool = False
    own_goal: str = ""
