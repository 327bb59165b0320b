"""Weights: the trained arrays in the `weights/` folders, read with one kind of error for every way a file can be broken."""

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.errors import ContentError


def read_weights(path: Path, *fields: str) -> dict[str, NDArray[np.generic]]:
    """The arrays called `fields` in the .npz file `path`.

    Raises:
        ContentError: the file is missing, damaged or lacks a field.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return {field: stored[field] for field in fields}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise ContentError(f"The weights {path.name!r} could not be read: {error}") from error
    except KeyError as error:
        raise ContentError(f"The weights {path.name!r} lack {error}.") from error
