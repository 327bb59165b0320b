"""In part: why a line that a model wrote for the client may not be said; the rules that hold whatever the model."""

import re
from collections.abc import Iterable

from coach.errors import NotEnglish
from coach.language import check_english
from coach.llm.data import copied, instructions_in
from coach.llm.redaction import Redactor
from coach.rehearse.actor import MAX_WORDS, Cue
from coach.vocabulary.rehearsal import Move

_OUT_OF_PART = re.compile(
    r"\b(?:as an ai|language model|i am an? (?:actor|assistant|ai)\b|i['’]m an? (?:actor|assistant|ai)\b|(?:i am|i['’]m) your (?:assistant|coach)"
    r"|how (?:can|may) i (?:help|assist)|i (?:can['’]?t|cannot|can not|won['’]t) (?:help|assist) with|i['’]m sorry, but i (?:can['’]?t|cannot)"
    r"|stage directions?|in this rehearsal|role[- ]?play|simulated|system prompt|you play\b|your mood:|the client (?:says|said|would)"
    r"|as (?:your )?(?:coach|counsell?or|therapist))\b|<<<|>>>|\b(?:their|own) lines?\b:|\bPERSON_\d",
    re.I,
)
_ADVICE = re.compile(
    r"\b(?:you (?:should|could|might want to|may want to|can) (?:try|begin|start|name|consider|phrase|use|practi[cs]e|open)\b|(?<!only )you (?:should|could) say\b"
    r"|try (?:to )?(?:saying|naming|starting|being)|my advice|a (?:good|better) way to (?:say|put)|next time,? (?:you|try|say)"
    r"|it (?:would|might) help (?:if you|to)|remember to|i (?:suggest|recommend) that you|i(?:['’]d| would) (?:suggest|recommend) (?:that )?you|here['’]s (?:a|how)"
    r"|well said|great job|good job|nicely (?:put|said|done)|good (?:point|question)[.!])\b",
    re.I,
)
_NOT_SPEECH = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|example)\b|!\[|\]\(|```|^\s*[#>|-]\s|\*\*|</?\w+[^>]*>|\{\s*\"",
    re.I | re.M,
)
_AGREEING = re.compile(
    r"\b(?:i (?:completely |totally |fully |do |can )*(?:accept|agree|consent)|(?:that|this|it)(?:['’]s| is| sounds| works)(?: (?:all|totally|perfectly|just))? (?:fine (?:with|by) me|good|okay|ok|reasonable|for me|great)\b(?! (?:that|enough for you|to say))"
    r"|no problem(?: at all)?|(?:okay|ok|alright|all right|fine|yes|sure|fair enough)[,.!]+ (?:then[,.!]? )?(?:you['’]?re right|you are right|let['’]?s|we(?:['’]ll| will| can) (?:end|stop|part|do (?:it|that))|i(?:['’]ll| will) (?:accept|sign|do (?:it|that)|go along|live with)|end it|it['’]?s over|it is over|friday|deal)"
    r"|let['’]?s (?:end|stop|part|finish|wrap|call it (?:a day|quits)|do (?:it|that) your way)|it['’]s a deal|deal[.!]|you have a deal|as you wish|i understand(?: completely)?[,.!]* (?:and|i) (?:accept|respect|agree|wish|support)"
    r"|i respect (?:your|that) (?:decision|choice)|(?:i )?wish you (?:all the |the very )?(?:best|luck|well)|good luck|thank(?:s| you) for (?:everything|all|your (?:work|time|honesty)|letting|telling|being)"
    r"|i(?:['’]ll| will) (?:pay|settle|sign) (?:it|everything|today|now|at once|right away)|i(?:['’]ll| will) (?:pay|settle|transfer) (?:you )?(?:the )?[$£€]?\d[\d,.]*(?: \w+)? (?:by|on|before|within)\b|consider it done|you win)\b",
    re.I,
)
_AGREED = re.compile(r"(?:^|[.!?…] )(?:agreed|deal|accepted)[.!,]", re.I)
_BIG_NUMBERS = re.compile(
    r"\b(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|grand|per ?cent)\b",
    re.I,
)  # fmt: skip
_MAY_AGREE = frozenset(
    {Move.ACCEPT, Move.AGREE_RESET, Move.SOFTEN, Move.THANK, Move.CLOSE, Move.TAKE_WIN, Move.WALK_OUT}
)
_MOST_CHARACTERS = 300
_ENGLISH_FROM = 6  # words; a shorter line tells no language
_OF_A_FACT = 0.4  # share of a fact's telling words that say it
_SMALL = 4  # letters; shorter words tell nothing
_COMMON = frozenset("that this with from they them their what when your have been will would could should about there were just only more than because into never always really".split())  # fmt: skip


def problem(line: str, cue: Cue, prompt: Iterable[str] = ()) -> str | None:
    """Why `line` may not be said, in a few words that a model understands; None when it may.

    `prompt` is what the model was told, its own rules and directions; not the talk's lines.
    """
    if not re.search(r"[^\W\d_]", line):
        return "nothing was said"
    if len(line.split()) > MAX_WORDS or len(line) > _MOST_CHARACTERS:
        return f"too long, more than {MAX_WORDS} words"
    if _NOT_SPEECH.search(line):
        return "a link or markup"
    if _OUT_OF_PART.search(line) or copied(line, prompt) or instructions_in(line):
        return "not the client's words"
    if _ADVICE.search(line):
        return "advice or praise, which the client does not give"
    if cue.move not in _MAY_AGREE and (_AGREEING.search(line) or _AGREED.search(line)):
        return "agreed too soon"
    if line in cue.said:
        return "said before"
    return _not_english(line) or _told_too_much(line, cue) or _made_up(line, cue)


def out_of_part(line: str) -> bool:
    """Whether `line` is what a coach, a counsellor or a machine would say, and no client."""
    return (_OUT_OF_PART.search(line) or _ADVICE.search(line) or _NOT_SPEECH.search(line)) is not None


def _not_english(line: str) -> str | None:
    if len(line.split()) < _ENGLISH_FROM:
        return None
    try:
        check_english(line)
    except NotEnglish:
        return "not in English"
    return None


def _told_too_much(line: str, cue: Cue) -> str | None:
    """What the client holds back is said when the director lets them, and then it is said."""
    if cue.fact is not None and not _says(line, cue.fact):
        return "what was to be confided is not in it"
    told = {cue.fact, *cue.state.confided}
    if any(held.fact not in told and _says(line, held.fact) for held in cue.scene.profile.held_back):
        return "told what the client keeps back"
    return None


def _says(line: str, fact: str) -> bool:
    wanted = _telling(fact)
    return copied(line, [fact], words=5) or (
        bool(wanted) and len(wanted & _telling(line)) >= max(2, _OF_A_FACT * len(wanted))
    )


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return frozenset(word[:6] for word in words if len(word) > _SMALL and word not in _COMMON)


def _made_up(line: str, cue: Cue) -> str | None:
    """A figure, a date or a name that neither the case nor the talk holds."""
    profile = cue.scene.profile
    known = " ".join(
        [
            *cue.scene.facts.values(),
            *cue.scene.names,
            cue.heard,
            cue.fact or "",
            profile.name,
            profile.background,
            *cue.said,
        ]
    ).lower()
    if any(figure not in known for figure in re.findall(r"\d[\d,.]*\d|\d", line)):
        return "a figure that nobody named"
    if any(number.lower() not in known for number in _BIG_NUMBERS.findall(line)):
        return "a figure that nobody named"
    hidden = Redactor.of([line]).hidden
    if any(name.lower() not in known and not _opens(name, line) for name in hidden):
        return "a name or an address that nobody named"
    return None


def _opens(word: str, line: str) -> bool:
    """Whether `word` only stands where any word has a capital, so that it need not be a name."""
    places = [match.start() for match in re.finditer(re.escape(word), line)]
    return all(place == 0 or re.search(r"[.!?…][\"'”’]? $", line[:place]) for place in places)
