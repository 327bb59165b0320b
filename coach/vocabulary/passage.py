"""Passages: the citable pieces of the knowledge base, and citations of them."""

from coach.vocabulary.base import Value


class Passage(Value):
    """One citable piece; `id` is stable (`eight-reasons#respect`), `source` the article's or document's key."""

    id: str
    title: str
    source: str
    text: str
    score: float | None = None


class Citation(Value):
    """A passage as it is shown beside the sentence that rests on it."""

    id: str
    title: str
    text: str

    @classmethod
    def of(cls, passage: Passage) -> "Citation":
        return cls(id=passage.id, title=passage.title, text=passage.text)
