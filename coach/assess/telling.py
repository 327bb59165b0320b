"""Telling it: the verdict in plain words, each sentence with its quote and the passages it rests on."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from coach.assess.cues import Cue
from coach.assess.verdict import AT_ALL, Decision, Facts, Ground
from coach.content import load_signs, read_yaml
from coach.sentences import sentences
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.assessment import Action, PossibleSign, ReportedSign, Verdict
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised
from coach.vocabulary.signs import Sign, SignId

LONGEST_QUOTE = 160  # characters of a quote inside a sentence
MOST_QUESTIONS = 5


@cache
def _wording() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("verdict.yaml")
    return found


_CUE_OF_GROUND = {
    Ground.DANGER: Cue.DANGER,
    Ground.ETHICS: Cue.ETHICS,
    Ground.ABUSE: Cue.ABUSE,
    Ground.SOLVED: Cue.SOLVED,
    Ground.ENDED: Cue.ENDED,
}
_SIGNS_OF_GROUND = {
    Ground.ABUSE: (SignId.VERBAL_ABUSE,),
    Ground.ETHICS: (SignId.CULTURE_CLASH,),
    Ground.VALUES: (SignId.CULTURE_CLASH,),
    Ground.TRIED: (SignId.FAILED_REPAIRS,),
    Ground.TOLL: (SignId.WELLBEING_TOLL, SignId.TEAM_TOLL),
    Ground.APART: (SignId.POOR_FIT, SignId.OPPORTUNITY_COST),
}


def tell(decision: Decision, facts: Facts, situation: Situation) -> Verdict:
    """The verdict with reasons for, what speaks against, the other side's view, and the teller's own part."""
    return Verdict(
        action=decision.action,
        reasons=_reasons(decision, facts),
        against=_against(decision, facts, situation),
        their_side=_their_side(decision, facts),
        my_part=_my_part(decision, facts),
    )


def _reasons(decision: Decision, facts: Facts) -> tuple[str, ...]:
    wording = _wording()["reasons"]
    said = [sentence for ground in decision.grounds if (sentence := _ground(ground, facts))]
    told = {sign for ground in decision.grounds for sign in _SIGNS_OF_GROUND.get(ground, ())}
    used = [quote for ground in decision.grounds if (quote := _quote_for(ground, facts))]
    weightiest = sorted(facts.signs, key=lambda sign: (-sign.severity, -sign.confidence))
    for signs, evidence in _by_quote([sign for sign in weightiest if sign.id not in told][:3], used):
        names = "; ".join(sign.name for sign in signs)
        sources = "".join(f" [{source}]" for source in dict.fromkeys(sign.passages[0] for sign in signs))
        said.append(wording["sign"].format(name=names, quote=short(evidence)) + sources)
    if not facts.signs and decision.action in (Action.REPAIR, Action.EXIT):
        untold = [sign for sign in facts.possible if sign.id not in told]
        for maybe, evidence in _by_quote(untold[:2], used):
            names = "; ".join(sign.name for sign in maybe)
            said.append(wording["may"].format(name=names, quote=short(evidence)))
    if decision.action is Action.KEEP and (good := _goodwill(facts)):
        said.append(wording["positive"].format(quote=short(good)))
    return tuple(said)


def _goodwill(facts: Facts) -> Evidence | None:
    """The words that best say what works: of the other side, short, and not those of a sign."""
    shown: tuple[ReportedSign | PossibleSign, ...] = (*facts.signs, *facts.possible)
    signs = {one.evidence[0].start for one in shown}
    free = [
        one
        for one in facts.goodwill
        if one.start not in signs and (_OF_THEM.search(one.quote) or not _OF_ME.match(one.quote))
    ]
    praise = {one.start for one in facts.cues[Cue.PRAISE]}
    return min(
        free,
        key=lambda one: (
            not _OF_THEM.search(one.quote),
            bool(_OF_ME.match(one.quote)),
            len(one.quote) > LONGEST_QUOTE,
            one.start not in praise,
        ),
        default=None,
    )


_OF_THEM = re.compile(r"\b(?:he|she|they|client|customer|supplier|vendor|owner|boss|people)\b", re.I)
_OWN_ACT = re.compile(r"(?:(?:and|but|so|then|because|honestly|yes|ok|okay) )?(?:i|we)\b", re.I)
_OF_ME = re.compile(r"(?:\w+ )?(?:i|we|it was (?:a|my|our))\b", re.I)


def _by_quote(signs: Sequence[ReportedSign | PossibleSign], used: list[Evidence]) -> list[tuple[list[Sign], Evidence]]:
    """Each sign with words of its own where it has some; signs that rest on the same words are told together."""
    told: dict[tuple[int, int], tuple[list[Sign], Evidence]] = {}
    for sign in signs:
        taken = {(one.start, one.end) for one in used} | set(told)
        own = next((one for one in sign.evidence if (one.start, one.end) not in taken), sign.evidence[0])
        told.setdefault((own.start, own.end), ([], own))[0].append(load_signs()[sign.id])
    return list(told.values())


def _ground(ground: Ground, facts: Facts) -> str | None:
    wording = _wording()["reasons"]
    quote = _quote_for(ground, facts)
    if ground is Ground.TRIED and facts.tries:
        last = facts.tries[-1]
        when = f" ({last.when.day} {last.when:%B %Y})" if last.when else ""
        template = wording["tried_record" if len(facts.tries) == 1 else "tried_often"]
        effect = wording["effects"][last.effect]
        return str(template.format(what=last.what.rstrip("."), when=when, effect=effect, count=len(facts.tries)))
    words: str = wording[ground]
    if "{quote}" in words and quote is None:
        words = wording["answered"].get(ground, "")
    return words.format(quote=short(quote) if quote else "", count=len(facts.signs)) or None


def _quote_for(ground: Ground, facts: Facts) -> Evidence | None:
    """The words a ground rests on: of its cue, else of the sign it stands for."""
    cue = _CUE_OF_GROUND.get(ground)
    if cue and facts.cues[cue]:
        return facts.cues[cue][0]
    if ground is Ground.DANGER and facts.unsafe:
        return facts.unsafe[0]
    found = [sign.evidence[0] for id_ in _SIGNS_OF_GROUND.get(ground, ()) if (sign := facts.sign(id_))]
    if not found and ground is Ground.TRIED and facts.tried:
        return facts.tried[0]
    if ground is Ground.OWN_PART:
        return facts.own_part[0]
    return found[0] if found else None


def _against(decision: Decision, facts: Facts, situation: Situation) -> tuple[str, ...]:
    wording = _wording()["against"]
    if decision.grounds[0] is Ground.DANGER:
        return (wording["danger"],)
    said = []
    prospect = facts.relation is Relation.PROSPECT
    if decision.action is Action.EXIT and not was_tried(facts):
        said.append(wording["unasked"] if prospect else wording["untried"])
    if facts.cues[Cue.DEPENDENCE] and facts.relation is Relation.CLIENT:
        said.append(wording["money"].format(quote=short(facts.cues[Cue.DEPENDENCE][0])))
    if facts.cues[Cue.OWED] and not prospect and decision.action in (Action.EXIT, Action.EXIT_NOW):
        said.append(wording["owed"].format(quote=short(facts.cues[Cue.OWED][0])))
    good = _goodwill(facts)
    if decision.action is not Action.KEEP and good and not any(short(good) in line for line in said):
        said.append(wording["positive"].format(quote=short(good)))
    duration = _together(situation)
    if duration and decision.action is Action.EXIT and not prospect:
        said.append(wording["long"].format(duration=duration))
    if decision.action in (Action.EXIT, Action.EXIT_NOW) and not prospect:
        said.append(wording["contract"])
    closing = {
        Action.KEEP: "keep_watch",
        Action.ASK: "ask_open",
        Action.REPAIR: "stay_exit",
    }.get(decision.action, "one_sided")
    if decision.action is not Action.EXIT_NOW and wording[closing] not in said:
        said.append(wording[closing])
    return tuple(said)


def _together(situation: Situation) -> str | None:
    """How long both sides have worked together, where a sentence says so of them and it is half a year or more."""
    for fact in situation.facts:
        if fact.kind is not FactKind.DURATION or not re.search(
            r"year|(?:[6-9]|1\d|six|seven|eight|nine|ten|\w*teen|eleven|twelve) months", fact.value
        ):
            continue
        place = fact.evidence.start if fact.evidence else 0
        sentence = next((span for span in sentences(situation.text) if span.start <= place < span.end), None)
        if sentence and _WITH_THEM.search(situation.text[sentence.start : sentence.end]):
            return fact.value
    return None


_WITH_THEM = re.compile(
    r"\b(?:clients?|customers?|account|supplier|vendor|(?:work\w*|been|on|together) (?:with|for) (?:him|her|them|us|me|this|the)|retainer|engagement|(?:they|he|she)(?: have|'ve| has|'s) been)\b(?!.*\bago\b)",
    re.I,
)


def was_tried(facts: Facts) -> bool:
    """Whether the teller says that they raised it, in whatever words."""
    told = facts.raised in (Raised.ONCE, Raised.FAILED, Raised.MENDED)
    return told or bool(facts.tried) or facts.has(SignId.FAILED_REPAIRS)


def _their_side(decision: Decision, facts: Facts) -> tuple[str, ...]:
    if decision.grounds[0] is Ground.DANGER:
        return (_wording()["their_side"]["danger"],)
    signs = [sign.id for sign in facts.signs] or [sign.id for sign in facts.possible]
    views = dict.fromkeys(
        load_signs()[sign].for_relation(facts.relation).their_side for sign in signs if sign is not SignId.VERBAL_ABUSE
    )
    return tuple(views)[:3] or (_wording()["their_side"]["unknown"],)


def _my_part(decision: Decision, facts: Facts) -> tuple[str, ...]:
    wording = _wording()["my_part"]
    if decision.grounds[0] is Ground.DANGER:
        return (wording["danger"],)
    named = {one.start for one in facts.cues[Cue.OWN_FAULT]}
    faults = [one for one in facts.own_part if one.start in named or _OWN_ACT.match(one.quote)]
    own = [wording["own_words"].format(quote=short(evidence)) for evidence in faults[:2]]
    signs = [sign.id for sign in facts.signs] or [sign.id for sign in facts.possible]
    asked = [
        load_signs()[sign].for_relation(facts.relation).my_part for sign in signs if sign is not SignId.VERBAL_ABUSE
    ][:2]
    return tuple(dict.fromkeys([*own, *asked])) or (wording["precedent"],)


def questions(decision: Decision, facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What would change the answer most: the possible signs first, then what the verdict hangs on."""
    wording = _wording()["questions"]
    if decision.grounds[0] is Ground.DANGER:
        return (wording["with_you"], wording["proof"])
    asked = []
    if situation.thread and situation.thread.unsettled:
        asked.append(wording["who_are_you"].format(names=" or ".join(situation.thread.speakers[:4])))
    if _perhaps_unsafe(facts):
        asked.append(wording["danger"])
    asked += [sign.question for sign in facts.possible[:3]]
    if decision.action is Action.ASK:
        asked += [wording["what_happens"], wording["since_when"]]
    prospect, vendor = facts.relation is Relation.PROSPECT, facts.relation is Relation.VENDOR
    if (
        not was_tried(facts)
        and not prospect
        and facts.raised is not Raised.NO
        and decision.action is not Action.EXIT_NOW
    ):
        asked.append(wording["tried"])
    if not facts.cues[Cue.PATTERN] and (facts.signs or facts.possible):
        asked.append(wording["how_often"])
    if not facts.cues[Cue.CONTRACT] and not prospect and decision.action in (Action.EXIT, Action.EXIT_NOW):
        asked.append(wording["contract"])
    if not facts.cues[Cue.DEPENDENCE] and not facts.cues[Cue.OWED] and facts.signs and not prospect:
        asked.append(wording["replace"] if vendor else wording["money"])
    if decision.action is Action.REPAIR:
        asked.append(wording["aim"])
    return tuple(dict.fromkeys(asked))[:MOST_QUESTIONS]


def _perhaps_unsafe(facts: Facts) -> bool:
    """Whether words may mean danger, nobody has asked yet, and the whole account does not rule it out."""
    return bool(facts.unsafe) and facts.in_danger is None and facts.urgency() >= AT_ALL


def next_steps(decision: Decision, facts: Facts) -> tuple[str, ...]:
    """What to do, in order: safety first, then the steps of the verdict, with what this case's signs ask for."""
    wording = _wording()["next_steps"]
    steps: list[str] = []
    if facts.cues[Cue.SELF_HARM]:
        steps += wording["self_harm"]
    elif facts.despair:
        steps += wording["perhaps_self_harm"]
    likely = bool(facts.unsafe) and facts.has(SignId.VERBAL_ABUSE)
    if facts.in_danger or ((facts.danger_named() or likely) and facts.in_danger is None):
        steps += wording["safety"]
    elif _perhaps_unsafe(facts):
        steps += wording["perhaps_unsafe"]
    if decision.grounds[0] is Ground.PROSPECT:
        return (*steps, *wording["prospect_exit"])
    if decision.grounds[0] is Ground.PROSPECT_AGREE:
        return (*steps, *wording["prospect_agree"])
    if decision.grounds[0] is Ground.ETHICS:
        steps += wording["ethics"]
    vendor = facts.relation is Relation.VENDOR
    own: list[str] = list(wording["vendor_exit" if vendor and decision.action is Action.EXIT else decision.action])
    if decision.action is Action.REPAIR:
        if decision.grounds[0] is Ground.OWN_PART:
            own[0] = wording["own_part"]
        own[2:2] = _asked_of_them(facts)
        own[-1:-1] = _repaired_when(facts)
    return (*steps, *own)


def _to_repair(facts: Facts) -> list[Sign]:
    """The weightiest signs; where none is clear, the likeliest ones that can be talked about."""
    weightiest = [sign.id for sign in sorted(facts.signs, key=lambda sign: (-sign.severity, -sign.confidence))]
    asked = weightiest or [one.id for one in facts.possible if load_signs()[one.id].repairable]
    return [load_signs()[sign].for_relation(facts.relation) for sign in asked[:2]]


def _asked_of_them(facts: Facts) -> list[str]:
    """What each of those signs asks for; another way than the first where that one was likely tried."""
    again = int(was_tried(facts))
    tries = [(one, one.try_first[min(again, len(one.try_first) - 1)]) for one in _to_repair(facts)]
    return [f"{what.rstrip('.')} [{one.passages[0]}]" for one, what in tries]


def _repaired_when(facts: Facts) -> list[str]:
    known = _to_repair(facts)[:1]
    template: str = _wording()["repaired_when"]
    return [template.format(text=one.repaired_when[0].lower() + one.repaired_when[1:].rstrip(".")) for one in known]


def unwrapped(quote: str) -> str:
    """A quote on one line, without the marks a mail program put before its lines."""
    return " ".join(re.sub(r"\n[ \t]*(?:>[ \t]?)+", "\n", quote).split())


def short(evidence: Evidence) -> str:
    """The quote, cut at a clause, else at a word, to stand inside a sentence; what is shown is verbatim but for its full stop."""
    quote = unwrapped(evidence.quote).rstrip(".")
    if len(quote) <= LONGEST_QUOTE:
        return quote
    joints = [found.start() for found in _JOINT.finditer(quote, LONGEST_QUOTE // 3, LONGEST_QUOTE)]
    return (quote[: joints[-1]] if joints else quote[:LONGEST_QUOTE].rsplit(" ", 1)[0]) + " …"


_JOINT = re.compile(r"[,;:] | (?:–|—|but|because|so) ")
