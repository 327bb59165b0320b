"""Preview: exactly what a step would send to a model, with what is hidden in it; made without sending anything."""

from collections.abc import Iterable, Mapping

from coach.llm.gateway import Gateway
from coach.llm.messages import Message, estimated_tokens
from coach.llm.redaction import Redactor
from coach.vocabulary.base import Value


class Preview(Value):
    """What would be sent, request by request, and to which models: the first, then those asked where it fails.

    `hidden` gives, for each word that stands in place of a name or a sum, what it stands for; that never leaves the machine.
    `stays_here` says that the model runs on this machine. `tokens` is about what the requests are, answers not counted.
    """

    models: tuple[str, ...]
    requests: tuple[tuple[Message, ...], ...]
    redacted: bool
    stays_here: bool
    hidden: Mapping[str, str] = {}

    @property
    def tokens(self) -> int:
        return estimated_tokens("".join(message.content for request in self.requests for message in request))

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of all requests, in order."""
        return tuple(message for request in self.requests for message in request)


def preview(gateway: Gateway, requests: Iterable[Iterable[Message]], redactor: Redactor) -> Preview:
    """The preview of some requests that `redactor` was used for; `hidden` holds what occurs in them."""
    made = tuple(tuple(request) for request in requests)
    sent = "\n".join(message.content for request in made for message in request)
    settings = gateway.settings
    return Preview(
        models=settings.models,
        requests=made,
        redacted=gateway.redacts,
        stays_here=all(settings.is_local(model) for model in settings.models),
        hidden={name: value for value, name in redactor.hidden.items() if redactor.stands_in(name, sent)},
    )
