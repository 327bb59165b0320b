"""What every value of the vocabulary has in common: frozen, and strict about its fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; a change makes a new one (`model_copy(update=…)`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
