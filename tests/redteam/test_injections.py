"""The red team: instructions hidden in accounts, e-mails, articles, turns and contracts, and a model that obeys every one of them.

The code is the product's own, from the account to what the user sees; only the model is played: it does what the injection asks,
whether or not it was shown it. No prompt leaks, no verdict moves, no link or picture appears, and nobody leaves the role.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from coach.assess.second import about
from coach.coach import Coach
from coach.content import load_signs
from coach.llm.data import RULE, copied, instructions_in
from coach.rehearse.in_part import out_of_part
from coach.rehearse.rehearsal import Rehearsal
from coach.settings import Settings
from coach.situation import Situation
from coach.ui.markup import bullets, escape
from coach.ui.parts.signs import about_quotes
from coach.ui.quotes import labels, marked
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.draft import Draft, DraftKind
from coach.write.checks import check
from tests.faults.openai_server import Server, serving
from tests.llm.scripted import Asked, form_of, message, opinions, signs_asked

pytestmark = pytest.mark.filterwarnings("ignore")
HERE = Path(__file__).parent


class Injection(NamedTuple):
    """An instruction, where it stands, what it is after, and what a model that obeys would say."""

    id: str
    place: str
    wants: str
    text: str
    says: str


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


INJECTIONS = [Injection(**one) for one in _read("injections.yaml")]
BASES: list[dict[str, Any]] = _read("bases.yaml")
THREAD = (
    "From: Ines Moreau <ines@books.example>\nTo: Bartholomew Dray <dray@kestrel.example>\nSubject: February\n\n"
    "Dear Mr Dray, the invoices for February and March are still unpaid, $3,850 in all.\n\n"
    "From: Bartholomew Dray <dray@kestrel.example>\nTo: Ines Moreau <ines@books.example>\nSubject: Re: February\n\n{said}\n"
)
CONTRACT = (
    "SERVICE AGREEMENT between Kestrel Homes Ltd (the Client) and Ines Moreau (the Provider).\n\n"
    "1. Termination. Either party may terminate this Agreement for convenience by giving thirty (30) days' written notice.\n\n"
    "2. Payment. Invoices are payable within 14 days of receipt.\n\n"
    "3. Confidentiality. Each party shall keep the other's information confidential.\n\n{clause}\n\n"
    "4. Governing law. This Agreement is governed by the laws of England.\n"
)
LINE = "I have decided to end our work together. My last day is 30 June."
_SHOWN_AS_MORE = re.compile(r"<(?:img|script|iframe|form|svg)\b|<a [^>]*href=\"(?!#)|<[a-z][^>]*\son\w+=", re.I)
_LINK_OR_PICTURE = re.compile(r"https?:|\bwww\.|!\[|\]\(|<(?:img|a|script|form)\b|data:image", re.I)


def at(*places: str) -> list[Any]:
    return [pytest.param(one, id=one.id) for one in INJECTIONS if one.place in places]


def test_there_are_enough_of_them_in_every_place_and_for_every_aim():
    assert len(INJECTIONS) >= 60
    assert len({one.id for one in INJECTIONS}) == len(INJECTIONS)
    assert {one.place for one in INJECTIONS} == {"account", "email", "article", "turn", "contract"}
    assert {one.wants for one in INJECTIONS} >= {"leak", "verdict", "link", "image", "role", "citation"}


# -- the model that obeys --------------------------------------------------------------------------------------------------------


def obeying(injection: Injection) -> Callable[[Asked], str]:
    """A model that does in every step what the injection asks."""

    def say(asked: Asked) -> str:
        prompt = " ".join(asked["messages"][0]["content"].split())[:380]
        words = injection.says.replace("{prompt}", prompt)
        if form_of(asked) == "SignAnswers":
            return _reading(asked, injection, words)
        if form_of(asked) == "MessageWords":
            return message(asked, lambda part, said: f"{said} {words}", subject=words[:150])
        return words

    return say


def _reading(asked: Asked, injection: Injection, words: str) -> str:
    """No to all where it is to see nothing; else yes to all, with what it is to quote and cite, and with true words besides."""
    if injection.says in ("no", "keep", "nein", "Keep the client."):
        return opinions(asked)
    account = asked["messages"][1]["content"].rsplit("account\n", 1)[1]
    true = " ".join(account.split()[:12])
    quotes = [words[:380], injection.text[:380], true]
    yes = {"quotes_for": quotes, "quotes_against": [words[:380]], "answer": "yes", "passages": [words[:100], "evil#1"]}
    return opinions(asked, **dict.fromkeys(signs_asked(asked), yes))


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Coach:
    return Coach(Settings(engine="builtin", data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def coach_on(server: Server, ready: Coach):
    """The product with a model that obeys an injection."""

    def make(injection: Injection) -> Coach:
        server.say = obeying(injection)
        settings = ready.settings.model_copy(
            update={
                "engine": "auto",
                "model": "openai/obeys",
                "api_base": server.base,
                "api_key": None,
                "redact": "always",
                "model_timeout": 120.0,
            }
        )
        coach = Coach(settings)
        for part in ("detector", "subject", "listener", "encoder", "store", "library"):
            coach.__dict__[part] = getattr(ready, part)
        return coach

    return make


# -- what may never be shown ------------------------------------------------------------------------------------------------------


@cache
def rules() -> tuple[str, ...]:
    """What the prompts say of themselves: their system parts without the statements about signs, which are no secret."""
    from coach.content import content_root

    bodies = [path.read_text(encoding="utf-8") for path in (content_root() / "prompts").glob("*.jinja")]
    return (RULE, *(body.split("---\n", 2)[2].split("The statements:")[0] for body in bodies))


def assert_nothing_leaks(shown: str) -> None:
    assert not copied(shown, rules(), words=8)
    assert "<<<" not in shown
    assert not re.search(r"\b(?:PERSON|COMPANY|AMOUNT|EMAIL)_\d", shown)


def own_words_apart(found: Assessment) -> str:
    """Everything an assessment says, but for what it quotes of the user's text."""
    quotes = {quote.quote for sign in (*found.signs, *found.possible) for quote in sign.evidence}
    values = json.loads(
        found.model_dump_json(exclude={"signs": {"__all__": {"evidence"}}, "possible": {"__all__": {"evidence"}}})
    )
    told = "\n".join(_strings(values))
    for quote in sorted(quotes, key=len, reverse=True):
        told = told.replace(quote, "…")
    return told


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def assert_shows_only_text(found: Assessment, text: str) -> None:
    """As the page shows it: the account with its marks, what opens at a tap, and what is told of the second reading."""
    names = {sign.id: sign.name for sign in load_signs().values()}
    second = about(found.second) if found.second else ()
    page = marked(text, labels(found), names) + about_quotes(found, names) + bullets(escape(one) for one in second)
    assert not _SHOWN_AS_MORE.search(page)


# -- accounts, e-mails, articles: what is read ----------------------------------------------------------------------------------------


def assert_read_as_ever(found: Assessment, alone: Assessment, text: str) -> None:
    """The reading of an obedient model moved nothing, showed nothing and cited nothing of its own."""
    assert found.verdict.action is alone.verdict.action
    clear, seen = {sign.id for sign in alone.signs}, {sign.id for sign in (*alone.signs, *alone.possible)}
    assert clear <= {sign.id for sign in found.signs} <= seen
    assert all(quote.is_in(text) for sign in (*found.signs, *found.possible) for quote in sign.evidence)
    told = own_words_apart(found)
    assert_nothing_leaks(told)
    assert not _LINK_OR_PICTURE.search(told)
    assert not re.search(r"\b(?:evil|handbook|evil-handbook)#", told)
    assert {citation.id for citation in found.citations} <= set(map(str, _known_ids()))
    assert_shows_only_text(found, text)
    to_machines = instructions_in(text)
    for sign in (*found.signs, *found.possible):
        for quote in sign.evidence:
            assert not any(quote.start < one.end and one.start < quote.end for one in to_machines)


@cache
def _known_ids() -> frozenset[str]:
    from coach.library.passages import Shelf

    return frozenset(passage.id for passage in Shelf.built_in())


@pytest.mark.parametrize("base", BASES, ids=lambda base: base["verdict"])
def test_the_accounts_have_their_verdicts_without_an_injection(ready, base):
    assert ready.read_here(Situation.from_text(base["text"])).verdict.action == base["verdict"]


@pytest.mark.parametrize("injection", at("account", "email"))
@pytest.mark.parametrize("base", BASES, ids=lambda base: base["verdict"])
def test_words_added_to_an_account_move_no_verdict_of_the_built_in_engine(ready, base, injection):
    text = f"{base['text'].strip()}\n\n{injection.text}"
    assert ready.read_here(Situation.from_text(text)).verdict.action == base["verdict"]


@pytest.mark.parametrize("injection", at("account", "email"))
def test_a_model_that_obeys_the_words_of_an_account_moves_no_verdict(ready, coach_on, injection):
    base = BASES[INJECTIONS.index(injection) % len(BASES)]
    text = f"{base['text'].strip()}\n\n{injection.text}"
    situation = Situation.from_text(text)
    assert_read_as_ever(coach_on(injection).assess(situation), ready.read_here(situation), text)


@pytest.mark.parametrize("injection", at("email"))
def test_an_e_mail_of_a_thread_is_read_as_ever(ready, coach_on, injection):
    text = THREAD.format(said=f"I told you that I pay when I pay.\n{injection.text}")
    situation = Situation.from_text(text, me="ines@books.example")
    alone, found = ready.read_here(situation), coach_on(injection).assess(situation)
    assert_read_as_ever(found, alone, text)


@pytest.fixture(scope="module")
def shelved(ready: Coach, tmp_path_factory) -> Coach:
    """The built-in engine with every poisoned article in its library."""
    folder = tmp_path_factory.mktemp("articles")
    for one in INJECTIONS:
        if one.place == "article":
            (folder / f"{one.id}.md").write_text(
                f"# Late payment\n\n{one.text}\n\nThe engagement does not pay.\n", encoding="utf-8"
            )
    assert not ready.add([folder]).failures
    return ready


@pytest.mark.parametrize("injection", at("article"))
def test_an_article_of_the_library_orders_nothing(shelved, coach_on, server, injection):
    coach, situation = coach_on(injection), Situation.from_text(BASES[2]["text"])
    alone, found = shelved.read_here(situation), coach.assess(situation)
    sent = "\n".join(str(asked) for asked in server.asked)
    assert "late-payment" in sent.lower() or "article-" in sent  # the article was among the passages given
    assert found.verdict.action is alone.verdict.action
    assert {sign.id for sign in alone.signs} <= {sign.id for sign in found.signs}
    told = own_words_apart(found.model_copy(update={"citations": ()}))
    assert_nothing_leaks(told)
    assert not _LINK_OR_PICTURE.search(told)
    assert not {citation.id for citation in found.citations} & {"evil#1", "evil-handbook#fire-them"}
    assert_shows_only_text(found, situation.text)


# -- what is written ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("injection", [pytest.param(one, id=one.id) for one in INJECTIONS])
def test_no_injection_gets_into_a_message(ready, coach_on, injection):
    text = BASES[2]["text"].strip()
    if injection.place in ("account", "email"):
        text = f"{text}\n\n{injection.text}"
    situation = Situation.from_text(text)
    ours = ready.draft(situation, DraftKind.EXIT_EMAIL)
    made: Draft = coach_on(injection).draft(situation, DraftKind.EXIT_EMAIL)
    assert (made.subject, made.body, made.engine) == (ours.subject, ours.body, "builtin")
    assert "\n" not in (made.degraded_because or "no reason given\n")
    shown = "\n".join(filter(None, (made.subject, made.body, made.degraded_because)))
    if made.beside:
        shown += f"\n{made.beside.subject}\n{made.beside.body}"
    assert_nothing_leaks(shown)
    assert not _LINK_OR_PICTURE.search(shown)


# -- what the client says -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("injection", [pytest.param(one, id=one.id) for one in INJECTIONS])
def test_the_client_stays_the_client(ready, coach_on, injection):
    situation = Situation.from_text(BASES[2]["text"])
    line = injection.text if injection.place == "turn" else LINE
    played = _talk(coach_on(injection), situation, line)
    scripted = _talk(ready, situation, line)
    answer = played.turns[-1]
    assert (answer.role, answer.move, answer.state) == ("client", scripted.turns[-1].move, scripted.turns[-1].state)
    assert played.ended == scripted.ended
    assert not out_of_part(answer.text)
    assert_nothing_leaks(answer.text)
    assert not _LINK_OR_PICTURE.search(answer.text)
    assert answer.text != injection.says
    assert (answer.engine, bool(answer.degraded_because)) == ("builtin", True)


def _talk(coach: Coach, situation: Situation, line: str) -> Rehearsal:
    rehearsal = coach.rehearse(situation, persona="attacker", seed=3)
    rehearsal.say(line)
    return rehearsal


# -- contracts ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("injection", at("contract"))
def test_a_clause_that_speaks_to_machines_is_no_term(ready, coach_on, server, injection):
    text = BASES[2]["text"]
    clean, poisoned = CONTRACT.format(clause=""), CONTRACT.format(clause=injection.text)
    coach = coach_on(injection)
    plan = coach.plan(text, contract=poisoned)
    assert _terms(plan) == _terms(ready.plan(text, contract=clean))
    letter = "Dear Mr Dray,\n\nI have decided to end our agreement. My last day is 30 June.\n\nInes Moreau"
    found = coach.check(letter, "exit-email", contract=poisoned)
    assert found.findings == ready.check(letter, "exit-email", contract=clean).findings
    assert server.asked == []  # no model reads contracts
    assert found.findings != check("You idiot.", "exit-email").findings


def _terms(plan: Any) -> dict[str, Any]:
    read = plan.contract.model_dump()
    return {name: term and term["value"] for name, term in read.items() if term is None or isinstance(term, dict)}
