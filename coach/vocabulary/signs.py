"""The 21 warning signs: their fixed ids, and what `knowledge/signs.yaml` says of each."""

from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value


class SignId(StrEnum):
    TIME_DRAIN = "time_drain"
    REJECTED_ADVICE = "rejected_advice"
    DISRESPECT = "disrespect"
    MINIMAL_COMMUNICATION = "minimal_communication"
    BACK_CHANNEL = "back_channel"
    STALLED_RELATIONSHIP = "stalled_relationship"
    PESSIMISM = "pessimism"
    LOSING_MONEY = "losing_money"
    VERBAL_ABUSE = "verbal_abuse"
    IMPOSSIBLE_DEMANDS = "impossible_demands"
    MICROMANAGEMENT = "micromanagement"
    UNDERMINING = "undermining"
    QUESTIONED_COMMITMENT = "questioned_commitment"
    CULTURE_CLASH = "culture_clash"
    FAILED_REPAIRS = "failed_repairs"
    WELLBEING_TOLL = "wellbeing_toll"
    UNMET_EXPECTATIONS = "unmet_expectations"
    TAKEN_ADVANTAGE = "taken_advantage"
    POOR_FIT = "poor_fit"
    TEAM_TOLL = "team_toll"
    OPPORTUNITY_COST = "opportunity_cost"


class Sign(Value):
    """One warning sign with the guidance that belongs to it; `severity` is the typical one, 1 (mild) to 3 (serious).

    `conduct` marks what shows in how they speak or act: in a thread it is not read from the user's own messages; `urgent` what calls for
    leaving at once.
    """

    id: SignId
    name: str
    definition: str
    not_: tuple[str, ...] = Field(alias="not")
    questions: tuple[str, ...] = Field(min_length=1)
    try_first: tuple[str, ...] = Field(min_length=1)
    repaired_when: str
    their_side: str
    my_part: str
    severity: int = Field(ge=1, le=3)
    urgent: bool = False
    repairable: bool = True
    conduct: bool = False
    passages: tuple[str, ...] = Field(min_length=1)
    vendor: "ForVendor | None" = None

    def for_relation(self, relation: str) -> "Sign":
        """This sign as it is worded to somebody who stands so to the other side (see `coach.situation.Relation`)."""
        if relation != "vendor" or self.vendor is None:
            return self
        return self.model_copy(update=dict(self.vendor))


class ForVendor(Value):
    """What reads differently where the other side is paid by the teller."""

    try_first: tuple[str, ...] = Field(min_length=2)
    repaired_when: str
    their_side: str
    my_part: str


Sign.model_rebuild()
