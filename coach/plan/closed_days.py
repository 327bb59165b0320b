"""Closed days: the public holidays of a place the user chose, which business days leave out; none is chosen for them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from coach.errors import BadInput

_YEARS_AHEAD = 3  # a plan looks no further


@lru_cache(maxsize=32)
def closed_days(place: str, first_year: int) -> Mapping[date, str]:
    """The public holidays of `place` with their names, from `first_year` on: "GB-ENG", "US", "DE-BY" (country, or part of it).

    Raises:
        BadInput: there is no such place.
    """
    import holidays

    country, _, part = place.strip().upper().partition("-")
    years = range(first_year, first_year + _YEARS_AHEAD + 1)
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError as error:
        raise BadInput(
            f"There are no public holidays for {place!r}.",
            hint="Write the country as two letters, such as GB, US or DE, and its part after a dash, such as GB-SCT or DE-BY.",
        ) from error
    return dict(found.items())
