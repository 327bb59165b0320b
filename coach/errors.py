"""The one tree of errors.

CoachError                      anything Good Terms raises on purpose
├── BadInput                    the user can fix it: exit 2, no traceback
│   ├── EmptyInput              nothing was written
│   ├── InputTooLong            more characters than we read
│   ├── NotReadable             binary, encrypted, damaged or of an unknown kind
│   ├── NotEnglish              a language the built-in engine does not read
│   ├── NotAboutClient          nothing in it is about a client, vendor or prospect
│   ├── UnknownName             a persona, kind, sign, suite … that does not exist
│   └── NotFound                a case, rehearsal, draft or document that is not in the store
├── ContentError                a file in knowledge/ or prompts/ is damaged: a fault of ours
├── StoreError                  the database could not be opened, read or written
├── LibraryError                the index could not be built or read
└── ModelError                  the language model failed; the built-in engine takes over
    ├── ModelUnavailable        no answer: network, server, time-out
    ├── ModelRefused            key, quota or policy
    │   ├── RequestRefused      the request as it was built; without one of its parameters it may be taken
    │   └── BudgetSpent         the cap the user set on tokens or money is reached
    └── ModelAnswerInvalid      an answer that could not be used
"""


class CoachError(Exception):
    """Base of all our errors: `str(e)` is a sentence for the user, `hint` the next step."""

    hint: str = "Run `coach doctor` to see what works on this machine."
    retryable: bool = False
    exit_code: int = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class BadInput(CoachError):
    hint = "Change the input and try again."
    exit_code = 2


class EmptyInput(BadInput):
    hint = "Write a few sentences about the client: what happens, how often, what you tried."


class InputTooLong(BadInput):
    hint = "Keep the part that matters most, or split it into several cases."


class NotReadable(BadInput):
    hint = "Save it as .txt, .md, .eml, .mbox, .pdf or .docx with its text, or paste the text."


class NotEnglish(BadInput):
    hint = "The built-in engine reads English: please describe it in English."


class NotAboutClient(BadInput):
    hint = "Say who the client, vendor or prospect is and what happens between you."


class UnknownName(BadInput):
    hint = "Use one of the names listed."


class NotFound(BadInput):
    hint = "It may have been deleted; open the list and choose again."


class ContentError(CoachError):
    hint = "This is a fault of the installation: reinstall Good Terms."


class StoreError(CoachError):
    hint = "Check that the data folder exists, has room and may be written (see `coach doctor`)."
    retryable = True


class LibraryError(CoachError):
    hint = "The search index is only a cache: delete its folder and it is built again."
    retryable = True


class ModelError(CoachError):
    hint = "The built-in engine answered instead; check COACH_MODEL with `coach doctor`."


class ModelUnavailable(ModelError):
    """`retry_after` is how many seconds the server asked to be left alone, where it said so."""

    retryable = True
    retry_after: float | None = None


class ModelRefused(ModelError):
    pass


class RequestRefused(ModelRefused):
    pass


class BudgetSpent(ModelRefused):
    hint = "Raise COACH_TOKEN_CAP or COACH_COST_CAP, or go on with the built-in engine."


class ModelAnswerInvalid(ModelError):
    retryable = True
