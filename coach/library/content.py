"""Reading the shelf from `knowledge/`: articles and playbook (Markdown), signs, and how people ask; all of it checked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from coach.errors import ContentError
from coach.library.passages import Entry, Shelf, Source
from coach.vocabulary.passage import Passage
from coach.vocabulary.signs import Sign

SIGNS = Source(key="signs", title="The warning signs", about="What each of the warning signs is, and what it is not.")
_HEADING = re.compile(r"## +(?P<title>.+?) +\{#(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\}")
_REFERENCE = re.compile(r"\s*\[([a-z-]+#[a-z0-9_-]+)\]")
_ASKED = TypeAdapter(dict[str, tuple[str, ...]])


class _Part(NamedTuple):
    file: str
    source: Source
    entries: list[Entry]


def read_shelf(folder: Path) -> Shelf:
    """The shelf in a folder laid out as `knowledge/`.

    Raises:
        ContentError: names the file and the id that is damaged, missing or there twice.
    """
    parts = [_read_article(path) for kind in ("articles", "playbook") for path in _markdown(folder / kind)]
    parts.append(_read_signs(folder / "signs.yaml"))
    _check_keys(parts)
    entries = _by_id(parts)
    _check_references(parts, entries)
    for name, asked in _read_asked(folder / "asked.yaml", entries).items():
        entries[name] = entries[name].model_copy(update={"asked": asked})
    return Shelf((part.source for part in parts), entries.values())


def _check_keys(parts: list[_Part]) -> None:
    files: dict[str, str] = {}
    for part in parts:
        if part.source.key in files:
            raise ContentError(f"{part.file!r} has the key {part.source.key!r} of {files[part.source.key]!r}.")
        files[part.source.key] = part.file


def _by_id(parts: list[_Part]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for part in parts:
        for entry in part.entries:
            if entry.passage.id in entries:
                raise ContentError(f"The passage {entry.passage.id!r} is there twice in {part.file!r}.")
            entries[entry.passage.id] = entry
    return entries


def _check_references(parts: list[_Part], entries: dict[str, Entry]) -> None:
    for part in parts:
        for entry in part.entries:
            missing = [cited for cited in entry.cites if cited not in entries]
            if missing:
                raise ContentError(f"{entry.passage.id!r} in {part.file!r} cites {missing[0]!r}, which does not exist.")


def _markdown(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise ContentError(f"The content folder {folder.name!r} is missing or empty.")
    return paths


def _read_article(path: Path) -> _Part:
    name = f"{path.parent.name}/{path.name}"
    matter, body = _front_matter(_read_text(path, name), name)
    source = _source(matter, name)
    return _Part(name, source, list(_sections(source.key, body, name)))


def _read_text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"The content file {name!r} could not be read: {error}") from error


def _front_matter(text: str, name: str) -> tuple[Any, str]:
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(f"The content file {name!r} has no front matter between two lines '---'.")
    return _parse_yaml(parts[1], name), parts[2]


def _parse_yaml(text: str, name: str) -> Any:
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ContentError(f"The content file {name!r} is not valid YAML: {error}") from error


def _source(matter: Any, name: str) -> Source:
    try:
        return Source.model_validate(matter)
    except ValidationError as error:
        raise ContentError(f"The front matter of {name!r} is wrong or incomplete: {_where(error)}.") from error


def _where(error: ValidationError) -> str:
    return ", ".join(".".join(map(str, one["loc"])) or one["msg"] for one in error.errors())


def _sections(key: str, body: str, name: str) -> Iterator[Entry]:
    before, *sections = re.split(r"(?m)^(?=## )", body)
    if before.strip():
        raise ContentError(f"{name!r} holds text before its first '## ' heading.")
    if not sections:
        raise ContentError(f"{name!r} holds no passage.")
    for section in sections:
        yield _section(key, *section.split("\n", 1), name=name)


def _section(key: str, heading: str, text: str = "", *, name: str) -> Entry:
    match = _HEADING.fullmatch(heading.rstrip())
    if match is None:
        raise ContentError(f"The heading {heading!r} in {name!r} is not of the form '## Title {{#id}}'.")
    passage_id = f"{key}#{match['id']}"
    words = _REFERENCE.sub("", text).strip()
    if not words:
        raise ContentError(f"The passage {passage_id!r} in {name!r} is empty.")
    passage = Passage(id=passage_id, title=match["title"], source=key, text=words)
    return Entry(passage=passage, cites=tuple(_REFERENCE.findall(text)))


def _read_signs(path: Path) -> _Part:
    signs = _parse_yaml(_read_text(path, path.name), path.name)
    if not isinstance(signs, list) or not signs:
        raise ContentError(f"The content file {path.name!r} is not a list of signs.")
    return _Part(path.name, SIGNS, [_sign_entry(_sign(sign, path.name)) for sign in signs])


def _sign(entry: Any, name: str) -> Sign:
    try:
        return Sign.model_validate(entry)
    except ValidationError as error:
        which = entry.get("id", "without an id") if isinstance(entry, dict) else entry
        raise ContentError(f"The sign {which!r} in {name!r} is wrong or incomplete: {_where(error)}.") from error


def _sign_entry(sign: Sign) -> Entry:
    """What the sign is and what it is not; only the former is searched, since a search hears no 'not'."""
    text = "\n- ".join((f"{sign.definition}\n\nIt is not:", *sign.not_))
    passage = Passage(id=f"{SIGNS.key}#{sign.id}", title=sign.name, source=SIGNS.key, text=text)
    return Entry(passage=passage, cites=sign.passages, gist=sign.definition)


def _read_asked(path: Path, entries: dict[str, Entry]) -> dict[str, tuple[str, ...]]:
    try:
        asked = _ASKED.validate_python(_parse_yaml(_read_text(path, path.name), path.name))
    except ValidationError as error:
        raise ContentError(f"The content file {path.name!r} is wrong at {_where(error)}.") from error
    unknown = sorted(asked.keys() - entries.keys())
    if unknown:
        raise ContentError(f"{path.name!r} asks for the passage {unknown[0]!r}, which does not exist.")
    return asked
