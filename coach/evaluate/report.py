"""The evaluation as a whole: which suites run, and their figures as one table."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import UnknownName
from coach.evaluate.cases import AccountCase, life_accounts, own_accounts, read_accounts

if TYPE_CHECKING:
    from coach.assess.detector import SecondReader
    from coach.coach import Coach

Notice = Callable[[str], None]
Result = dict[str, Any]


def evaluate(coach: "Coach", suite: str | None, data: Path | None, seed: int, notice: Notice) -> Result:
    """The figures of one suite, or of all; `data` replaces the project's own accounts.

    Raises:
        UnknownName: there is no such suite.
        BadInput: `data` is not of the documented format, or an installed package carries no suites.
    """
    if suite is not None and suite not in SUITES:
        raise UnknownName(f"There is no suite {suite!r}.", hint=f"Choose one of {', '.join(SUITES)}.")
    chosen = [suite] if suite else (["signs"] if data else list(SUITES))
    result: Result = {"engine": coach.engine_name if coach.settings.uses_model else coach.detector.name, "suites": {}}
    for name in chosen:
        notice(f"Running the suite {name} …")
        result["suites"][name] = SUITES[name](coach, data, seed)
    if coach.usage is not None:
        result["usage"] = coach.usage.model_dump(mode="json")
    return result


def _signs(coach: "Coach", data: Path | None, seed: int) -> Result:
    return _beside_baselines(coach, read_accounts(data) if data else own_accounts())


def _life(coach: "Coach", data: Path | None, seed: int) -> Result:
    return _beside_baselines(coach, life_accounts())


def _beside_baselines(coach: "Coach", cases: list[AccountCase]) -> Result:
    from coach.evaluate.baselines import Keywords, NearestDefinition
    from coach.evaluate.signs import evaluate_signs

    readers = (coach.detector, NearestDefinition(coach.encoder), Keywords())
    alone = {reader.name: evaluate_signs(cases, reader) for reader in readers}
    return _with_model(coach, lambda second: evaluate_signs(cases, coach.detector, second)) | alone


def _beside_model(coach: "Coach", run: Callable[["SecondReader | None"], Result]) -> Result:
    """The figures of the built-in engine; where a model is set, those with its second reading in a column before them."""
    with_model = _with_model(coach, run)
    return with_model | {coach.detector.name: run(None)} if with_model else run(None)


def _with_model(coach: "Coach", run: Callable[["SecondReader | None"], Result]) -> Result:
    return {coach.engine_name: run(coach.second_reader)} if coach.second_reader else {}


def _intake(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.intake import evaluate_intake

    cases = read_accounts(data) if data else own_accounts()
    return _beside_model(coach, lambda second: evaluate_intake(cases, coach.detector, second))


def _stability(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.stability import evaluate_stability, own_variants

    cases, variants = own_accounts(), own_variants()
    return _beside_model(coach, lambda second: evaluate_stability(cases, variants, coach.detector, second))


def _retrieval(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.retrieval import evaluate_retrieval, own_questions

    questions = own_questions()

    def ours(query: str, k: int) -> list[str]:
        return [passage.id for passage in coach.library.search(query, k)]

    def plain(query: str, k: int) -> list[str]:
        return [passage.id for passage in coach.library.search_plain(query, k)]

    return {"ours": evaluate_retrieval(questions, ours), "plain Chroma search": evaluate_retrieval(questions, plain)}


def _listener(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.turns import evaluate_turns, own_turns

    return evaluate_turns(own_turns(), coach.listener)


def _debrief(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.debriefs import evaluate_debriefs, own_transcripts

    return evaluate_debriefs(own_transcripts(), coach)


def _rehearsal(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.rehearsals import evaluate_rehearsals

    return evaluate_rehearsals(coach, seed)


def _checks(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.messages import evaluate_messages

    return evaluate_messages(coach)


def _drafts(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.messages import evaluate_drafts

    return evaluate_drafts(coach)


def _contracts(coach: "Coach", data: Path | None, seed: int) -> Result:
    from coach.evaluate.contracts import evaluate_contracts, own_contracts

    return evaluate_contracts(own_contracts())


SUITES: dict[str, Callable[["Coach", Path | None, int], Result]] = {
    "signs": _signs,
    "life": _life,
    "intake": _intake,
    "stability": _stability,
    "retrieval": _retrieval,
    "listener": _listener,
    "debrief": _debrief,
    "rehearsal": _rehearsal,
    "checks": _checks,
    "drafts": _drafts,
    "contracts": _contracts,
}


def table(result: Result) -> str:
    """The figures as Markdown, a heading a suite and a table below it."""
    lines = [f"Engine: {result['engine']}"]
    if usage := result.get("usage"):
        cost = "not known" if usage["cost"] is None else f"${usage['cost']:.4f}"
        tokens = usage["prompt_tokens"] + usage["completion_tokens"]
        lines.append(
            f"It took {usage['requests']:,} requests, {tokens:,} tokens, {usage['seconds']:.0f} s; cost {cost}."
        )
    for name, figures in result["suites"].items():
        lines += ["", f"## {name}", ""]
        lines += _rows(figures)
    return "\n".join(lines)


def _rows(figures: Result) -> list[str]:
    """Readers as columns where a suite compares several, else one figure a line."""
    if all(isinstance(value, dict) for value in figures.values()) and figures:
        flat = {reader: _flatten(values) for reader, values in figures.items()}
        names = list(dict.fromkeys(name for values in flat.values() for name in values))
        head = ["| | " + " | ".join(flat) + " |", "| --- |" + " --- |" * len(flat)]
        return head + [f"| {n} | " + " | ".join(_cell(values.get(n)) for values in flat.values()) + " |" for n in names]
    return ["| | |", "| --- | --- |", *(f"| {name} | {_cell(value)} |" for name, value in _flatten(figures).items())]


def _flatten(values: Result, prefix: str = "") -> Result:
    found: Result = {}
    for name, value in values.items():
        if isinstance(value, dict) and set(value) == {"precision", "recall", "f1", "n"}:
            found[prefix + name] = f"P {value['precision']} R {value['recall']} F1 {value['f1']} (n {value['n']})"
        elif isinstance(value, dict):
            found |= _flatten(value, f"{prefix}{name} / ")
        else:
            found[prefix + str(name)] = value
    return found


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
