"""Telling it: the verdict in plain words, each sentence with its quote and the passages it rests on."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from coach.assess.cues import Cue
from coach.assess.verdict import Decision, Facts, Ground
from coach.content import load_signs, read_yaml
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
        their_side=_their_side(facts),
        my_part=_my_part(facts),
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
        for maybe, evidence in _by_quote(facts.possible[:2], used):
            names = "; ".join(sign.name for sign in maybe)
            said.append(wording["may"].format(name=names, quote=short(evidence)))
    if decision.action is Action.KEEP and facts.goodwill:
        said.append(wording["positive"].format(quote=short(facts.goodwill[0])))
    return tuple(said)


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
        return str(wording["tried_record"].format(what=last.what, effect=wording["effects"][last.effect]))
    template: str = wording[ground]
    if "{quote}" in template and quote is None:
        template = wording["answered"].get(ground, "")
    return template.format(quote=short(quote) if quote else "", count=len(facts.signs)) or None


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
    return found[0] if found else None


def _against(decision: Decision, facts: Facts, situation: Situation) -> tuple[str, ...]:
    wording = _wording()["against"]
    said = []
    if decision.action in (Action.REPAIR, Action.EXIT) and not was_tried(facts):
        said.append(wording["untried"] if decision.action is Action.EXIT else wording["stay_exit"])
    if facts.cues[Cue.DEPENDENCE]:
        said.append(wording["money"].format(quote=short(facts.cues[Cue.DEPENDENCE][0])))
    if facts.cues[Cue.OWED] and decision.action in (Action.EXIT, Action.EXIT_NOW):
        said.append(wording["owed"].format(quote=short(facts.cues[Cue.OWED][0])))
    if facts.goodwill and decision.action is not Action.KEEP:
        said.append(wording["positive"].format(quote=short(facts.goodwill[0])))
    duration = situation.first(FactKind.DURATION)
    if duration and decision.action is Action.EXIT:
        said.append(wording["long"].format(duration=duration))
    if decision.action in (Action.EXIT, Action.EXIT_NOW) and situation.relation is not Relation.PROSPECT:
        said.append(wording["contract"])
    closing = {
        Action.KEEP: "keep_watch",
        Action.ASK: "ask_open",
        Action.REPAIR: "stay_exit",
    }.get(decision.action, "one_sided")
    if decision.action is not Action.EXIT_NOW and wording[closing] not in said:
        said.append(wording[closing])
    return tuple(said)


def was_tried(facts: Facts) -> bool:
    """Whether the teller says that they raised it, in whatever words."""
    told = facts.raised in (Raised.ONCE, Raised.FAILED, Raised.MENDED)
    return told or bool(facts.tried) or facts.has(SignId.FAILED_REPAIRS)


def _their_side(facts: Facts) -> tuple[str, ...]:
    signs = [sign.id for sign in facts.signs] or [sign.id for sign in facts.possible]
    views = dict.fromkeys(load_signs()[sign].their_side for sign in signs if sign is not SignId.VERBAL_ABUSE)
    return tuple(views)[:3] or (_wording()["their_side"]["unknown"],)


def _my_part(facts: Facts) -> tuple[str, ...]:
    wording = _wording()["my_part"]
    own = [wording["own_words"].format(quote=short(evidence)) for evidence in facts.own_part[:2]]
    signs = [sign.id for sign in facts.signs] or [sign.id for sign in facts.possible]
    asked = [load_signs()[sign].my_part for sign in signs if sign is not SignId.VERBAL_ABUSE][:2]
    return tuple(dict.fromkeys([*own, *asked])) or (wording["precedent"],)


def questions(decision: Decision, facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What would change the answer most: the possible signs first, then what the verdict hangs on."""
    wording = _wording()["questions"]
    asked = []
    if situation.thread and situation.thread.unsettled:
        asked.append(wording["who_are_you"].format(names=" or ".join(situation.thread.speakers[:4])))
    asked += [sign.question for sign in facts.possible[:3]]
    if decision.action is Action.ASK:
        asked += [wording["what_happens"], wording["since_when"]]
    if not was_tried(facts) and facts.raised is not Raised.NO and decision.action is not Action.EXIT_NOW:
        asked.append(wording["tried"])
    if not facts.cues[Cue.PATTERN] and (facts.signs or facts.possible):
        asked.append(wording["how_often"])
    if not facts.cues[Cue.CONTRACT] and decision.action in (
        Action.EXIT,
        Action.EXIT_NOW,
    ):
        asked.append(wording["contract"])
    if not facts.cues[Cue.DEPENDENCE] and not facts.cues[Cue.OWED] and facts.signs:
        asked.append(wording["money"])
    if decision.action is Action.REPAIR:
        asked.append(wording["aim"])
    return tuple(dict.fromkeys(asked))[:MOST_QUESTIONS]


def next_steps(decision: Decision, facts: Facts) -> tuple[str, ...]:
    """What to do, in order: safety first, then the steps of the verdict, with what this case's signs ask for."""
    wording = _wording()["next_steps"]
    steps: list[str] = []
    if facts.cues[Cue.SELF_HARM]:
        steps += wording["self_harm"]
    likely = bool(facts.unsafe) and facts.has(SignId.VERBAL_ABUSE)
    if facts.in_danger or ((facts.cues[Cue.DANGER] or likely) and facts.in_danger is None):
        steps += wording["safety"]
    if decision.grounds[0] is Ground.PROSPECT:
        return (*steps, *wording["prospect_exit"])
    if decision.grounds[0] is Ground.PROSPECT_AGREE:
        return (*steps, *wording["prospect_agree"])
    own: list[str] = list(wording[decision.action])
    if decision.action is Action.REPAIR:
        own[1:1] = _repair_steps(facts)
    return (*steps, *own)


def _repair_steps(facts: Facts) -> list[str]:
    """What the weightiest signs ask for; where none is clear, the likeliest ones that can be talked about."""
    weightiest = [sign.id for sign in sorted(facts.signs, key=lambda sign: (-sign.severity, -sign.confidence))]
    asked = weightiest or [one.id for one in facts.possible if load_signs()[one.id].repairable]
    known = [load_signs()[sign] for sign in asked[:2]]
    found = [f"{one.try_first[0]} [{one.passages[0]}]" for one in known]
    if known:
        found.append(_wording()["repaired_when"].format(text=known[0].repaired_when))
    return found


def unwrapped(quote: str) -> str:
    """A quote on one line, without the marks a mail program put before its lines."""
    return " ".join(re.sub(r"\n[ \t]*(?:>[ \t]?)+", "\n", quote).split())


def short(evidence: Evidence) -> str:
    """The quote, cut at a word to stand inside a sentence; what is shown is verbatim but for its full stop."""
    quote = unwrapped(evidence.quote).rstrip(".")
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return quote[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
