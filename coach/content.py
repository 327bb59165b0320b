"""Where the content lies: `knowledge/` and `prompts/` beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import ContentError

if TYPE_CHECKING:
    from coach.vocabulary.signs import Sign, SignId

_PACKAGE = Path(__file__).parent


@cache
def content_root() -> Path:
    """The folder that holds `knowledge/` and `prompts/`.

    Raises:
        ContentError: neither a checkout nor a wheel's content is there.
    """
    for root in (_PACKAGE / "_content", _PACKAGE.parent):
        if (root / "knowledge" / "signs.yaml").is_file():
            return root
    raise ContentError(f"The content folder 'knowledge' is missing beside {_PACKAGE.name!r}.")


def knowledge(*parts: str) -> Path:
    """The path of a file or folder under `knowledge/`."""
    return content_root().joinpath("knowledge", *parts)


def read_yaml(*parts: str) -> Any:
    """A YAML file under `knowledge/`, parsed.

    Raises:
        ContentError: the file is missing or is not YAML.
    """
    import yaml

    path = knowledge(*parts)
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"The content file {'/'.join(parts)!r} could not be read: {error}") from error


@cache
def load_signs() -> "dict[SignId, Sign]":
    """The 21 signs of `knowledge/signs.yaml` by id, in the order of the design.

    Raises:
        ContentError: the file is damaged or a sign is missing.
    """
    from pydantic import ValidationError

    from coach.vocabulary.signs import Sign, SignId

    try:
        signs = {sign.id: sign for sign in (Sign.model_validate(entry) for entry in read_yaml("signs.yaml"))}
    except (ValidationError, TypeError) as error:
        raise ContentError(f"The content file 'signs.yaml' is damaged: {error}") from error
    missing = [sign for sign in SignId if sign not in signs]
    if missing:
        raise ContentError(f"The content file 'signs.yaml' lacks {', '.join(missing)}.")
    return {sign: signs[sign] for sign in SignId}
