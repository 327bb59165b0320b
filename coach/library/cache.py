"""The cache of index folders: each is immutable and named by what it holds; built aside, renamed into place, read as a private view."""

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.errors import LibraryError
from coach.library.scratch import Scratch, sweep

_MANIFEST = "manifest.json"
_LINK_FROM = 1_000_000  # bytes; smaller files are copied into a view, larger ones linked
_KEEP_OTHERS = 1  # folders of the same family that stay beside the newest, for a process that is about to open one

Manifest = dict[str, tuple[int, int]]


class Cache:
    """Index folders under `root`. Safe for any number of processes at once, and for `kill -9` at any moment.

    A folder is never written after it has its name. Whoever reads gets a *view*: a scratch folder with links to the large
    files and copies of the rest (Chroma writes to its SQLite file when it opens it), so that old folders may go at any time.
    """

    def __init__(self, root: Path, *, copied: frozenset[str]) -> None:
        self._root = root
        self._work = root / "work"
        self._copied = copied

    def scratch(self) -> Scratch:
        """An empty folder to build in. Sweeps what dead builds and views have left.

        Raises:
            LibraryError: the folder of the index cannot be written.
        """
        with _told(self._root):
            sweep(self._work)
            return Scratch(self._work)

    def view(self, name: str) -> Scratch | None:
        """A private view of the folder `name`; None when it is not there. A damaged one is thrown away.

        Raises:
            LibraryError: the folder of the index cannot be written.
        """
        folder = self._root / name
        if not folder.is_dir():
            return None
        view = self.scratch()
        with _told(self._root):
            seen = folder.stat() if folder.exists() else None
            if self._fill(view.path, folder):
                return view
            view.close()
            if seen is not None:
                self._discard(folder, seen)
        return None

    def publish(self, built: Scratch, name: str) -> None:
        """Give the built folder its name; when another process was faster, this one's copy goes.

        Raises:
            LibraryError: the folder of the index cannot be written.
        """
        with _told(self._root):
            _write_manifest(built.path)
            built.move_to(self._root / name)
            built.close()

    def keep_only(self, name: str, family: str) -> None:
        """Remove the older folders whose names begin with `family`, all but `name` and the newest of the others."""
        others = [path for path in self._root.glob(f"{family}*") if path.name != name]
        for path in sorted(others, key=_age)[_KEEP_OTHERS:]:
            with _told(self._root):
                self._discard(path, path.stat())

    def remove(self, family: str) -> None:
        """Remove every folder whose name begins with `family`.

        Raises:
            LibraryError: the folder of the index cannot be written.
        """
        for path in self._root.glob(f"{family}*"):
            with _told(self._root):
                self._discard(path, path.stat())

    def _fill(self, view: Path, folder: Path) -> bool:
        """Copy and link `folder` into `view`; whether it is whole."""
        try:
            manifest: Manifest = json.loads((folder / _MANIFEST).read_bytes())
            for name, (size, checksum) in manifest.items():
                target = view / name
                target.parent.mkdir(parents=True, exist_ok=True)
                _place(folder / name, target, copy=size < _LINK_FROM or target.name in self._copied)
                if (target.stat().st_size, _checksum(target)) != (size, checksum):
                    return False
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, AttributeError):
            return False
        return True

    def _discard(self, folder: Path, seen: os.stat_result) -> None:
        """Remove `folder`, unless it is no longer the one that was `seen`: another process may have built it anew."""
        grave = Scratch(self._work)
        try:
            if os.path.samestat(folder.stat(), seen):
                folder.rename(grave.path / folder.name)
        except FileNotFoundError:
            pass
        finally:
            grave.close()


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise LibraryError(
            f"The search index could not be written to {str(root)!r}: {reason}.",
            hint="Check that the data folder may be written and has room, or set COACH_DATA_DIR.",
        ) from error


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _place(source: Path, target: Path, *, copy: bool) -> None:
    if not copy:
        try:
            os.link(source, target)
            return
        except FileNotFoundError:
            raise
        except OSError:
            pass  # a file system without links
    shutil.copyfile(source, target)


def _write_manifest(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _MANIFEST)
    manifest = {path.relative_to(folder).as_posix(): (path.stat().st_size, _checksum(path)) for path in files}
    (folder / _MANIFEST).write_text(json.dumps(manifest))


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum
