"""Writer: puts an outline into words; the built-in one draws them from the phrase bank."""

import re
from typing import Protocol

from coach.vocabulary.base import Value
from coach.vocabulary.draft import Beside, DraftLength, DraftTone
from coach.write.case import date_slots, short_name, slots
from coach.write.claims import may_say
from coach.write.grammar import capitalised, in_voice, tidy
from coach.write.kinds import Aim, Block, Form
from coach.write.outline import Outline
from coach.write.phrases import Draw, lines, part, slots_of, without_files, wordings
from coach.write.themes import Theme, theme_book
from coach.write.variants import Hand

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[\w’'-]+")
_ARTICLE = re.compile(r"^(?:the|a|an|my|our|your|their|his|her)\s+", re.I)
_AGREEMENT = re.compile(r"\b(?:agreement|contract|working together|our_work|our_agreement)\b", re.I)
_OPENERS = 0.4  # what it costs to begin like the sentence before
_REPEATS = 1.0  # runs of three words said before that a wording may have


class Written(Value):
    """A message in words; `parts` are the words that hold each part, by its name. The rest says who wrote it, as in `Draft`."""

    subject: str
    body: str
    parts: dict[str, str]
    engine: str = "builtin"
    degraded_because: str | None = None
    beside: Beside | None = None


class Writer(Protocol):
    """Puts outlines into words."""

    def write(self, outline: Outline, tone: DraftTone, seed: int = 0) -> Written:
        """A message that holds every item of `outline` and nothing that is not in it."""
        ...


class PhraseWriter:
    """Draws each part from the phrase bank by a hash of the case, and avoids saying the same words twice.

    Pure: the same outline, tone and seed give the same words.
    """

    def write(self, outline: Outline, tone: DraftTone, seed: int = 0) -> Written:
        """A message of the phrase bank; another seed gives other words for the same content."""
        return _Composition(outline, tone, seed).written()


class _Composition:
    """One message while it is being written."""

    def __init__(self, outline: Outline, tone: DraftTone, seed: int) -> None:
        self._outline, self._tone = outline, tone
        self._draw = Draw(outline.case.text, outline.kind.id, tone, seed)
        meets = outline.kind.form is Form.NOTES and outline.kind.goal is Aim.EXIT
        self._hand = Hand(self._draw, tone, outline.kind.form, meets, "contract" in outline.case.known)
        self._slots = self._fixed_slots()
        self._is_service = self._slots.get("project") in slots()["services"]
        self._composed: dict[str, int] = {}
        self._said: set[tuple[str, ...]] = set()
        self._opener = ""
        self._parts: dict[str, str] = {}

    def written(self) -> Written:
        subject = self._subject()
        self._composed.clear()
        self._said.clear()
        body = "\n\n".join(text for block in self._outline.blocks if (text := self._block(block)))
        return Written(subject=subject, body=body, parts=self._parts)

    def _subject(self) -> str:
        kind = self._outline.kind
        subject = (kind.subject_off if "called_off" in self._outline.case.flags else None) or kind.subject
        if subject:
            return capitalised(self._part(subject))
        return capitalised(self._fill(kind.title)) if kind.title else ""

    def _block(self, block: Block) -> str:
        texts = [(name, self._part(name)) for name in block.parts]
        if not block.heading and not block.bullets:
            texts = self._hand.run_on(texts)
        self._parts.update({name: text for name, text in texts if text})
        if block.bullets:
            text = "\n".join(f"- {text}" for _, text in texts if text)
        else:
            text = " ".join(text for _, text in texts if text)
        if not text or not block.heading:
            return text
        gap = "\n\n" if self._outline.kind.form is Form.LETTER else "\n"
        return f"{self._fill(self._draw.resolve(block.heading, block.heading))}{gap}{text}"

    def _part(self, name: str) -> str:
        if name == "theme_facts":
            return " ".join(self._theme(theme, "facts") for theme in self._outline.case.themes[:2])
        if name == "theme_terms":
            return " ".join(self._theme(theme, "also") for theme in self._outline.case.themes)
        if name == "theme_impact":
            return self._theme(self._outline.case.themes[0], "impact")
        if name == "theme_options":
            lead = self._outline.case.themes[0]
            return "\n".join(f"{n}. {self._theme(lead, key)}" for n, key in ((1, "a"), (2, "b")))
        variant = self._outline.case.reason if "variants" in part(name) else ""
        options = wordings(name, self._outline.relation, self._tone, variant, self._outline.case.by_hand)
        text = self._choose(options, name)
        if name == "theme_also":
            also = [self._theme(theme, "also") for theme in self._outline.case.themes[1:2]]
            return " ".join([text, *also])
        return text

    def _theme(self, theme: Theme, key: str) -> str:
        instance = f" {theme.instance}" if theme.instance else ""
        extra = {"instance": instance} | theme.details
        options = theme.facts() if key == "facts" else lines(theme_book()[theme.id][key])
        options = without_files(options) if self._outline.case.by_hand else options
        telling = [
            line
            for line in options
            if slots_of(line) & {*theme.details, "owed", "invoice"} and self._usable(line, extra)
        ]
        return self._choose(tuple(telling) or options, f"{theme.id}.{key}", extra)

    def _choose(self, options: tuple[str, ...], purpose: str, extra: dict[str, str] | None = None) -> str:
        """The preferred wording that repeats least of what was said, in words."""
        usable = [option for option in options if self._usable(option, extra or {})]
        if not usable:
            return ""
        resolved = [self._draw.resolve(option, purpose) for option in self._draw.order(usable, purpose)]
        resolved = self._of_length([wording for wording in resolved if self._may_say(wording)])
        costs = [self._cost(wording) for wording in resolved]
        fresh = next((i for i, cost in enumerate(costs) if cost <= _REPEATS), costs.index(min(costs)))
        chosen = resolved[fresh]
        self._said |= _triples(chosen)
        self._opener = _opener(chosen.split(". ")[-1])
        varied = in_voice(self._hand.join(self._hand.vary(chosen, purpose), purpose), self._outline.case.plural)
        return self._fill(self._hand.contract(varied), extra)

    def _of_length(self, usable: list[str]) -> list[str]:
        """The shorter or the longer half of the wordings, where the message is to be short or long."""
        if self._outline.length is DraftLength.NORMAL or len(usable) < 3:
            return usable
        long = self._outline.length is DraftLength.LONG
        return sorted(usable, key=len, reverse=long)[: max(2, len(usable) // 3)]

    def _cost(self, wording: str) -> float:
        return len(_triples(wording) & self._said) + (_OPENERS if _opener(wording) == self._opener else 0)

    def _usable(self, wording: str, extra: dict[str, str]) -> bool:
        """Whether all its slots have a fact, a blank or a composed wording."""
        known = {*self._slots, *extra, *slots()["compose"]}
        used = slots_of(wording)
        unnamed = "topic" in used and "project" not in self._slots  # "Our engagement: end of our agreement"
        raw = self._is_service and used & {"project", "bare_project"}  # nobody is wished well "with cleaning"
        if not used <= known or raw or (unnamed and _AGREEMENT.search(wording)):
            return False
        return self._may_say(wording)

    def _may_say(self, wording: str) -> bool:
        return may_say(wording, self._outline.relation, self._outline.known)

    def _fill(self, wording: str, extra: dict[str, str] | None = None) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            text = (extra or {}).get(name.lower())
            text = self._slots.get(name.lower()) if text is None else text
            text = self._compose(name.lower()) if text is None else text
            return capitalised(text) if name[0].isupper() else text

        return tidy(_SLOT.sub(value, wording))

    def _compose(self, name: str) -> str:
        """A name for the work: the full one first, a short one afterwards."""
        forms = slots()["compose"][self._form(name)]
        project = self._slots.get("project")
        if project is None:
            group = "none"
        elif self._composed and name != "topic" and "again" in forms:
            group = "again"
        else:
            group = "service" if project in slots()["services"] else "project"
        self._composed[name] = 1
        chosen = self._draw.one([form for form in forms[group] if self._may_say(form)], f"{name}.{group}")
        return self._fill(in_voice(chosen, self._outline.case.plural))

    def _form(self, name: str) -> str:
        own = f"{name}_{self._outline.relation}"
        return own if own in slots()["compose"] else name

    def _letter_subject(self, found: dict[str, str]) -> str:
        """What the letter is about, with the date of the contract where there is one."""
        about = "end of our agreement"
        if "project" in found:
            about += f" for {found['project']}"
        return f"{about}, contract of [date of the contract]" if "contract" in self._outline.case.known else about

    def _fixed_slots(self) -> dict[str, str]:
        outline = self._outline
        found = {slot: fact for slot in slots()["facts"] if (fact := outline.fact(slot))}
        found |= date_slots(found["end"])
        letter = outline.kind.form is Form.LETTER
        found["addressee"] = "¶".join(filter(None, (found.get("company"), found["client"])))
        found["re"] = self._letter_subject(found)
        notice = outline.case.facts.get("notice", "[notice period]")
        found["notice_period"] = notice.removesuffix("’s").removesuffix("’")
        greets_short = self._tone is not DraftTone.FIRM and not letter and "client" in outline.case.facts
        found["client"] = short_name(found["client"]) if greets_short else found["client"]
        found["hello_client"] = found["client"]
        if "is_owed" in outline.case.facts:
            found["is_owed"] = outline.case.facts["is_owed"]
        named = outline.case.facts
        found["account"] = named.get("client") or named.get("project") or found["client"]
        if "boss" in named and outline.case.plural:
            found["boss"] = in_voice(named["boss"], plural=False)
        if "project" in found:
            found["bare_project"] = _ARTICLE.sub("", found["project"])
        if "notice" in found:
            found["notice_plain"] = found["notice"].removesuffix("’s").removesuffix("’")
        return found


def _triples(wording: str) -> set[tuple[str, ...]]:
    """The runs of three words, slots apart."""
    words = _WORD.findall(_SLOT.sub(" | ", wording).lower())
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def _opener(wording: str) -> str:
    words = _WORD.findall(wording.lower())
    return words[0] if words else ""
