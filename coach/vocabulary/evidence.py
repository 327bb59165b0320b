"""Evidence: a verbatim quote of the user's text with its offsets."""

from typing import Self

from pydantic import Field, model_validator

from coach.vocabulary.base import Value


class Evidence(Value):
    """`quote == text[start:end]`, offsets in characters of the text as the user gave it."""

    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _span_fits_the_quote(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"the span {self.start}-{self.end} is not as long as the quote")
        return self

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Self:
        """The evidence at `text[start:end]`."""
        return cls(quote=text[start:end], start=start, end=end)

    def is_in(self, text: str) -> bool:
        """Whether the quote stands in `text` just where it says."""
        return text[self.start : self.end] == self.quote
