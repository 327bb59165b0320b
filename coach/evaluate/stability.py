"""The metamorphic suite: the same facts told angrier, drier, in another order or roughly must be read alike."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from coach.assess.assessor import assess
from coach.assess.detector import SecondReader, SignDetector
from coach.errors import BadInput
from coach.evaluate.cases import AccountCase, evals_folder, read_cases
from coach.evaluate.signs import case_situation
from coach.library.passages import Shelf
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.base import Value


class Variant(Value):
    """An account told another way; `of` names the original."""

    id: str
    of: str
    change: str
    text: str = Field(min_length=1)


def own_variants() -> list[Variant]:
    """The project's own variants."""
    return read_cases(evals_folder() / "variants.jsonl", Variant)


def evaluate_stability(
    cases: Sequence[AccountCase],
    variants: Sequence[Variant],
    detector: SignDetector,
    second: SecondReader | None = None,
) -> dict[str, Any]:
    """Share of variants with the verdict of their original, and of its signs that are seen in them too, by change."""
    by_id = {case.id: case for case in cases}
    missing = [one.of for one in variants if one.of not in by_id]
    if missing:
        raise BadInput(f"The variants name accounts that are not there: {', '.join(missing[:3])}.")
    originals = {name: _read(by_id[name], detector, second) for name in {one.of for one in variants}}
    pairs = [
        (one, originals[one.of], _read(AccountCase(id=one.id, text=one.text, must=frozenset()), detector, second))
        for one in variants
    ]
    result: dict[str, Any] = {"variants": len(pairs), "all": _figures(pairs, by_id)}
    for change in dict.fromkeys(one.change for one in variants):
        result[change] = _figures([pair for pair in pairs if pair[0].change == change], by_id)
    return result


Pair = tuple[Variant, Assessment, Assessment]


def _figures(pairs: list[Pair], cases: dict[str, AccountCase]) -> dict[str, float]:
    same = [first.verdict.action is second.verdict.action for _, first, second in pairs]
    right = [
        (first.verdict.action in cases[one.of].verdict) == (second.verdict.action in cases[one.of].verdict)
        for one, first, second in pairs
    ]
    clear_in_both = proposed_in_both = clear = 0
    for _, first, second in pairs:
        for one, other in ((first, second), (second, first)):
            said = {sign.id for sign in one.signs}
            clear += len(said)
            clear_in_both += len(said & {sign.id for sign in other.signs})
            proposed_in_both += len(said & ({sign.id for sign in other.signs} | {sign.id for sign in other.possible}))
    return {
        "same verdict": round(sum(same) / len(same), 3),
        "verdict as acceptable": round(sum(right) / len(right), 3),
        "clear signs clear in both": round(clear_in_both / max(clear, 1), 3),
        "clear signs seen in both": round(proposed_in_both / max(clear, 1), 3),
    }


def _read(case: AccountCase, detector: SignDetector, second: SecondReader | None) -> Assessment:
    return assess(case_situation(case), detector, Shelf.built_in().get, second)
