"""Talk: the plan of the conversation itself, on one page - channel, opening, three points, objections, what not to say."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.plan import Advice, Contract, Dates, Objection, Proposal, Route, Talk, WrapUpItem
from coach.vocabulary.signs import SignId

_TWISTED = frozenset({SignId.UNDERMINING, SignId.QUESTIONED_COMMITMENT, SignId.BACK_CHANNEL, SignId.CULTURE_CLASH})
_DANGER = re.compile(
    r"\b(?:threaten\w*|stalk\w*|assault\w*|harass\w*|followed me|hit me|grabbed|afraid of (?:him|her|them))\b", re.I
)


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("plan", "talk.yaml")
    return found


class _Case:
    """What the wording of the talk depends on."""

    def __init__(
        self,
        situation: Situation,
        contract: Contract | None,
        dates: Dates,
        items: Sequence[WrapUpItem],
        signs: Sequence[SignId],
        heard: Sequence[str] = (),
    ) -> None:
        self.heard = frozenset(heard)
        self.situation, self.contract, self.dates, self.signs = situation, contract, dates, frozenset(signs)
        self.relation = situation.relation
        self.danger = SignId.VERBAL_ABUSE in self.signs or bool(
            _DANGER.search(situation.text) and self.relation is Relation.CLIENT and SignId.DISRESPECT in self.signs
        )
        self.facts = self._facts()
        self.blanks: list[str] = []
        self._items = [item for item in items if item.group == "deliverables" and item.proposal is not Proposal.DO]
        self.slots = self._slots()

    def _facts(self) -> frozenset[str]:
        found = {str(fact.kind) for fact in self.situation.facts}
        if self.contract is not None:
            found.add("contract")
            if self.dates.route in (Route.CAUSE, Route.UNKNOWN):
                found.add("no_right")
        return frozenset(found)

    def _slots(self) -> dict[str, str]:
        words, dates = _content(), self.dates
        project, owed = self.situation.first(FactKind.PROJECT), self.situation.first(FactKind.OPEN_INVOICE)
        pending = [
            words["work_item"].format(verb=words["verbs"][str(item.proposal)], item=self._named(item))
            for item in self._items[:3]
        ]
        notice = ""
        if dates.notice_days and dates.route in (Route.CONVENIENCE, Route.AGREED):
            length = f"{dates.notice_days} {'business ' if dates.business_days else ''}day{'s’' if dates.notice_days != 1 else '’s'}"
            notice = words["notice" if self.contract is not None else "notice_told"].format(notice=length)
        return {
            "day": _said(dates.last_day) or words["blanks"]["day"],
            "cure": _said(dates.cure_ends) or words["blanks"]["cure"],
            "latest": _said(dates.latest_to_send) or "",
            "project": words["project"].format(project=project.strip()) if project else "",
            "notice": notice,
            "pending": "; ".join(pending) or "the open work",
            "owed": (owed or "").strip(" ,.;"),
            "breach": words["breach"]["owed"].format(owed=owed.strip(" ,.;")) if owed else words["breach"]["other"],
        }  # fmt: skip

    def _named(self, item: WrapUpItem) -> str:
        values = self.situation.all(FactKind.PENDING)
        return next((value for value in values if value in item.text), item.text)

    def fill(self, text: str, **more: str) -> str:
        said = text.format(**{**self.slots, **more})
        self.blanks.extend(blank for blank in re.findall(r"\[[^\]]+\]", said) if blank not in self.blanks)
        return said

    def advice(self, entry: dict[str, Any]) -> Advice:
        return Advice(text=self.fill(entry["text"]), passages=tuple(entry["passages"]))

    def applies(self, entry: dict[str, Any]) -> int:
        """How strongly an entry belongs to this case; 0: not at all."""
        hits = 5 * bool(self.heard & set(entry.get("moves", ())))
        hits += 2 * len(self.signs & set(entry.get("signs", ()))) + 2 * len(self.facts & set(entry.get("facts", ())))
        return hits or int(entry.get("always", False))


def plan_talk(
    situation: Situation,
    contract: Contract | None,
    dates: Dates,
    items: Sequence[WrapUpItem],
    signs: Sequence[SignId],
    heard: Sequence[str] = (),
) -> Talk:
    """The talk for this case; what the case does not state stays a named blank.

    `heard` are the moves the client made in rehearsals: what they said there comes before what the signs let expect.
    """
    case = _Case(situation, contract, dates, items, signs, heard)
    channel = _content()["channels"][_channel(case)]
    return Talk(
        channel=channel["channel"],
        why=Advice(text=channel["why"], passages=tuple(channel["passages"])),
        when=case.advice(_content()["when"][_when(case)]),
        opening=case.advice(_content()["opening"][_opening(case)]),
        points=tuple(case.advice(_content()["points"][name]) for name in _points(case)),
        objections=_objections(case, items),
        do_not_say=_do_not_say(case),
        afterwards=case.advice(_content()["afterwards"]["danger" if case.danger else str(case.relation)]),
        blanks=tuple(case.blanks),
    )


def _said(day: date | None) -> str | None:
    return f"{day.day} {day:%B %Y}" if day else None


def _channel(case: _Case) -> str:
    if case.relation is not Relation.CLIENT:
        return str(case.relation)
    if case.danger:
        return "writing"
    if case.dates.route is Route.CAUSE or case.signs & _TWISTED:
        return "writing_record"
    if SignId.MINIMAL_COMMUNICATION in case.signs:
        return "writing_silent"
    written = (
        case.contract is not None
        and case.contract.notice_in_writing is not None
        and case.contract.notice_in_writing.value is True
    )
    return "call_written" if written else "call"


def _when(case: _Case) -> str:
    if case.relation is Relation.PROSPECT:
        return "prospect"
    if case.danger:
        return "danger"
    return "dated" if case.dates.latest_to_send and case.dates.notice_given is None else "normal"


def _opening(case: _Case) -> str:
    if case.relation is not Relation.CLIENT:
        return str(case.relation)
    if case.danger:
        return "danger"
    if case.dates.route is Route.CAUSE:
        return "breach"
    if case.dates.route is Route.NON_RENEWAL:
        return "renewal"
    if case.dates.route is Route.UNKNOWN and case.contract is not None:
        return "request"
    return "written" if _channel(case).startswith("writing") else "client"


def _points(case: _Case) -> tuple[str, str, str]:
    if case.relation is Relation.VENDOR:
        return "decision", "vendor_work", "vendor_money"
    if case.relation is Relation.PROSPECT:
        return "prospect_thanks", "prospect_other", "prospect_return"
    opening = _opening(case)
    first = {"breach": "decision_breach", "request": "decision_agreed"}.get(opening, "decision")
    second = "safety" if case.danger else "work" if "pending" in case.facts else "work_unknown"
    return first, second, "money_owed" if "open_invoice" in case.facts else "money"


def _objections(case: _Case, items: Sequence[WrapUpItem]) -> tuple[Objection, ...]:
    if case.relation is not Relation.CLIENT:
        chosen = _content()[f"{case.relation}_objections"]
    else:
        entries = [entry for entry in _content()["objections"] if case.applies(entry)]
        ranked = sorted(entries, key=lambda entry: (-case.applies(entry), entries.index(entry)))
        chosen = sorted(ranked[: _content()["most_objections"]], key=entries.index)
    named = [item.item for item in items if item.item]
    pending = named[0] if named else "the open work"
    return tuple(
        Objection(
            id=entry["id"],
            moves=tuple(entry.get("moves", ())),
            they_say=case.fill(entry["they_say"], pending=pending),
            you_say=case.fill(entry["you_say"]),
            passages=tuple(entry["passages"]),
        )
        for entry in chosen
    )


def _do_not_say(case: _Case) -> tuple[Advice, ...]:
    entries = [entry for entry in _content()["do_not_say"] if case.applies(entry)]
    ranked = sorted(entries, key=lambda entry: (-case.applies(entry), entries.index(entry)))
    return tuple(case.advice(entry) for entry in ranked[: _content()["most_not_to_say"]])
