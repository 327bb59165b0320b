"""The message suites: can the checks tell what may be sent, and do our own drafts hold what they must."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.content import knowledge
from coach.evaluate.cases import evals_folder, read_rows
from coach.sentences import sentences
from coach.situation import Relation, Situation
from coach.vocabulary.assessment import ReportedSign
from coach.vocabulary.draft import Draft, DraftKind, DraftTone, Finding

if TYPE_CHECKING:
    from coach.coach import Coach

MOST_SHARED = 0.4  # of their sentences
SHORTEST_SENTENCE = 4  # words


def evaluate_messages(coach: "Coach") -> dict[str, Any]:
    """How the checks and scores follow people's ratings, of composed messages and (`life`) of such as people sent or asked
    others about; and how hard sentences are found. None was seen by who wrote the checks, nothing was fitted on them."""
    return (
        _ratings(coach, "messages.jsonl")
        | {f"life_{name}": figure for name, figure in _ratings(coach, "messages-life.jsonl").items()}
        | _hard_sentences(coach)
    )


def _ratings(coach: "Coach", name: str) -> dict[str, Any]:
    """How well `sendable` ranks the messages people would send above the others (area under the curve), how many of those are
    left without a finding, and the rank correlation of the two scores with the ratings."""
    rows = [row for _, row in read_rows(evals_folder() / name)]
    scored = [(coach.check(row["text"], row.get("kind")), row) for row in rows]
    good = [check.sendable for check, row in scored if row["sendable"]]
    bad = [check.sendable for check, row in scored if not row["sendable"]]
    clean = [not check.findings for check, row in scored if row["sendable"]]
    result = {
        "messages": len(rows),
        "auc_sendable": round(area_under_curve(good, bad), 3),
        "good_ones_without_a_finding": round(sum(clean) / max(len(clean), 1), 3),
    }
    for score in ("respect", "direct"):
        rated = [(getattr(check, score), row[score]) for check, row in scored if score in row]
        if rated:
            result[f"spearman_{score}"] = round(spearman(*zip(*rated, strict=True)), 3)
    return result


_AROUND = "Hi Ana,\n\nI have decided to end our agreement; my last day is 30 June. {}\n\nI will hand over all files by then.\n\nBest,\nTom"  # fmt: skip


def _hard_sentences(coach: "Coach") -> dict[str, Any]:
    """Hard sentences that nothing was fitted on, each put into a good message: how many are found, by any rule and by rule;
    how many of their harmless doubles are; whether what is suggested cures the sentence. Whether its amounts and days stay
    is counted over all hard sentences that name one."""
    every = [row for _, row in read_rows(knowledge("examples", "checks", "pairs.jsonl"))]
    rows = [row for row in every if row["held"]]
    found = [(row["rule"], row["faulty"], _inside(coach, row["faulty"])) for row in rows]
    alarms = [bool(_inside(coach, row["harmless"])) for row in rows]
    offered = [(words, hits[0].suggestion) for _, words, hits in found if hits and hits[0].suggestion is not None]
    by_rule: dict[str, list[bool]] = {}
    for rule, _, hits in found:
        by_rule.setdefault(rule, []).append(bool(hits))
    factual = [(row["faulty"], _inside(coach, row["faulty"])) for row in every if _facts(row["faulty"])]
    kept = [_facts(words) <= _facts(hits[0].suggestion or "") for words, hits in factual if hits]
    return {
        "hard_sentences": len(rows),
        "hard_found": _mean([bool(hits) for *_, hits in found]),
        "harmless_doubles_found": _mean(alarms),
        "suggestions_cure": _mean([not better or not _inside(coach, better) for _, better in offered]),
        "suggestions_keep_amounts_and_dates": f"{sum(kept)} of {len(kept)}",
        "hard_found_by_rule": {rule: _mean(hits) for rule, hits in sorted(by_rule.items())},
    }


def _inside(coach: "Coach", sentence: str) -> list[Finding]:
    """What the checks say against a sentence in an otherwise good message."""
    text = _AROUND.format(sentence)
    start = text.index(sentence)
    found = coach.check(text, "exit-email").findings
    return [one for one in found if one.start < start + len(sentence) and one.end > start]


_FACT = re.compile(r"[$£€]\s?\d[\d,.]*|\b\d+(?:st|nd|rd|th)?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)


def _facts(words: str) -> set[str]:
    """The amounts, numbers and days of a sentence."""
    return {fact.lower().strip(",.") for fact in _FACT.findall(words)}


def _mean(values: list[bool]) -> float:
    return round(sum(values) / max(len(values), 1), 3)


class _Made(NamedTuple):
    """One draft of the suite: whose situation, and what it says beyond its form."""

    case: str
    draft: Draft
    said: frozenset[str]
    unsupported: int
    left_in: int


def evaluate_drafts(coach: "Coach") -> dict[str, Any]:
    """Every kind of draft that fits the relation, over all situations and tones, with the signs the coach reads itself.

    A draft passes where its checks find nothing but open blanks, and holds its outline where every item's words (or its
    blank) are in it. Two drafts of one kind for different situations are compared in whatever tone: the share of the
    shorter one's sentences that the other has word for word. Left out of that count is what belongs to the form:
    headings and list leads (lines that end in a colon), greetings and sign-offs (lines that end in a comma, names), and
    what has fewer than four words. Kinds that fail are listed by name. An assertion without a fact is one of
    `claims.yaml` that nothing in the account covers; what a kind leaves out is in `leaves_out.yaml`.
    """
    made = {kind: list(_drafts(coach, kind)) for kind in DraftKind}
    drafts = [one for of_kind in made.values() for one in of_kind]
    shares = {kind: _shares(of_kind) for kind, of_kind in made.items()}
    most = {kind: max(of_kind, default=0.0) for kind, of_kind in shares.items()}
    pairs = [share for of_kind in shares.values() for share in of_kind]
    return {
        "drafts": len(drafts),
        "pass_their_own_checks": _share(drafts, _passes),
        "hold_every_item": _share(drafts, _holds_all),
        "most_sentences_two_share": round(max(most.values()), 2),
        "pairs_that_share_too_much": round(sum(share > MOST_SHARED for share in pairs) / max(len(pairs), 1), 5),
        "assertions_without_a_fact": sum(one.unsupported for one in drafts),
        "hold_what_they_leave_out": sum(one.left_in for one in drafts),
        **(_worded(drafts) if coach.settings.uses_model else {}),
        "kinds_that_fail": {
            str(kind): figures for kind, of_kind in made.items() if (figures := _failing(of_kind, most[kind]))
        },
    }


def _drafts(coach: "Coach", kind: DraftKind) -> Iterator[_Made]:
    from coach.write.drafting import draft
    from coach.write.kinds import kinds
    from coach.write.leaves_out import must_stay_out

    for number, row in read_rows(evals_folder() / "situations.jsonl"):
        relation = Relation(row["relation"])
        if kinds()[kind].fits(relation):
            case, signs = _read(coach, row["text"], relation)
            for tone in _tones(coach):
                made = draft(case, kind, tone, signs, writer=coach.writer)
                yield _Made(
                    str(row.get("id", number)),
                    made,
                    frozenset(full_sentences(made.body)),
                    unsupported=_unsupported(case, made),
                    left_in=sum(1 for _ in must_stay_out(f"{made.subject}\n\n{made.body}", kind)),
                )


def _worded(drafts: list[_Made]) -> dict[str, float]:
    """How many drafts are in the model's words, and how many of its texts were not taken but may be shown."""
    return {
        "in the model's words": _share(drafts, lambda one: one.draft.engine != "builtin"),
        "not taken, and beside the built-in draft": _share(drafts, lambda one: one.draft.beside is not None),
        "not taken at all": _share(drafts, lambda one: bool(one.draft.degraded_because and not one.draft.beside)),
    }


def _tones(coach: "Coach") -> tuple[DraftTone, ...]:
    """All of them; one where a model is asked for each draft."""
    return (DraftTone.NEUTRAL,) if coach.settings.uses_model else tuple(DraftTone)


def _unsupported(case: Situation, made: Draft) -> int:
    from coach.write.claims import unsupported
    from coach.write.outline import build_outline

    outline = build_outline(case, made.kind)
    return sum(1 for _ in unsupported(f"{made.subject}\n{made.body}", outline.relation, outline.known))


@cache
def _read(coach: "Coach", text: str, relation: Relation) -> tuple[Situation, tuple[ReportedSign, ...]]:
    """The situation, its relation as its writer meant it (the user sets it), and the clear signs in it."""
    case = coach.situation(text).model_copy(update={"relation": relation})
    return case, coach.read_here(case).signs


def full_sentences(text: str) -> set[str]:
    """The sentences of a message that are its own: not its headings, letter head, greeting and signature; in small letters."""
    own = "\n".join(line for line in text.splitlines() if not line.rstrip().endswith((":", ",")) and line[:4] != "Re: ")
    found = (own[span.start : span.end].lower() for span in sentences(own))
    return {sentence for sentence in found if len(sentence.split()) >= SHORTEST_SENTENCE}


def _shares(made: list[_Made]) -> list[float]:
    return [
        len(one.said & other.said) / max(min(len(one.said), len(other.said)), 1)
        for one, other in combinations(made, 2)
        if one.case != other.case
    ]


def _passes(made: _Made) -> bool:
    return all(finding.rule == "blank_left_open" for finding in made.draft.findings)


def _holds_all(made: _Made) -> bool:
    words = f"{made.draft.subject}\n{made.draft.body}"
    return all(_is_held(item.value or item.blank, words) for item in made.draft.outline)


def _share(made: list[_Made], test: Callable[[_Made], bool]) -> float:
    return round(sum(map(test, made)) / max(len(made), 1), 3)


def _failing(made: list[_Made], most: float) -> dict[str, float]:
    """The figures of a kind that are below the bar."""
    figures = {
        "pass_their_own_checks": _share(made, _passes),
        "hold_every_item": _share(made, _holds_all),
    }
    below = {name: value for name, value in figures.items() if value < 1}
    return below | ({"most_sentences_two_share": round(most, 2)} if most > MOST_SHARED else {})


def _is_held(words: str | None, text: str) -> bool:
    return words is not None and words.lower() in text.lower()


def area_under_curve(good: list[float], bad: list[float]) -> float:
    """Chance that a good one scores above a bad one; ties count half."""
    pairs = [(g > b) + 0.5 * (g == b) for g in good for b in bad]
    return sum(pairs) / len(pairs) if pairs else 0.0


def spearman(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Rank correlation, ties at their mean rank."""
    x, y = _ranks(a), _ranks(b)
    mx, my = sum(x) / len(x), sum(y) / len(y)
    top = sum((i - mx) * (j - my) for i, j in zip(x, y, strict=True))
    spread = sum((i - mx) ** 2 for i in x) * sum((j - my) ** 2 for j in y)
    return top / spread**0.5 if spread else 0.0


def _ranks(values: tuple[float, ...]) -> list[float]:
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2 for value in values
    ]
