"""Scratch folders: each belongs to one living process, and is swept away by the others once that process is gone."""

import os
import shutil
import sys
import uuid
import weakref
from pathlib import Path


class Scratch:
    """A folder under `work` that only this process writes; a lock beside it shows the others that its owner lives."""

    def __init__(self, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._lock = _Lock.new(work)
        self.path = self._lock.path.with_suffix("")
        self.path.mkdir()
        self._end = weakref.finalize(self, _remove, self.path, self._lock, os.getpid())

    def move_to(self, target: Path) -> bool:
        """Rename the folder to `target` in one step; False, and nothing happens, when something is there already."""
        try:
            self.path.rename(target)
        except OSError:
            if target.exists():
                return False
            raise
        return True

    def close(self) -> None:
        """Remove what is left of the folder. Happens at the latest when the object or the process ends."""
        self._end()


def sweep(work: Path) -> None:
    """Remove the folders of processes that ended without clearing up, killed ones among them."""
    for path in work.glob("*.lock"):
        lock = _Lock.of_the_dead(path)
        if lock is not None:
            _remove(path.with_suffix(""), lock, os.getpid())


def _remove(folder: Path, lock: "_Lock", owner: int) -> None:
    if os.getpid() == owner:  # a forked child inherits the object, not the folder
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


class _Lock:
    """A locked file; the system lets go of the lock when the process ends, however it ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def new(cls, work: Path) -> "_Lock":
        while True:
            path = work / f"{uuid.uuid4().hex[:12]}.lock"
            lock = cls._take(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            if lock is not None:
                return lock

    @classmethod
    def of_the_dead(cls, path: Path) -> "_Lock | None":
        """The lock at `path` if nobody holds it."""
        try:
            return cls._take(path, os.O_RDWR)
        except OSError:
            return None

    @classmethod
    def _take(cls, path: Path, flags: int) -> "_Lock | None":
        descriptor = os.open(path, flags, 0o600)
        if _try_lock(descriptor) and _still_there(path, descriptor):
            return cls(path, descriptor)
        os.close(descriptor)
        return None

    def release(self) -> None:
        """Let go, and remove the file."""
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(self._descriptor)
            self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)
            os.close(self._descriptor)


def _still_there(path: Path, descriptor: int) -> bool:
    """Whether the locked file is the one at `path`: between opening and locking somebody may have swept it away."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
