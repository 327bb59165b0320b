"""After the talk and the list to close: every reaction has a next step that rests on something; the list keeps what was done."""

from datetime import date

import pytest

from coach.content import read_yaml
from coach.library.passages import Shelf
from coach.plan.after import next_moves, next_time
from coach.plan.checklist import GROUPS, checklist, keep, kept_as, new_task
from coach.plan.known import for_messages, with_dates
from coach.plan.wrap_up import worded
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.leaving import KnownDates, KnownSums, Reaction
from coach.vocabulary.plan import Contract, Proposal
from coach.vocabulary.signs import SignId
from tests.plan.test_plan import made

ACCOUNT = "My client Dana owes us $2,300. I still have to finish the label set. Our contract says 30 days' notice."


def test_every_reaction_has_steps_words_and_passages_that_exist() -> None:
    shelf = Shelf.built_in()
    for relation in Relation:
        moves = next_moves(Reaction, relation)
        assert {move.id for move in moves} == set(Reaction)
        assert all(move.message for move in moves)
        assert all(passage in shelf for move in moves for step in move.steps for passage in step.passages)


def test_the_most_urgent_reaction_comes_first_and_none_means_nothing_to_do() -> None:
    assert next_moves([Reaction.ACCEPTED, Reaction.THREATENED])[0].id is Reaction.THREATENED
    assert next_moves(()) == ()


def test_where_money_or_law_is_at_stake_it_says_that_it_is_no_legal_advice() -> None:
    assert {move.id for move in next_moves(Reaction) if move.law} == {Reaction.THREATENED, Reaction.WITHHELD_PAY}


def test_the_checklist_of_the_next_client_holds_the_basics_and_rests_on_passages() -> None:
    shelf, found = Shelf.built_in(), next_time(SignId)
    basics = ("Expectations", "Outcome", "Process", "Response times", "Change requests")
    assert all(any(one.text.startswith(word) for one in next_time(())) for word in basics)
    assert all(passage in shelf for one in found for passage in one.passages)
    assert set(read_yaml("plan", "after.yaml")["next_time"]["signs"]) <= {str(sign) for sign in SignId}


def test_untouched_the_list_is_the_plans_by_group() -> None:
    items = made().wrap_up
    tasks = checklist(items, ())
    assert {task.text for task in tasks} == {item.text for item in items}
    assert [task.group for task in tasks] == sorted((task.group for task in tasks), key=GROUPS.index)
    assert len({task.id for task in tasks}) == len(tasks)


def test_what_was_ticked_stays_where_the_plan_no_longer_proposes_it() -> None:
    first = checklist(made().wrap_up, ())[0]
    kept = keep((), kept_as(first, done=True))
    assert [(task.text, task.done, task.own) for task in checklist((), kept)] == [(first.text, True, False)]


def test_things_of_the_users_own_have_ids_of_their_own() -> None:
    kept = keep((), new_task((), "files", "A", "you", None, Proposal.DO))
    kept = keep(kept, new_task(kept, "invoices", "B", "you", None, Proposal.DO))
    assert len({one.id for one in kept}) == 2
    private = {task.text: task.for_them for task in checklist((), kept)}
    assert private == {"A": "A", "B": None}


def test_every_way_with_open_work_has_words() -> None:
    assert len({worded("the label set", way) for way in (Proposal.FINISH, Proposal.HAND_OVER, Proposal.DROP)}) == 3


def test_what_the_user_knows_stands_before_what_the_account_says() -> None:
    known = with_dates(
        Situation.from_text(ACCOUNT), KnownDates(last_day=date(2027, 3, 31), notice_days=1, payment_days=0)
    )
    assert known.first(FactKind.END_DATE) == "31 March 2027"
    assert known.first(FactKind.NOTICE) == "1 day"
    assert known.first(FactKind.PAYMENT_TERMS) == "net 0"


@pytest.mark.parametrize(
    ("owed", "currency", "said"),
    [(1500, "EUR", "€1,500"), (1500.5, "CHF", "CHF 1,500.5"), (1500, None, "$1,500"), (0, None, None)],
)
def test_a_debt_of_the_users_own_takes_the_place_of_the_one_in_the_text(
    owed: float, currency: str | None, said: str | None
) -> None:
    sums = KnownSums(owed=owed, currency=currency)
    situation = for_messages(Situation.from_text(ACCOUNT), KnownDates(), sums, Contract(), ())
    assert situation.first(FactKind.OPEN_INVOICE) == said


def test_work_that_is_closed_or_not_begun_is_no_longer_promised() -> None:
    situation = Situation.from_text(ACCOUNT)
    assert "the label set" in situation.all(FactKind.PENDING)
    for changes in ({"done": True}, {"proposal": Proposal.DROP}):
        work = next(task for task in checklist(made(ACCOUNT, None).wrap_up, ()) if task.item == "the label set")
        tasks = (work.model_copy(update=changes),)
        left = for_messages(situation, KnownDates(), KnownSums(), Contract(), tasks)
        assert "the label set" not in left.all(FactKind.PENDING)
