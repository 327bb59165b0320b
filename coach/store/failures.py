"""Failures of the database, each told as a StoreError with what to do about it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from coach.errors import BadInput, CoachError, StoreError

_RIGHTS = "Allow yourself to write the file and its folder, or set COACH_DATA_DIR to another folder."
_SERVER = "Check COACH_DATABASE_URL and that the PostgreSQL server runs, then try again."
_ROOM = "Free some space and try again; what was saved before is safe."
_URL = "Set COACH_DATABASE_URL to sqlite:///FILE or postgresql://USER@HOST/DATABASE, or leave it out."

_DAMAGED = (
    "The database {where} is damaged.",
    "Keep the file: move it aside, then restore a backup or import your exported cases.",
    False,
)

# How the name of an SQLite code begins -> sentence, hint, and whether trying again may help.
_SQLITE = {
    "SQLITE_FULL": ("There is no room left to save in {where}.", _ROOM, True),
    "SQLITE_IOERR": ("The disk refused to read or write {where}.", f"Check that the disk is well. {_ROOM}", True),
    "SQLITE_BUSY": (
        "Another program keeps {where} locked.",
        "Close other programs that have the file open, then try again.",
        True,
    ),
    "SQLITE_LOCKED": ("Another program keeps {where} locked.", "Try again in a moment.", True),
    "SQLITE_READONLY": ("{where} may not be written.", _RIGHTS, False),
    "SQLITE_PERM": ("{where} may not be opened.", _RIGHTS, False),
    "SQLITE_CANTOPEN": ("{where} could not be opened.", _RIGHTS, False),
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": ("{where} is not a database, or it is damaged.", *_DAMAGED[1:]),
}

# How an SQLSTATE of PostgreSQL begins -> the same.
_POSTGRES = {
    "53100": ("There is no room left to save in {where}.", _ROOM, True),
    "42501": ("The user of {where} may not do this.", "Grant this user the right to create and write tables.", False),
    "25006": ("The database {where} may not be written: the server is read-only.", _SERVER, True),
}


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what the database or the disk raises inside into a StoreError; `where` names the database without secrets.

    Text that no database can look for is a BadInput.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _explain(error, where) from error
    except sqlite3.Error as error:
        raise _explain_driver(error, where) from error
    except UnicodeEncodeError as error:
        raise _unstorable() from error
    except ValueError as error:  # what a damaged file gives back: bytes that are no text, a time that is no time
        raise _failure(_DAMAGED[0].format(where=where), *_DAMAGED[1:]) from error
    except OSError as error:
        raise _failure(f"The database {where} could not be used: {error.strerror or error}.", _RIGHTS, True) from error


def _explain(error: SQLAlchemyError, where: str) -> CoachError:
    if isinstance(error, DataError):
        return _unstorable()
    if isinstance(error, DBAPIError) and error.orig is not None:
        return _explain_driver(error.orig, where)
    if isinstance(error, PoolTimeout):
        return _failure(f"Too many things at once are waiting for {where}.", "Try again in a moment.", True)
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return _failure("COACH_DATABASE_URL is not an address of a database we know.", _URL, False)
    return _failure(f"The database {where} could not be used: {error}", None, False)


def _explain_driver(error: BaseException, where: str) -> StoreError:
    known, code = _POSTGRES, getattr(error, "sqlstate", None)
    if isinstance(error, sqlite3.Error):
        known, code = _SQLITE, getattr(error, "sqlite_errorname", None)
    for beginning, (sentence, hint, retryable) in known.items():
        if code and code.startswith(beginning):
            return _failure(sentence.format(where=where), hint, retryable)
    if known is _POSTGRES and code is None:
        return _failure(f"The database {where} could not be reached: {_reason(error)}.", _SERVER, True)
    return _failure(f"The database {where} could not be used: {_reason(error)}.", None, False)


def _reason(error: BaseException) -> str:
    """What went wrong in the driver's own words, without its preamble."""
    lines = str(error).strip().splitlines() or ["no reason was given"]
    return re.split(r"FATAL: +|failed: ", lines[0])[-1].rstrip(".")


def _unstorable() -> BadInput:
    return BadInput(
        "The text holds characters that cannot be stored.", hint="Type it, or copy it again from its source."
    )


def _failure(message: str, hint: str | None, retryable: bool) -> StoreError:
    failure = StoreError(message, hint=hint)
    failure.retryable = retryable
    return failure
