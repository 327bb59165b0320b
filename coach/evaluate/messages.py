"""The message suites: can the checks tell what may be sent, and do our own drafts hold what they must."""

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.evaluate.cases import evals_folder, read_rows
from coach.sentences import sentences

if TYPE_CHECKING:
    from coach.coach import Coach

KINDS = ("exit-email", "reset-email", "call-script")


def written_with_the_step() -> Path:
    """The messages and situations that were written while the step was: no independent yardstick yet, and said so."""
    return evals_folder().parent / "write"


def evaluate_messages(coach: "Coach") -> dict[str, Any]:
    """How well `sendable` ranks messages people would send above those they should not (area under the curve)."""
    rows = [row for _, row in read_rows(written_with_the_step() / "messages.jsonl")]
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


def evaluate_drafts(coach: "Coach") -> dict[str, Any]:
    """Every draft of every kind and tone: no finding but open blanks, every item held, no two alike."""
    cases = [coach.situation(row["text"]) for _, row in read_rows(written_with_the_step() / "situations.jsonl")]
    drafts = clean = held = 0
    shared: list[float] = []
    for kind in KINDS:
        neutral = []
        for case in cases:
            for tone in ("warm", "neutral", "firm"):
                draft = coach.draft(case, kind, tone)
                drafts += 1
                clean += all(finding.rule == "blank_left_open" for finding in draft.findings)
                held += all(_is_held(item.value or item.blank, draft.subject + draft.body) for item in draft.outline)
                if tone == "neutral":
                    neutral.append({draft.body[span.start : span.end] for span in sentences(draft.body)})
        shared += [len(a & b) / max(min(len(a), len(b)), 1) for a, b in combinations(neutral, 2)]
    return {
        "drafts": drafts,
        "pass_their_own_checks": round(clean / drafts, 3),
        "hold_every_item": round(held / drafts, 3),
        "most_sentences_two_share": round(max(shared), 2),
    }


def _is_held(words: str | None, text: str) -> bool:
    return words is None or words.lower() in text.lower()


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
