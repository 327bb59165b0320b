"""The whole plan: its JSON, the wrap-up, the talk, the calendar file and the terminal view."""

import json
from datetime import date

import pytest

from coach.cli.plan_view import show_plan
from coach.errors import EmptyInput, InputTooLong, NotReadable
from coach.library.passages import Shelf
from coach.plan.ics import calendar_file
from coach.plan.planner import plan
from coach.plan.traps import content as trap_content
from coach.plan.wording import wording
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.plan import Contract, ExitPlan, Proposal, Route
from coach.vocabulary.signs import SignId
from tests.plan.cases import contract

TODAY = date(2026, 11, 21)
ACCOUNT = (
    "My client Dana at Northlight Foods pays us $4,000 a month for the packaging redesign, and I put about 60 hours a month into it. "
    "She owes us $2,300, six weeks overdue. I still have to finish the label set. I normally charge $95 an hour. "
    "She keeps adding work and calls at night."
)
KEYS = [
    "terminate_for_convenience", "notice_days", "notice_business_days", "notice_in_writing", "terminate_for_cause", "cure_days", "cure_business_days",
    "auto_renewal", "non_renewal_notice_days", "payment_days", "late_fee", "kill_or_termination_fee", "ip_until_paid",
    "confidentiality", "non_disparagement", "non_solicitation", "exclusivity", "transition_duty", "governing_law",
    "term", "notice_address", "refund", "work_for_hire", "unfinished_work",
]  # fmt: skip


def made(text: str = ACCOUNT, name: str | None = "agency-retainer", signs: tuple[SignId, ...] = ()) -> ExitPlan:
    return plan(Situation.from_text(text), contract(name) if name else None, TODAY, signs)


def passages(found: ExitPlan) -> set[str]:
    talk = found.talk
    advice = [talk.why, talk.when, talk.opening, *talk.points, *talk.do_not_say, talk.afterwards]
    ids = {passage for item in [*advice, *talk.objections] for passage in item.passages}
    return ids | {item.passage for item in found.wrap_up} | {trap.passage for trap in found.dates.traps}


def test_the_json_is_the_contract_of_the_command():
    found = made().model_dump(mode="json")
    assert list(found) == ["contract", "dates", "wrap_up", "numbers", "talk"]
    assert list(found["contract"]) == KEYS
    for term in found["contract"].values():
        assert term is None or list(term) == ["value", "quote", "start", "end"]
    assert isinstance(found["wrap_up"], list)
    assert ExitPlan.model_validate(json.loads(json.dumps(found))) == made()


def test_the_same_arguments_give_the_same_plan():
    assert made() == made()


@pytest.mark.parametrize(
    "name", ["agency-retainer", "us-client-only-convenience", "renewal-date-only", "mutual-agreement-only", None]
)
@pytest.mark.parametrize("signs", [(), (SignId.VERBAL_ABUSE,), (SignId.MINIMAL_COMMUNICATION, SignId.BACK_CHANNEL)])
def test_everything_rests_on_passages_that_exist(name, signs):
    shelf = Shelf.built_in()
    assert all(passage in shelf for passage in passages(made(name=name, signs=signs)))


def test_every_passage_named_in_the_content_exists():
    import re

    from coach.content import knowledge

    shelf = Shelf.built_in()
    for path in knowledge("plan").glob("*.yaml"):
        for passage in re.findall(r"\b[a-z]+(?:-[a-z]+)*#[a-z0-9-]+", path.read_text("utf-8")):
            assert passage in shelf, f"{passage} in {path.name}"


def test_every_pattern_of_the_content_compiles():
    from coach.content import read_yaml

    for name in read_yaml("plan", "clauses.yaml") | read_yaml("plan", "terms.yaml"):
        assert wording(name).pattern


def test_without_a_contract_all_terms_are_null():
    found = made(name=None)
    assert found.contract == Contract()
    assert any("contract" in question for question in found.dates.questions)


def test_open_work_is_taken_from_the_text_and_handed_over_where_money_is_open():
    (item,) = [item for item in made().wrap_up if item.source and item.group == "deliverables"]
    assert "label set" in item.text
    assert item.proposal is Proposal.HAND_OVER
    assert item.by is not None
    assert item.by <= (made().dates.last_day or TODAY)


def test_open_work_is_finished_where_nothing_speaks_against_it():
    found = made(
        "My client is nice but we do not fit. I still have to finish the label set before I can leave.", name=None
    )
    assert [item.proposal for item in found.wrap_up if item.source] == [Proposal.FINISH]


def test_the_checklist_fits_the_trade():
    web = made("My client wants the website rebuilt again. I maintain their website, server and domain.", name=None)
    books = made("My client never sends receipts. I do the bookkeeping and the payroll for their staff.", name=None)
    of = lambda found, group: [item.text for item in found.wrap_up if item.group == group]  # noqa: E731
    assert any("domain" in text for text in of(web, "credentials"))
    assert not any("records" in text for text in of(web, "data"))
    assert any("records" in text for text in of(books, "data"))


def test_a_vendor_and_a_prospect_get_their_own_plans():
    vendor = plan(Situation(text="Our supplier is late.", relation=Relation.VENDOR), None, TODAY)
    prospect = plan(Situation(text="They want a quote.", relation=Relation.PROSPECT), None, TODAY)
    assert any("your own data" in item.text for item in vendor.wrap_up)
    assert "not to take it on" in prospect.talk.opening.text
    assert prospect.talk.channel == "short e-mail"
    assert prospect.dates.questions == ()


def test_the_opening_has_decision_date_and_project():
    talk = made().talk
    assert "I am ending our work together on the packaging redesign" in talk.opening.text
    assert "20 January 2027" in talk.opening.text
    assert talk.blanks == ()
    assert len(talk.points) == 3
    assert 2 <= len(talk.objections) <= 5


def test_what_is_not_known_stays_a_named_blank():
    talk = made(name=None).talk
    assert "[last day]" in talk.opening.text
    assert "[last day]" in talk.blanks


def test_abuse_moves_the_talk_into_writing():
    talk = made(signs=(SignId.VERBAL_ABUSE,)).talk
    assert talk.channel == "in writing only"
    assert "please write to me" in talk.opening.text


def test_only_a_right_for_cause_opens_with_a_warning():
    talk = made(name="construction-sub").talk
    assert "The invoice over $2,300 is unpaid." in talk.opening.text
    assert "28 November 2026" in talk.opening.text


def test_no_right_at_all_opens_with_a_request():
    talk = made(name="no-termination-clause").talk
    assert talk.opening.text.startswith("I would like to bring our contract")
    assert "no_right" in {objection.id for objection in talk.objections}


def test_a_fact_the_user_typed_is_used():
    situation = Situation.from_text(ACCOUNT).with_fact(FactKind.END_DATE, "28 February 2027")
    found = plan(situation, contract("agency-retainer"), TODAY)
    assert found.dates.last_day == date(2027, 2, 28)
    assert found.dates.latest_to_send == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("text", "error"), [(" \n", EmptyInput), ("a\x00b", NotReadable), ("word " * 120_000, InputTooLong)]
)
def test_a_contract_that_cannot_be_read_is_refused(text, error):
    with pytest.raises(error) as raised:
        plan(Situation.from_text(ACCOUNT), text, TODAY)
    assert raised.value.hint


def test_the_calendar_file_opens_again_with_the_same_days():
    from icalendar import Calendar as Parsed

    found = made().dates
    data = calendar_file(found, "Northlight Foods, über alles; \\ and more")
    events = list(Parsed.from_ical(data).walk("VEVENT"))
    assert sorted(event.decoded("dtstart") for event in events) == [stone.date for stone in found.timeline]
    assert all(not hasattr(event.decoded("dtstart"), "hour") for event in events)
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert b"\r\n" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data == calendar_file(found, "Northlight Foods, über alles; \\ and more")


def test_the_terminal_view_shows_every_part(capsys):
    show_plan(made())
    shown = capsys.readouterr().out
    for words in ("Dates", "Traps", "Your contract", "To close", "Money", "The talk", "Do not say", "not legal advice"):
        assert words in shown
    show_plan(made("My client never answers my messages and I am tired of waiting for them.", name=None))
    assert "contract" in capsys.readouterr().out


def test_every_trap_has_a_title_and_a_text():
    assert all(entry["title"] and entry["text"] for entry in trap_content()["traps"].values())


def test_what_the_client_said_in_rehearsal_is_what_the_talk_prepares_for():
    told = Situation(text="I build their website. They pay $3,000 a month.")
    before = {one.id for one in plan(told, None, date(2026, 11, 21)).talk.objections}
    heard = plan(told, None, date(2026, 11, 21), heard=("threaten_review", "threaten_lawyer")).talk.objections
    assert not before & {"review", "law"}
    assert {"review", "law"} <= {one.id for one in heard}
    assert all(one.moves for one in heard if one.id in ("review", "law"))


def test_where_nothing_is_signed_there_is_nothing_to_end():
    found = plan(Situation(text="A prospect wants a logo for free.", relation=Relation.PROSPECT), None, TODAY)
    assert found.dates.route is Route.NOTHING_SIGNED
    assert found.dates.questions == ()


def test_a_word_for_no_work_is_no_piece_of_open_work():
    told = Situation(text="They pay me $3,000 a month.").with_fact(FactKind.PENDING, "the rest")
    found = plan(told, None, TODAY)
    assert not any(item.item for item in found.wrap_up)
    assert not any("the rest" in one.they_say for one in found.talk.objections)
