"""Diff: what changed between two versions of a message, word by word, in runs a person can read."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

from coach.vocabulary.base import Value

_TOKEN = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
_SMALL = 3  # tokens between two changes that are shown as changed too: one word and its spaces
_EXACT = 4_000  # tokens up to which the best match is looked for


class Op(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Change(Value):
    """A run of words. The same and removed runs in order are the old text; the same and added ones the new."""

    op: Op
    text: str


def word_diff(old: str, new: str) -> tuple[Change, ...]:
    """The changes from `old` to `new`; a single unchanged word between two changes goes with them."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > _EXACT)
    changes: list[Change] = []
    removed: list[str] = []
    added: list[str] = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            if (removed or added) and b - a <= _SMALL and b < len(before) and d < len(after):
                removed += before[a:b]
                added += after[c:d]
                continue
            _flush(changes, removed, added)
            changes.append(Change(op=Op.SAME, text="".join(before[a:b])))
        else:
            removed += before[a:b]
            added += after[c:d]
    _flush(changes, removed, added)
    return tuple(changes)


def _flush(changes: list[Change], removed: list[str], added: list[str]) -> None:
    for op, words in ((Op.REMOVED, removed), (Op.ADDED, added)):
        if words:
            changes.append(Change(op=op, text="".join(words)))
            words.clear()


def marked(changes: tuple[Change, ...]) -> str:
    """The changes as plain text: `[-old-]` and `{+new+}`."""
    forms = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "{{+{}+}}"}
    return "".join(forms[change.op].format(change.text) for change in changes)
