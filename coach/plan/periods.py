"""Periods: what a stated period is for - a notice, a notice against renewal, or a time to put a breach right."""

import re

from coach.plan.durations import Duration, durations
from coach.plan.wording import says


def is_notice(text: str, period: Duration) -> bool:
    """Whether `period` is said to be a notice: "30 days' written notice", "notice of at least 30 days", "30 days in advance"."""
    before, after = text[max(0, period.start - 80) : period.start], text[period.end : period.end + 90]
    if says("not_notice_of", text):
        return False
    if re.search(r"(?<!not )(?<!no )\b(?:less|fewer) than\s*$|\bunder\s*$", before, re.I):
        return False
    if re.match(
        r"[^.;]{0,30}?\bnotice of (?:its|their|his|her|the) intention,?(?: to)? (?:suspend|stop work)", after, re.I
    ):
        return False
    adjectives = r"(?:(?:prior|advanced?|written|clear|formal|previous|calendar|of|in|the|by|electronic|e-?mail|signed|or|more|minimum|full|longer|paper|certified|mail|registered|reasonable|termination|cancellation|non-binding|\(?\d*\)?)[\s,]+){0,7}"
    within = re.search(r"\b(?:within|for|after|has|have)\s+(?:a (?:further )?period of )?(?:the )?$", before, re.I)
    if re.match(
        rf"(?:\(?s\)?)?['’]?s?['’]?\s*(?:\([^)]{{0,25}}\)\s*)?{adjectives}(?:notice|notification|warning|heads[- ]?up)\b",
        after,
        re.I,
    ):
        if _of_something_else(after):
            return False
        return not (within and re.match(r"['’]?,?\s*(?:of|after|from|following)\b", after, re.I))
    if _runs_from_a_word(text, before, after) or _up_to_a_day(text, before, after):
        return True
    if re.match(
        r"\s*before (?:the |its |their |such )*(?:effective date|date of (?:termination|ending)|termination|leaving|day it ends)\b",
        after,
        re.I,
    ):
        return says("end_verb", text)
    takes_effect = re.search(r"\b(?:effective|(?:take|have|has|takes|taking) effect|ends?|terminates?)(?: on the (?:date|day))?\s*$", before, re.I)  # fmt: skip
    if takes_effect and re.match(r"['’]?\s*(?:after|from|following)\b[^.;]{0,40}?\bnotice\b", after, re.I):
        return True
    if re.match(
        r"['’]?s?['’]?\s*(?:\(\w+\)\s*)?(?:in writing|in advance|ahead|beforehand|before\b(?! (?:that|the (?:end of the (?:term|initial|then))|expir))|prior to|of such (?:intention|termination))",
        after,
        re.I,
    ):
        return says("tell", text) and (within is None)
    if re.match(r"\s+(?:is|are|shall be|will be) the (?:\w+ ){0,2}notice\b", after, re.I):
        return True
    lead = re.search(r"(?:notice|notification|warning|grace)\b(?: period)?(?P<gap>[^.;]{0,70})$", before, re.I)
    return lead is not None and _states_length(lead["gap"]) and within is None


def _runs_from_a_word(text: str, before: str, after: str) -> bool:
    """ "Ends 28 days after either party tells the other", "effective ten days after delivery of the notice"."""
    if re.search(
        r"\b(?:within|for|in|has|have|than|every|fails?|remains?|continu\w+|persist\w*)\s+(?:\w+ )?$", before, re.I
    ):
        return False
    said = re.match(
        r"['’]?\s*(?:after|from|following)\s+(?:(?:the|a|its|such|that|either|one|any|each) )*(?:date (?:on which |that |of |when )?)?(?:[\w-]+ ){0,4}?(?:tell\w*|inform\w*|notif\w+|writes?|gives?|sends?|sent|delivery|receipt|receiv\w+|service|served|notice|termination notice)\b",
        after,
        re.I,
    )
    ends = (
        says("end_verb", text)
        or says("end_noun", text)
        or re.search(r"\bno (?:further|more) (?:force|effect)\b", text, re.I)
    )
    return bool(said and ends) and not says("cause", f"{before[-40:]} {after[:90]}")


def _up_to_a_day(text: str, before: str, after: str) -> bool:
    """ "May cancel up to 21 days before the event": the last moment is the notice."""
    until = re.search(r"\b(?:up to|until|(?:no|not) later than|at least|not less than)\s*$", before, re.I)
    day = re.match(
        r"\s*(?:before|prior to|ahead of|in advance of)\s+(?:the |an? |any |its )?(?:\w+ ){0,2}?(?:date|day|event|performance|session|booking|shoot|wedding|start|concert|show|course|lesson|class|visit|appointment|shift)\b",
        after,
        re.I,
    )
    return bool(until and day) and says("end_verb", text)


def _of_something_else(after: str) -> bool:
    """ "Notice of any site closure" is no notice of leaving."""
    head = re.match(r"[^.;]{0,60}?\b(?:notice|notification)\s+of\s+(?:(?:any|an?|the|its|such|their|his|her|your|our|planned|written|upcoming|[\w-]+'s)\s+)*(?P<head>[\w-]+)", after, re.I)  # fmt: skip
    return head is not None and re.match(
        r"terminat|cancel|intent|withdraw|resign|non-?renew|end|leav|breach|default|not|no$|at$|minimum|quit|dissol|expir|this|failure|violation|exit|depart|desire|wish|decision|same|non-?(?:payment|performance|compliance)|(?:material|alleged|said|claimed)$|period|length|duration|\d|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|forty|sixty|ninety",
        head["head"],
        re.I,
    ) is None  # fmt: skip


def _states_length(gap: str) -> bool:
    """Whether the words between "notice" and a period say how long it is: "of at least", ": ", "(minimum"."""
    if re.fullmatch(
        r"(?! (?:if|where|when|after|within|following|that|and (?:after|if)|requiring|specifying|describing|stating|of (?:the |such |any |a )?(?:breach|default|dispute|claim|non-?payment|change)))[^.;\d]{0,60}?\b(?:is|are|of|for|shall be|will be|must be|being|to be|giving|not less than|no less than|at least|minimum|lasts|runs for|takes|set at|amounts to|period)"
        r"(?: at least| not less than| no less than| no fewer than| not fewer than| a minimum of| a period of| also| always|:)*[\s(:]*",
        gap, re.I,
    ) and not re.search(r"\b(?:within|after|before|from|following|than (?:the )?end)\b", gap, re.I):  # fmt: skip
        return True
    return re.fullmatch(
        r"(?: in writing| to (?:the )?\w+(?: party)?| to (?:end|terminate|leave|cancel)\b[^,;]{0,30}| of termination| by (?:e-?mail|letter|post)| given| served| required| period)*"
        r"[\s,:(\t|–-]*(?:is|of|shall be|will be|must be|being|to be|equal to|at)?\s*(?:at least|not less than|no less than|no fewer than|not fewer than|a minimum of|minimum(?: of)?|a period of(?: at least| not less than)?|least|(?:not|no) shorter than|the)?[\s(]*",
        gap, re.I,
    ) is not None  # fmt: skip


def is_renewal_notice(text: str, period: Duration) -> bool:
    """Whether `period` counts back from a renewal, anniversary or end of term."""
    after = text[period.end : period.end + 150]
    later = next(durations(after), None)
    after = after[: later.start] if later else after
    if re.match(r"['’]?s?['’]?[\s-]*(?:\w+ )?(?:terms?|periods?)\b", after, re.I) or re.search(
        r"\bnot\b[^.;]{0,20}\b(?:before|prior)\b", after, re.I
    ):
        return False
    if re.match(r"['’]?s?['’]?\s*(?:before|prior|ahead|in advance)\s*(?:[.,;)]|$)", after, re.I):
        return re.search(r"\b(?:opt(?:ing)?[- ]?out|renewal|non-renew\w*)\b", text[: period.start], re.I) is not None
    end = r"(?:term|renew\w*|expir\w+|anniversar\w+|\bend\b|period|subscription|\bends\b|conclusion|lapse\w*|runs? out|is up|comes up)"
    if re.match(
        rf"['’]?s?['’]?\s*(?:[\w'’-]+[\s,]+){{0,12}}?(?:before|prior to|preceding|in advance of|ahead of)\b[^.;]{{0,60}}?{end}",
        after,
        re.I,
    ):
        return True
    return (
        re.match(
            r"['’]?s?['’]?\s*(?:[\w'’-]+[\s,]+){0,5}?(?:notice|notification)\b[^.;]{0,40}(?:non-?renew\w*|not to (?:renew|extend)|not renew\w*)",
            after,
            re.I,
        )
        is not None
    )


def cure_in(words: str) -> Duration | None:
    """The time the party in breach has to put things right, if `words` give one."""
    found = [d for d in durations(words) if _is_cure(words, d)]
    return _general(words, [d for d in found if not is_notice(words, d)] or found)


def lasting_cure(words: str) -> Duration | None:
    """The time to cure where a sentence defines it, so that every period in it is one."""
    return _general(words, list(durations(words)))


def _general(words: str, strict: list[Duration]) -> Duration | None:
    """Of several times to cure, the one for any breach and for the whole cure."""
    whole = [d for d in strict if not _BEGINS_TO_CURE.search(words[: d.start])] or strict
    general = [d for d in whole if not _for_payment(words, d)] if len(whole) > 1 else whole
    return next(iter(general or whole), None)


_BEGINS_TO_CURE = re.compile(
    r"\b(?:begun|begin|commenced?|started?|starts) (?:to |the |a )*(?:cur|remed|correct|rectif)\w*[^.;,]{0,25}$", re.I
)


def _for_payment(words: str, period: Duration) -> bool:
    """Whether, of two periods, this one is the shorter time for money: "10 days in the case of non-payment"."""
    after = words[period.end : period.end + 45]
    other = re.search(r"\band\b|[;,)]|\bor\b", after)
    return re.match(r"[^.;,)]{0,25}\b(?:for|in (?:the )?case of|if|where)\b[^.;,)]{0,20}\b(?:non-?)?pa(?:y|id)\w*", after[: other.end() if other else None], re.I) is not None  # fmt: skip


def _is_cure(words: str, period: Duration) -> bool:
    before, after = words[max(0, period.start - 70) : period.start], words[period.end : period.end + 80]
    if says("dismissed", before[-60:]) or is_renewal_notice(words, period):
        return False
    if _how_long_it_lasted(before, after):
        return False
    if re.search(
        r"\b(?:invoice date|of (?:the )?invoice|receipt of (?:an? |the )?invoice|due date|(?:of|after) (?:\w+ ){0,2}?(?:delivery|acceptance|publication|completion|falling due))\b",
        after[:40],
        re.I,
    ):
        return False
    if re.match(r"['’]?s?\s*(?:before|prior to|past due|overdue|in arrears|late|old|or more)\b", after, re.I):
        return False
    grace = re.search(
        r"\b(?:grace|additional|reasonable|further|final|cure|remedy|correction) (?:period|time|deadline|term)\b[^.;]{0,30}$|\bdeadline (?:of|to)\b[^.;]{0,12}$",
        before,
        re.I,
    )
    if grace and says("cause", words):
        return True
    mended = re.search(
        r"\b(?:cur(?:e|ed|ing)|uncured|remed\w+|unremedied|rectif\w+|correct\w*|fix(?:ed|es)?|ma(?:k|d)e good|right|put|sort(?:ed|s)?(?: it)? out|sorted|set (?:it|this|that|things) right|clear(?:ed)? up|address(?:ed)?|settled?|within (?:those|such|the said|that)|failing which|on failure (?:thereof|to do so)|in default (?:of which|thereof))\b",
        words,
        re.I,
    )
    asked = re.match(
        r"[^.;]{0,60}?\b(?:notices?|notif\w+|demand\w*|request\w*|remind\w*|nudg\w+|chas\w+|asked|our writing|writing|told|default)\b",
        after,
        re.I,
    )
    asked = asked or re.search(
        r"\b(?:notice of (?:the |such )?(?:default|breach)|(?:notice|demand|request|reminder)\b[^.;]{0,40}\b(?:requiring|asking|demanding|giving|allowing))\b[^.;]{0,60}$",
        before,
        re.I,
    )
    if is_notice(words, period):
        return bool(mended) and not re.search(r"without (?:\w+ )?(?:cause|reason)|convenience", before, re.I)
    failing = re.search(
        r"\bfailing which\b|\bon failure (?:thereof|to do so)\b|\bin default (?:of which|thereof)\b", words, re.I
    )
    return bool(failing or says("cure", words)) and bool(mended or asked)


def _how_long_it_lasted(before: str, after: str) -> bool:
    """Whether a period says how long a default went on and not how long there is to mend it: "for two consecutive months"."""
    lasted = re.search(r"(?P<what>[^.;,]{0,45})\bfor (?:a (?:continuous )?period of |more than |at least |over |longer than |up to )*$", before, re.I)  # fmt: skip
    if lasted is None:
        return False
    mended = r"allow|giv|grant|wait|cur|persist|continu|remed|rectif|correct|uncorrected|unremedied|uncured|grace|right"
    asked = re.match(r"['’]?\s*(?:after|following|from|of|since)\b[^.;]{0,40}(?:notice|notif|reminder|demand|request|told|asked|warning|receipt)", after, re.I)  # fmt: skip
    return asked is None and re.search(mended, lasted["what"], re.I) is None
