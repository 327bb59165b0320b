import pytest

from coach.errors import EmptyInput, InputTooLong, NotEnglish, NotReadable
from coach.facts import read_facts
from coach.situation import MAX_CHARACTERS, FactKind, Relation, Situation
from tests.accounts import PROGRAM_MANAGER


def test_the_text_is_kept_character_for_character_and_every_fact_is_quoted_from_it():
    situation = Situation.from_text(PROGRAM_MANAGER)
    assert situation.text == PROGRAM_MANAGER
    assert situation.facts
    for fact in situation.facts:
        assert fact.evidence is not None
        assert fact.evidence.is_in(PROGRAM_MANAGER)


def test_names_money_dates_and_notice_are_read():
    situation = Situation.from_text(PROGRAM_MANAGER)
    assert situation.first(FactKind.CLIENT) == "Melissa"
    assert situation.first(FactKind.COMPANY) == "Norvell"
    assert situation.first(FactKind.OPEN_INVOICE) == "$36,000"
    assert situation.first(FactKind.END_DATE) == "30 June"
    assert situation.first(FactKind.NOTICE) == "30 days"
    assert situation.first(FactKind.PENDING) == "the March status report"
    assert situation.first(FactKind.BOSS) == "your director"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (
            "My colleague Priya hates him. Tom never pays and Tom is rude to all of us in the shop.",
            FactKind.CLIENT,
            "Tom",
        ),
        (
            "I have looked after the spring menu redesign for his restaurant since May.",
            FactKind.PROJECT,
            "the spring menu redesign",
        ),
        ("They owe me £1,200 for the brochure and I will not wait any longer for it.", FactKind.OPEN_INVOICE, "£1,200"),
        ("We have worked together for nearly two years now and it gets worse.", FactKind.DURATION, "nearly two years"),
        (
            "The agreement says payment within 14 days but they take their time.",
            FactKind.PAYMENT_TERMS,
            "payment within 14 days",
        ),
    ],
)
def test_facts_are_read_from_plain_sentences(text, kind, value):
    assert Situation.from_text(text).first(kind) == value


def test_a_rate_is_no_open_invoice():
    situation = Situation.from_text(
        "We charge $18,000 a month and they are late with one invoice of $400 at the moment."
    )
    assert situation.all(FactKind.OPEN_INVOICE) == ("$400",)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (PROGRAM_MANAGER, Relation.CLIENT),
        ("Our hosting provider is down again. We pay them every month and the vendor never answers.", Relation.VENDOR),
        (
            "A potential client wants a quote and has asked for three free drawings. Nothing is signed.",
            Relation.PROSPECT,
        ),
    ],
)
def test_who_the_other_side_is(text, relation):
    assert Situation.from_text(text).relation is relation


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyInput),
        (" \n\t ", EmptyInput),
        ("a " * MAX_CHARACTERS, InputTooLong),
        ("bin\x00ary", NotReadable),
        ("Mein Kunde ruft mich jeden Abend an und zahlt nie pünktlich. Ich weiß nicht mehr weiter.", NotEnglish),
        ("El cliente nunca paga a tiempo y siempre me grita delante de todos mis compañeros.", NotEnglish),
        ("Клиент постоянно кричит на меня и не платит по счетам уже три месяца подряд.", NotEnglish),
        ("客户总是不付款，而且每天晚上给我打电话，我不知道该怎么办。", NotEnglish),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_a_sentence(text, error):
    with pytest.raises(error) as refused:
        Situation.from_text(text)
    assert str(refused.value).endswith(".")
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "hes so rude lol wont pay",
        "client ali no answer since 3 weak, i am send 5 mail, he say nothing",
        "shouts. unpaid inv x3. ghosting again",
        "Der Kunde said: 'mach schneller'. I told him that I can't work at night, he doesn't care about that.",
    ],
)
def test_broken_english_passes(text):
    assert Situation.from_text(text).text == text


def test_a_typed_fact_takes_the_place_of_those_read():
    situation = Situation.from_text(PROGRAM_MANAGER).with_fact(FactKind.CLIENT, "Ms Okafor")
    assert situation.all(FactKind.CLIENT) == ("Ms Okafor",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "My opposite number there is Marisa Holt. On calls with her staff she overrules what we settled.",
            "Marisa Holt",
        ),
        ("On Mondays he calls. Once he starts, he never stops. The client, Bram, is on the phone all day.", "Bram"),
        (
            "We keep the books for a builder, Mr Dray. He shouted at Amira. Amira says she will not pick up again.",
            "Mr Dray",
        ),
        ("Every client wants it cheap. Nothing is ever right. Calls come at night and he was rude to me.", None),
    ],
)
def test_the_person_is_a_name_and_not_a_word_that_begins_a_sentence(text, name):
    assert Situation.from_text(text).first(FactKind.CLIENT) == name


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("I groom the dogs of Mrs Zoë O'Brien.", FactKind.CLIENT, "Mrs Zoë O'Brien"),
        ("My client Đặng Minh never pays.", FactKind.CLIENT, "Đặng Minh"),
        ("My client Þóra Jónsdóttir wants more.", FactKind.CLIENT, "Þóra Jónsdóttir"),
        ("My customer Pieter van der Meer is late.", FactKind.CLIENT, "Pieter van der Meer"),
        ("My client McDonald wants it for free.", FactKind.CLIENT, "McDonald"),
        ("I want to stop end of October.", FactKind.END_DATE, "end of October"),
        ("We stop working with them after 3 May.", FactKind.END_DATE, "3 May"),
    ],
)
def test_names_and_last_days_are_read_as_people_write_them(text, kind, value):
    assert next(fact.value for fact in read_facts(text) if fact.kind is kind) == value


def test_a_date_after_a_sentence_that_speaks_of_stopping_is_no_last_day():
    facts = read_facts("He should stop. On 3 May we met.")
    assert FactKind.END_DATE not in {fact.kind for fact in facts}
