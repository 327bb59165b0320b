"""The engine as the user may change it while the app runs, and what would leave the machine for it."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from coach.coach import Coach
from coach.desk.accounts import unchecked
from coach.desk.base import Desk
from coach.errors import BadInput, EmptyInput
from coach.settings import Engine, Redact, Settings
from coach.vocabulary.base import Value

if TYPE_CHECKING:
    from coach.llm.messages import Message

_UNNAMED = "a-model/not-chosen-yet"  # stands for a remote model where none is set
_LONGEST = 20_000  # characters that are shown as they would leave


class EngineChoice(Value):
    """Who puts things into words. `model` is a LiteLLM name, `api_base` an address; both may be empty, and count only with a model."""

    engine: Engine = Engine.BUILTIN
    model: str = ""
    api_base: str = ""
    redact: Redact = Redact.AUTO


class Leaving(Value):
    """A text as a model would get it: with placeholders, what they stand for, and the request for a client's first line."""

    text: str
    hidden: tuple[tuple[str, str], ...]
    request: tuple[tuple[str, str], ...]
    redacted: bool
    in_force: bool


class Engines(Desk):
    """The choice of the engine; it holds for this process and all its pages, and is written nowhere."""

    def engine_choice(self) -> EngineChoice:
        """The choice in force."""
        now = self.coach.settings
        return EngineChoice(
            engine=Engine.MODEL if now.uses_model else Engine.BUILTIN,
            model=now.model or "",
            api_base=now.api_base or "",
            redact=now.redact,
        )

    def with_choice(self, choice: EngineChoice, api_key: str = "") -> Coach:
        """A Coach as it would be after `choice`, on the same data; nothing is changed and nothing is asked.

        Raises:
            BadInput: a model is chosen and not named, or its address is none.
        """
        return self.coach.with_settings(_chosen(self.coach.settings, choice, api_key.strip()))

    def use_engine(self, choice: EngineChoice, api_key: str = "") -> None:
        """Use this engine from now on. An empty key keeps the one there is.

        Raises:
            BadInput: as `with_choice`.
        """
        self.coach = self.with_choice(choice, api_key)

    def leaving(self, text: str) -> Leaving:
        """How `text` would look to the model in force, or to one elsewhere if there is none. Nothing is sent.

        Raises:
            EmptyInput: there is no text.
        """
        from coach.llm.redaction import Redactor

        if not text.strip():
            raise EmptyInput("There is nothing to show yet.", hint="Paste a few sentences first.")
        settings = self.coach.settings
        if not settings.uses_model:
            settings = settings.model_copy(update={"engine": Engine.MODEL, "model": settings.model or _UNNAMED})
        case = unchecked(text[:_LONGEST])
        redactor = Redactor.for_case(case) if settings.redacts else Redactor.off()
        return Leaving(
            text=redactor.hide(case.text),
            hidden=tuple(redactor.hidden.items()),
            request=tuple((one.role, one.content) for one in self._request(settings, case.text)),
            redacted=settings.redacts,
            in_force=self.coach.settings.uses_model,
        )

    def _request(self, settings: Settings, text: str) -> "tuple[Message, ...]":
        try:
            return self.coach.with_settings(settings).preview(unchecked(text))
        except BadInput:  # too little to make a client of
            return ()


def _chosen(now: Settings, choice: EngineChoice, api_key: str) -> Settings:
    """The settings in force with the choice in place of theirs; without a model, theirs stays for the next time."""
    if choice.engine is Engine.BUILTIN:
        return now.model_copy(update={"engine": Engine.BUILTIN, "redact": choice.redact})
    model, address = choice.model.strip(), choice.api_base.strip()
    if not model:
        raise BadInput("The model has no name yet.", hint="Type its LiteLLM name, such as ollama/llama3.1.")
    if address and not address.startswith(("http://", "https://")):
        raise BadInput(f"{address!r} is not an address.", hint="It begins with http:// or https://, or stays empty.")
    changes = {"engine": Engine.MODEL, "model": model, "api_base": address or None, "redact": choice.redact}
    if api_key:
        changes["api_key"] = SecretStr(api_key)  # type: ignore[assignment]
    elif model.partition("/")[0] != (now.model or "").partition("/")[0]:
        changes["api_key"] = None  # the key of another provider
    return now.model_copy(update=changes)
