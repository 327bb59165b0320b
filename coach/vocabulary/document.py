"""Document: what the library tells of a file the user added."""

from datetime import datetime

from coach.vocabulary.base import Value


class Document(Value):
    """An added file. `key` is stable for the same file; `passages` counts its passages; `added_at` has a time zone.

    `edition` says which text, cut and encoded how, the stored passages hold: `<encoder>/<chunking>/<digest of the text>`.
    Two documents with equal key and edition hold equal passages and vectors.
    """

    key: str
    name: str
    added_at: datetime
    passages: int
    edition: str
