"""Outline: what a message must hold, decided from the case before a word is written."""

from collections.abc import Iterable

from coach.situation import Relation, Situation
from coach.vocabulary.base import Value
from coach.vocabulary.draft import DraftKind, DraftLength, DraftTone, OutlineItem
from coach.write.case import Case, read_case, slots
from coach.write.claims import may_say
from coach.write.kinds import Block, Kind, kinds
from coach.write.phrases import part, slots_of, wordings

_NOT_FOR = {
    DraftKind.TEAM_NOTE: frozenset({"abuse"}),
    DraftKind.FINAL_INVOICE_NOTE: frozenset({"called_off"}),
}


class Outline(Value):
    """The parts to write, in their blocks, and the items they must hold; facts are the case's or named blanks, never made up."""

    kind: Kind
    relation: Relation
    case: Case
    blocks: tuple[Block, ...]
    items: tuple[OutlineItem, ...]
    blanks: dict[str, str]
    length: DraftLength = DraftLength.NORMAL
    situation: Situation | None = None  # whose message it is, for the checks

    @property
    def known(self) -> frozenset[str]:
        """What an assertion of this message may rest on; a team is thanked whatever its client did, an invoice is one."""
        return self.case.known - _NOT_FOR.get(self.kind.id, frozenset())

    def fact(self, slot: str) -> str | None:
        """What stands for a slot: the fact, its blank, or None where it has neither."""
        return self.case.facts.get(slot) or self.blanks.get(slot)


def build_outline(
    situation: Situation,
    kind: DraftKind,
    signs: Iterable[object] = (),
    length: DraftLength = DraftLength.NORMAL,
) -> Outline:
    """The outline of a message of `kind` about `situation`; whatever the length, its items are the same."""
    chosen = kinds()[kind]
    case = read_case(situation, signs, chosen.relation)
    flags = case.flags | ({"several_themes"} if len(case.themes) > 1 else set())
    blocks = tuple(kept for block in chosen.blocks(case.relation) if (kept := _applying(block, flags, length)).parts)
    blanks = _blanks(case)
    names = [name for block in blocks for name in block.parts]
    return Outline(
        kind=chosen,
        relation=case.relation,
        case=case,
        blocks=blocks,
        items=_items(names, case, blanks),
        blanks=blanks,
        length=length,
        situation=situation,
    )


def _applying(block: Block, flags: frozenset[str] | set[str], length: DraftLength) -> Block:
    """The block with the parts that this case calls for."""
    kept = tuple(
        name
        for name in block.parts
        if length in part(name).get("lengths", tuple(DraftLength))
        and set(part(name).get("when", ())) <= flags
        and not set(part(name).get("unless", ())) & flags
    )
    return block.model_copy(update={"parts": kept})


def _blanks(case: Case) -> dict[str, str]:
    """The named blank of each fact that has one, for the relation of the case."""
    return {
        slot: str(entry.get(f"blank_{case.relation}", entry["blank"]))
        for slot, entry in slots()["facts"].items()
        if "blank" in entry
    }


def _items(names: list[str], case: Case, blanks: dict[str, str]) -> tuple[OutlineItem, ...]:
    items: dict[str, OutlineItem] = {}
    for name in names:
        entry = part(name)
        for slot in _facts_held(name, case):
            items.setdefault(slot, _fact_item(slot, case, blanks))
        item = str(entry.get("item", name))
        if item not in _FACT_ONLY:
            items.setdefault(item, OutlineItem(id=item, label=str(entry["label"])))
    return tuple(items.values())


def _facts_held(name: str, case: Case) -> list[str]:
    """The facts that every wording of a part holds in this case, whatever the tone."""
    facts = part(name).get("facts", ())
    if not facts:
        return []
    said = {
        line
        for tone in DraftTone
        for line in wordings(name, case.relation, tone, case.reason, case.by_hand)
        if may_say(line, case.relation, case.known)
    }
    return [slot for slot in facts if all(_holds(slot, slots_of(line)) for line in said)]


def _holds(slot: str, used: frozenset[str]) -> bool:
    return bool(used & {slot, *_FORMS.get(slot, ())})


_FORMS = {"end": ("on_end", "by_end", "until_end"), "client": ("hello_client",), "notice": ("notice_plain",)}  # fmt: skip
_FACT_ONLY = frozenset(
    {"greeting", "letter_greeting", "chat_greeting", "signoff"}
)  # their fact is all there is to them


def _fact_item(slot: str, case: Case, blanks: dict[str, str]) -> OutlineItem:
    value = case.facts.get(slot)
    return OutlineItem(
        id=slot,
        label=str(slots()["facts"][slot]["label"]),
        value=value,
        blank=None if value else blanks.get(slot),
        source=case.sources.get(slot),
    )
