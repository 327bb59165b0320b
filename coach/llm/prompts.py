"""Prompts: versioned files in `prompts/`, front matter and a Jinja body; a missing variable is an error, not a hole."""

from functools import cache
from typing import Any

from pydantic import ValidationError

from coach.content import content_root
from coach.errors import ContentError
from coach.vocabulary.base import Value


class Prompt(Value):
    """One prompt file: what it is for, the variables it takes, and its body."""

    name: str
    purpose: str
    version: int
    inputs: tuple[str, ...]
    output: str
    body: str

    def render(self, variables: dict[str, Any]) -> str:
        """The prompt with its variables filled in.

        Raises:
            ContentError: a variable is missing, or one is given that the prompt does not take.
        """
        from jinja2 import Environment, StrictUndefined
        from jinja2.exceptions import TemplateError

        if set(variables) != set(self.inputs):
            wrong = ", ".join(sorted(set(variables) ^ set(self.inputs)))
            raise ContentError(f"The prompt {self.name!r} does not take these variables: {wrong}.")
        environment = Environment(
            undefined=StrictUndefined, trim_blocks=True, autoescape=False
        )  # plain text, not a page
        try:
            return environment.from_string(self.body).render(variables).strip()
        except TemplateError as error:
            raise ContentError(f"The prompt {self.name!r} could not be rendered: {error}") from error


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `prompts/<name>.jinja`.

    Raises:
        ContentError: it is missing or its front matter is damaged.
    """
    import yaml

    path = content_root() / "prompts" / f"{name}.jinja"
    try:
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        return Prompt.model_validate({"name": name, "body": body, **yaml.safe_load(front)})
    except (OSError, ValueError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"The prompt {name!r} could not be read: {error}") from error
