"""Citations as small numbers: a sentence ends with “[kicks#precedent-or-habit]” and shows a button that opens the passage."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from coach.ui.markup import escape, prose
from coach.vocabulary.passage import Citation

_REFERENCE = re.compile(r"\s*\[([a-z0-9-]+#[A-Za-z0-9_-]+)\]")


def named(sentences: Iterable[str]) -> list[str]:
    """The ids of all passages that `sentences` refer to, in order."""
    return [passage_id for sentence in sentences for passage_id in _REFERENCE.findall(sentence)]


class References:
    """The sources of one page, numbered as they are first named on it.

    Only passages it was given become references; all else that looks like one stays text.
    """

    def __init__(
        self, citations: Sequence[Citation], source_title: Callable[[str], str], prefix: str = "source"
    ) -> None:
        self._citations: Mapping[str, Citation] = {citation.id: citation for citation in citations}
        self._numbers: dict[str, int] = {}
        self._source_title = source_title
        self._prefix = prefix

    def __len__(self) -> int:
        return len(self._citations)

    def sentence(self, text: str) -> str:
        """`text` as HTML with its references as buttons."""
        pieces, last = [], 0
        for match in _REFERENCE.finditer(text):
            if match[1] in self._citations:
                pieces += [escape(text[last : match.start()]), self.button(match[1])]
                last = match.end()
        return "".join(pieces) + escape(text[last:])

    def button(self, passage_id: str) -> str:
        """The number of a passage, opening it; nothing for a passage that is not among the sources."""
        if passage_id not in self._citations:
            return ""
        number = self._number(passage_id)
        name = escape(f"Source {number}: {self._citations[passage_id].title}")
        opens = f'popovertarget="{self._prefix}-{number}"'
        return f'<button class="gt-ref" {opens} aria-label="{name}" title="{name}">{number}</button>'

    def titled(self, passage_id: str) -> str:
        """The title of a passage, opening it."""
        if passage_id not in self._citations:
            return ""
        opens = f'popovertarget="{self._prefix}-{self._number(passage_id)}"'
        return f'<button class="gt-source-link" {opens}>{escape(self._citations[passage_id].title)}</button>'

    def panels(self) -> str:
        """The passages themselves, hidden until one of their buttons is pressed. Once a page, after all else."""
        return "".join(self._panel(number, citation) for number, citation in self._in_order())

    def index(self) -> str:
        """All sources as a numbered list."""
        rows = "".join(
            f"<li>{self.titled(citation.id)} <span class='gt-quiet'>{escape(self._article(citation))}</span></li>"
            for _, citation in self._in_order()
        )
        return f'<ol class="gt-sources">{rows}</ol>'

    def _number(self, passage_id: str) -> int:
        return self._numbers.setdefault(passage_id, len(self._numbers) + 1)

    def _in_order(self) -> list[tuple[int, Citation]]:
        return sorted(((self._number(one.id), one) for one in self._citations.values()), key=lambda pair: pair[0])

    def _article(self, citation: Citation) -> str:
        return self._source_title(citation.id.partition("#")[0])

    def _panel(self, number: int, citation: Citation) -> str:
        panel = f"{self._prefix}-{number}"
        return (
            f'<div popover id="{panel}" class="gt-panel" role="dialog" aria-labelledby="{panel}-title">'
            f'<p class="gt-eyebrow">Source {number} · {escape(self._article(citation))}</p>'
            f'<h2 id="{panel}-title">{escape(citation.title)}</h2>{prose(citation.text)}'
            f'<button class="gt-close" popovertarget="{panel}" popovertargetaction="hide">Close</button></div>'
        )
