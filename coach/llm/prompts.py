"""Prompts: versioned files in `prompts/`, front matter and a Jinja body, filled from a pydantic value that names their variables."""

from functools import cache

from pydantic import BaseModel, ValidationError

from coach.content import content_root
from coach.errors import ContentError
from coach.llm.data import RULE
from coach.llm.messages import Message
from coach.vocabulary.base import Value

USER = "--- user ---\n"  # the line of a body where the system's part ends: what stays the same stands before it


class Prompt(Value):
    """One prompt file: what it is for, the variables it takes, and the templates of its two messages."""

    name: str
    purpose: str
    version: int
    inputs: tuple[str, ...]
    output: str
    system: str
    user: str

    def messages(self, inputs: BaseModel) -> tuple[Message, Message]:
        """The system's message, which ends with the rule on data between marks, and the user's.

        Raises:
            ContentError: `inputs` has not the fields that the prompt names, or a template uses another.
        """
        if set(type(inputs).model_fields) != set(self.inputs):
            wrong = ", ".join(sorted(set(type(inputs).model_fields) ^ set(self.inputs)))
            raise ContentError(f"The prompt {self.name!r} and its inputs do not agree on: {wrong}.")
        values = {name: getattr(inputs, name) for name in self.inputs}
        system = f"{self._filled(self.system, values)}\n\n{RULE}"
        return Message(role="system", content=system), Message(role="user", content=self._filled(self.user, values))

    def _filled(self, template: str, values: dict[str, object]) -> str:
        from jinja2 import Environment, StrictUndefined
        from jinja2.exceptions import TemplateError

        environment = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # text, not a page
        try:
            return environment.from_string(template).render(values).strip()
        except TemplateError as error:
            raise ContentError(f"The prompt {self.name!r} could not be rendered: {error}") from error


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `prompts/<name>.jinja`.

    Raises:
        ContentError: it is missing, its front matter is damaged, or it has no line that begins the user's message.
    """
    import yaml

    path = content_root() / "prompts" / f"{name}.jinja"
    try:
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        system, user = body.split(USER)
        return Prompt.model_validate({"name": name, "system": system, "user": user, **yaml.safe_load(front)})
    except (OSError, ValueError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"The prompt {name!r} could not be read: {error}") from error
