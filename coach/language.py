"""Whether a text is in English: by its small words, and by a language identifier only where they leave a doubt."""

import re

from coach.errors import NotEnglish

_SMALL_WORDS = frozenset(
    "the a an and or but if of to in on at for with by from as is are was were be been am it its this that these those "
    "i me my we us our you your he him his she her they them their not no do does did have has had will would can could "
    "so what when who how why which there just about after before because than then too very im dont cant ive".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLEARLY_ENGLISH = 0.25  # share of small words above which no identifier is asked
_SURE = 0.80  # probability from which the identifier's word counts
_ENGLISH_LIKE = frozenset({"en", "pcm", "sco", "zxx"})  # English, its creole and Scots, and "no language"
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian", "nb": "Norwegian", "fi": "Finnish", "cs": "Czech",
    "ru": "Russian", "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "hi": "Hindi",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ro": "Romanian", "hu": "Hungarian", "el": "Greek",
}  # fmt: skip


def check_english(text: str) -> None:
    """Refuse a text that is clearly in another language; mixed and broken English passes.

    Raises:
        NotEnglish: names the language found.
    """
    if small_word_share(text) >= _CLEARLY_ENGLISH:
        return
    language, probability = _identify(text)
    in_doubt = probability < _SURE and _mostly_latin(text)
    if language in _ENGLISH_LIKE or in_doubt:
        return
    raise NotEnglish(f"The text seems to be in {_NAMES.get(language, 'another language')}, not in English.")


def small_word_share(text: str) -> float:
    """Share of the words that are among the commonest of English, 0-1."""
    words = [word.lower().replace("’", "").replace("'", "") for word in _WORD.findall(text)]
    return sum(word in _SMALL_WORDS for word in words) / len(words) if words else 0.0


def _mostly_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return not letters or sum(c < "\u0250" for c in letters) >= len(letters) / 2


def _identify(text: str) -> tuple[str, float]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    language, probability = identifier.classify(text[:5000])
    return str(language), float(probability)
