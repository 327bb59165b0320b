"""Files to add: which ones a path names, and each read into a document and its chunks."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from coach.documents import read_bytes, read_document
from coach.errors import CoachError, EmptyInput, NotReadable
from coach.library.chunking import CHUNKING, Chunk, chunk
from coach.library.embedding import NAME
from coach.vocabulary.base import Value
from coach.vocabulary.document import Document
from coach.vocabulary.passage import Passage

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Failure(Value):
    """A file that was not added, and why, in a sentence."""

    name: str
    reason: str


class Upload(NamedTuple):
    """A file that reached us as bytes, from a browser for instance."""

    name: str
    data: bytes


class Read(NamedTuple):
    """A file as it will be stored, still without vectors."""

    document: Document
    passages: list[Passage]


def listed(paths: Iterable[Path]) -> tuple[list[Path], list[Failure]]:
    """The files that `paths` name, and the folders that could not be read or are empty.

    Folders are walked; hidden files and folders in them are left out; nothing comes twice.
    """
    found: dict[Path, Path] = {}
    failures: list[Failure] = []
    for path in paths:
        before, failed = len(found), len(failures)
        for file in _walk(path.expanduser(), failures):
            found.setdefault(_real(file), file)
        if path.is_dir() and len(found) == before and len(failures) == failed:
            failures.append(Failure(name=str(path), reason="The folder holds no new file to add."))
    return list(found.values()), failures


def read_file(path: Path, now: datetime) -> Read:
    """The file at `path`.

    Raises:
        NotReadable, EmptyInput: why it cannot be added.
    """
    with _damage_told(path.name):
        text = read_document(path)
    return _made(path.name, f"file:{_real(path)}", text, now)


def read_upload(upload: Upload, now: datetime) -> Read:
    """An uploaded file; one with the same name is the same document.

    Raises:
        NotReadable, EmptyInput: why it cannot be added.
    """
    name = re.split(r"[/\\]", upload.name)[-1]
    with _damage_told(name):
        text = read_bytes(upload.data, name)
    return _made(name, f"upload:{name}", text, now)


def failure(name: str, error: CoachError) -> Failure:
    """The failure that `error` is for the file `name`."""
    return Failure(name=name, reason=f"{error} {error.hint}".strip())


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Readers of foreign formats fail in ways nobody can list; whatever it is, it concerns this file alone."""
    try:
        yield
    except CoachError:
        raise
    except Exception as error:
        raise NotReadable(f"{name!r} could not be read: it is damaged ({type(error).__name__}).") from error


def _walk(path: Path, failures: list[Failure]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return

    def note(error: OSError) -> None:
        failures.append(Failure(name=str(error.filename), reason=f"The folder could not be opened: {error.strerror}."))

    for folder, folders, files in os.walk(path, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return path.absolute()


def _made(name: str, identity: str, text: str, now: datetime) -> Read:
    key = _key(name, identity)
    chunks = chunk(_UNPRINTABLE.sub(" ", text))
    if not chunks:
        raise EmptyInput(f"{name!r} holds no words.", hint="")
    document = Document(key=key, name=name, added_at=now, passages=len(chunks), edition=_edition(chunks))
    return Read(document, [_passage(key, number, one) for number, one in enumerate(chunks, start=1)])


def _passage(key: str, number: int, one: Chunk) -> Passage:
    return Passage(id=f"{key}#{number}", title=one.title, source=key, text=one.text)


def _key(name: str, identity: str) -> str:
    """A readable key that is the same for the same file and tells nothing of where it lies."""
    stem = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-")[:40].strip("-")
    return f"{stem or 'document'}-{hashlib.sha256(identity.encode(errors='surrogateescape')).hexdigest()[:8]}"


def _edition(chunks: list[Chunk]) -> str:
    digest = hashlib.sha256("\x00".join(f"{one.title}\x01{one.text}" for one in chunks).encode(errors="replace"))
    return f"{NAME}/{CHUNKING}/{digest.hexdigest()[:32]}"
