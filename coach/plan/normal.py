"""Normal: the words of a clause written one way - no contractions, ranges as their least, ellipses filled in - for the readers."""

import re
from functools import lru_cache

from coach.plan.clauses import plain

_NUMBER = r"(?:[a-z]+(?:-[a-z]+)?\s*\(\d{1,3}\)|\d{1,3}\s*\([a-z-]+\)|\d{1,3}|(?!no\b|not\b|nor\b)[a-z]+(?:-[a-z]+)?)"
_UNIT = r"(?:(?:clear|full|calendar|business|working|consecutive)\s+){0,2}(?:days?|weeks?|months?)\b['’]?"
_AT_LEAST = r"(?:(?:not|no) (?:less|fewer|earlier|later|sooner) than|at least|a minimum of|minimum)"
_AT_MOST = r"(?:(?:and|or|but|nor)(?: also)?,? )?(?:(?:not|no) )?(?:more|greater|earlier|longer) than|(?:and|or|but) at most|(?:and|but) (?:a )?maximum(?: of)?"
_ORDINALS = "fifth seventh tenth fourteenth fifteenth twentieth twenty-first twenty-eighth thirtieth forty-fifth sixtieth ninetieth".split()
_ORDINAL_DAYS = dict(zip(_ORDINALS, (5, 7, 10, 14, 15, 20, 21, 28, 30, 45, 60, 90), strict=True))
_ORDINAL_DAY = re.compile(
    rf"\bon the (?:(?P<word>{'|'.join(_ORDINALS)})\s*)?(?:\(?(?P<digits>\d{{1,3}})(?:st|nd|rd|th)\)?\s*)?(?P<kind>business |working |calendar )?day (?=after|following|from)",
    re.IGNORECASE,
)
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), written)
    for pattern, written in (
        (r"\bcan't\b|\bcan not\b", "cannot"),
        (r"\bwon't\b", "will not"),
        (r"\bshan't\b", "shall not"),
        (r"\bain't\b", "is not"),
        (r"(?<=[a-z])n't\b", " not"),
        (r"(?<=\bI)'m\b", " am"),
        (r"(?<=[a-z])'re\b", " are"),
        (r"(?<=[a-z])'ve\b", " have"),
        (r"(?<=[a-z])'ll\b", " will"),
        (r"(?<=\bI)'ll\b", " will"),
        (r"(?<=\bI)'ve\b", " have"),
        (r"\b(I|we|you|they|he|she)'d\b", r"\1 would"),
        (r"\b(it|that|there)'s\b", r"\1 is"),
        # "no fewer than 45 nor more than 90 days", "between 30 and 60 days": the least counts, the latest day to act
        (
            rf"\b({_AT_LEAST} {_NUMBER})(?:\s+{_UNIT})?,?\s+(?:{_AT_MOST})\s+{_NUMBER}\s+(?=({_UNIT}))",
            r"\1 ",
        ),
        (rf"\b(?:(?:not|no) (?:more|earlier) than)\s+{_NUMBER}(?:\s+{_UNIT})?,?\s+(?:and|or|but|nor)\s+(?=(?:(?:not|no) )?(?:less|fewer|later) than)", ""),
        (rf"\bnot? (?:more|earlier) than {_NUMBER} {_UNIT} (?:and|or|nor) ", ""),
        (rf"\bbetween ({_NUMBER})(?:\s+{_UNIT})? and {_NUMBER} (?=({_UNIT}))", r"\1 "),
        (r"\b(\d{1,3})\s*(?:-|–|to)\s*\d{1,3} (?=(?:business |working |calendar )?(?:days?|weeks?|months?)\b)", r"\1 "),
        (r"\b(?:a|one) (?:calendar )?month and a half\b('s)?|\b(?:one and a half|1\.5|1½) months?\b'?", "45 days"),
        (r"\b(?:a|one) week and a half\b('s)?", "10 days"),
        (r"\bhalf a year\b('s)?", "6 months"),
        (r"\bhalf a month\b('s)?", "15 days"),
        (r"\ba couple of (?=days|weeks|months)", "two "),
        (r"\ba (?:full |whole |clear |calendar )*quarter(?='s? (?:\w+ )?notice)", "three months"),
        (r"\b(?:a|one) dozen (?=days|weeks)", "twelve "),
        (r"\b(by )?(?:you or (?:by )?(?:us|me)|(?:us|me) or (?:by )?you|both of us|any of us|one of us)\b", r"\1either of us"),
        (r"(?<=[;,.])( (?:and )?(?:the )?[A-Za-z][\w-]+),? (?:on|upon|with|by giving|after) (\d{1,3})(?=\s*(?:[.;,]|$))", r"\1 may do so on \2 days' notice"),
        (
            r"\b([A-Z][\w-]+)'s (?:sole |only |exclusive )*(?:right|entitlement|option|power) to (terminate|cancel|end)\b(?: (?:this|the) \w+)? (?:is|shall be|arises|exists)(?: only| solely)?",
            r"\1 may \2 only",
        ),
        (r"\bintimation\b", "notice"),
        (r"\b(months?|weeks?|days?)' notice( of \w+)?,? and (the [A-Z][\w-]+|[A-Z][\w-]+),? (one|two|three|four|six|eight|\d{1,2})(?=\s*(?:[.;,]|$))", r"\1' notice\2 and \3 shall give \4 \1' notice\2"),
        (r"\b(?:the )?[A-Z][\w-]+ (?:also |hereby )?(?:understands?|acknowledges?|accepts?|confirms?)(?: and (?:agrees?|accepts?|confirms?))? that (?=(?:the )?[A-Z][\w-]+ (?:may|shall|can|will)\b)", ""),
        (r"\bthere (?:is|shall be|will be) no right (?:of (?:ordinary |early )?(?:termination|cancellation)|to (?:terminate|cancel|end|leave))", "neither party may terminate"),
        (r"\b(?:ordinary|early|premature) (?:termination|cancellation|notice)\b(?P<when> (?:during|within|before|in) [^.;,]{3,50}?)? (?:is|shall be) (?:excluded|not (?:possible|permitted|allowed))", r"neither party may terminate this contract for convenience\g<when>"),
        (r"^(?:termination|cancellation) by (?:the )?([A-Z][\w-]+)\s*: (?=(?:where|if|on|upon|when|with|at|for)\b)", r"\1 may terminate "),
        (r"\b([A-Z][\w-]+)'s right to (?:terminate|cancel|end)\b[^:.;]{0,40}: (?=[a-z])", r"\1 may terminate "),
        (r"\b([A-Z][\w-]+)'s right to (?:terminate|cancel|end)\b[^:.;]{0,40}: ", ""),
        (r"\bno (?:prior |further )?notice (?:is |shall be |will be )?(?:needed|required|due|necessary|owed)(?: at all)? (?=if|where|when|in (?:the )?(?:case|event))", "either party may terminate without notice "),
        (r"\b(?:shall|will|is to) (?:then |thereupon )?be (?:released|discharged|free)(?: from (?:this|the|its|his|her|their) (?:agreement|contract|engagement|duties|obligations|promise)(?: to \w+)?)?(?=\s*(?:[.;,]|$|on |upon |with |if ))", "may terminate"),
        (r"\b(?:wants?|wish(?:es)?|wanting) (?:to get |to be )?out\b(?: of (?:this|it|the \w+))?", "wants to terminate"),
        (r"\b((?:breach|default|failure)\b[^.;]{0,60}?) entitles ([^.;]{3,40}?) to (?=terminate|cancel|end)", r"on \1 \2 may "),
        (r"\bhand(?:s|ing|ed)? in (?:\w+ )?notice\b", "give notice to terminate"),
    )
)  # fmt: skip


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """`text` as `plain`, with its contractions, ranges and ellipses written out; for reading, never for quoting."""
    words = plain(text)
    words = _ORDINAL_DAY.sub(_counted_day, words)
    for pattern, written in _REWRITES:
        words = pattern.sub(written, words)
    return words


def _counted_day(match: re.Match[str]) -> str:
    """ "On the tenth (10th) day after" as "10 days after"."""
    days = match["digits"] or (_ORDINAL_DAYS[match["word"].lower()] if match["word"] else None)
    return f"{days} {match['kind'] or ''}days " if days else match[0]
