"""Citations as small numbers: a sentence ends with “[kicks#precedent-or-habit]” and shows a button that opens the passage."""

import re
from collections.abc import Callable, Mapping, Sequence

from coach.ui.markup import escape, prose
from coach.vocabulary.passage import Citation

_REFERENCE = re.compile(r"\s*\[([a-z0-9-]+#[A-Za-z0-9_-]+)\]")


class References:
    """The numbered sources of one page; only passages it was given become references, all else stays text."""

    def __init__(
        self, citations: Sequence[Citation], source_title: Callable[[str], str], prefix: str = "source"
    ) -> None:
        self._numbered: Mapping[str, tuple[int, Citation]] = {c.id: (n, c) for n, c in enumerate(citations, 1)}
        self._source_title = source_title
        self._prefix = prefix

    def __len__(self) -> int:
        return len(self._numbered)

    def sentence(self, text: str) -> str:
        """`text` as HTML with its references as buttons."""
        pieces, last = [], 0
        for match in _REFERENCE.finditer(text):
            if match[1] in self._numbered:
                pieces += [escape(text[last : match.start()]), self.button(match[1])]
                last = match.end()
        return "".join(pieces) + escape(text[last:])

    def button(self, passage_id: str) -> str:
        """The number of a passage, opening it; nothing for a passage that is not among the sources."""
        if passage_id not in self._numbered:
            return ""
        number, citation = self._numbered[passage_id]
        name = escape(f"Source {number}: {citation.title}")
        return f'<button class="gt-ref" popovertarget="{self._prefix}-{number}" aria-label="{name}" title="{name}">{number}</button>'

    def titled(self, passage_id: str) -> str:
        """The title of a passage, opening it."""
        if passage_id not in self._numbered:
            return ""
        number, citation = self._numbered[passage_id]
        return (
            f'<button class="gt-source-link" popovertarget="{self._prefix}-{number}">{escape(citation.title)}</button>'
        )

    def panels(self) -> str:
        """The passages themselves, hidden until one of their buttons is pressed. Once a page."""
        return "".join(self._panel(number, citation) for number, citation in self._numbered.values())

    def index(self) -> str:
        """All sources as a numbered list."""
        rows = "".join(
            f"<li>{self.titled(citation.id)} <span class='gt-quiet'>{escape(self._article(citation))}</span></li>"
            for _, citation in self._numbered.values()
        )
        return f'<ol class="gt-sources">{rows}</ol>'

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
