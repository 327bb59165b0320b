"""Wording: the coach's sentences in `knowledge/coaching/`, filled with what is known."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.errors import ContentError

_SLOT = re.compile(r"\{(\w+)\}")


@cache
def coaching(name: str) -> dict[str, Any]:
    """The content file `knowledge/coaching/<name>.yaml`.

    Raises:
        ContentError: it is missing or not a mapping.
    """
    content = read_yaml("coaching", f"{name}.yaml")
    if not isinstance(content, dict):
        raise ContentError(f"The content file 'coaching/{name}.yaml' is damaged: it is not a mapping.")
    return content


def first_that_fits(templates: Iterable[str], slots: Mapping[str, str]) -> str | None:
    """The first template whose slots are all known, filled."""
    for template in templates:
        if set(_SLOT.findall(template)) <= slots.keys():
            return _SLOT.sub(lambda match: slots[match.group(1)], template)
    return None


def case_slots(facts: Mapping[str, str], date: str | None) -> dict[str, str]:
    """What the coach may fill in: the project and the date, in the forms sentences need."""
    project = facts.get("project")
    slots = {"what": f"our work on {project}" if project else "our work together"}
    if project:
        slots["project"] = project
    if date:
        slots["date"] = date
        slots["last_day"] = f"my last day is {date}"
        slots["from_date"] = f"from {date}"
    return slots
