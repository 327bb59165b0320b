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
        ("Notice under the consultancy agreement is 15 days.", FactKind.NOTICE, "15 days"),
        ("My contract says one month, counted from the first.", FactKind.NOTICE, "one month"),
        ("Still pending are 3 crowns and a bridge, for patients.", FactKind.PENDING, "3 crowns and a bridge"),
        ("Ongoing: the interim report, which is honest.", FactKind.PENDING, "the interim report"),
        ("Cancel this for me, please. \u2013 Óscar\n\n---------- Forwarded message", FactKind.YOU, "Óscar"),
        ("She asked me for a different site and I said no.", FactKind.PROJECT, None),
        ("I am building a booking app for him.", FactKind.PROJECT, "the booking app"),
    ],
)
def test_names_terms_and_work_are_read_as_people_write_them(text, kind, value):
    assert next((fact.value for fact in read_facts(text) if fact.kind is kind), None) == value


def test_a_date_after_a_sentence_that_speaks_of_stopping_is_no_last_day():
    facts = read_facts("He should stop. On 3 May we met.")
    assert FactKind.END_DATE not in {fact.kind for fact in facts}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("I still have her spare lead and the clippers blade she bought.", ("the spare lead", "the clippers blade")),
        (
            "I've got his house keys and half a bag of that ridiculous dog food.",
            ("the house keys", "half a bag of dog food"),
        ),
        (
            "Six alarm fobs, the loading bay key and the incident book are theirs.",
            ("Six alarm fobs", "the loading bay key"),
        ),
        (
            "They need from me: show file for the desk, four radio packs.",
            ("the show file for the desk", "four radio packs"),
        ),
        ("I would return €260, the seven pieces and the name of a colleague.", ("the seven pieces",)),
        ("The letter should set out the return of the laptop and the bank token.", ("the laptop", "the bank token")),
    ],
)
def test_things_of_theirs_that_the_teller_holds_are_read_with_their_quotes(text, held):
    facts = [fact for fact in read_facts(text) if fact.kind is FactKind.HELD]
    assert [fact.value.lower() for fact in facts][: len(held)] == [value.lower() for value in held]
    assert all(fact.evidence.is_in(text) for fact in facts)


@pytest.mark.parametrize(
    "text",
    [
        "I have a bad feeling and I have four bookings with her this week.",
        "I have an online shop for bicycles and I have shown her thirty samples.",
        "I've got the recording and the texts, so I can prove what he said.",
        "I have no keys of hers and I don't have her lead any more.",
        "We have decided to leave and need the backups.",
    ],
)
def test_what_is_no_thing_of_theirs_is_not_to_be_handed_back(text):
    assert FactKind.HELD not in {fact.kind for fact in read_facts(text)}


def test_things_of_the_teller_that_they_hold_are_read():
    facts = read_facts(
        "They hold the machine-room key and the shaft drawings. I want our printing plates and the dies back."
    )
    wanted = [fact.value for fact in facts if fact.kind is FactKind.WANTED]
    assert wanted == ["the machine-room key", "the shaft drawings", "our printing plates", "the dies"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("His owner is Núria i Puig, a lovely woman. I walk the dog.", "Núria i Puig"),
        ("Contact: Þóra Guðmundsdóttir, purchasing. We make their moulds.", "Þóra Guðmundsdóttir"),
        ("For: Mekong Foundation, Đặng Minh (executive director). I write for them.", "Đặng Minh"),
        (
            "Pip (4) and Saar was eight weeks old when I began. Saar is sweet. The mother, Liesbeth, wants more.",
            "Liesbeth",
        ),
        ("Mrs Åkerblom missed two visits. Their district manager, Göran Ekström, promised help.", "Göran Ekström"),
        ("I write his book. His agent, Zoë O'Brien, is who I would write to. My client Ben is sad.", "Zoë O'Brien"),
        ("The chaise belongs to a Madame Thérèse d'Hauteville, who cannot choose.", "Madame Thérèse d'Hauteville"),
        ("A gentleman by the name of Hallvard Ness would have a boat from me.", "Hallvard Ness"),
        ("Customer of mine, Gary Holt, we're doing his roof.", "Gary Holt"),
        ("I deal with Siobhán Ní Dhomhnaill there and she's sound.", "Siobhán Ní Dhomhnaill"),
    ],
)
def test_whom_the_message_goes_to(text, name):
    assert next(fact.value for fact in read_facts(text) if fact.kind is FactKind.CLIENT) == name


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("I pay an agency to run my adverts and nobody has touched them.", Relation.VENDOR),
        ("Crowns from our lab come back and do not fit any more.", Relation.VENDOR),
        ("The maintenance contract with Nordlift obliges them to come within hours.", Relation.VENDOR),
        ("The pickers come through an agency that takes money off them.", Relation.VENDOR),
        ("A doctoral candidate has asked me for a quote, and I do not want to do it.", Relation.PROSPECT),
        ("He has got nothing in writing from me but a pencil sketch.", Relation.PROSPECT),
        ("My client found me through an agency and never pays.", Relation.CLIENT),
    ],
)
def test_the_other_side_is_known_by_what_is_bought(text, relation):
    assert Situation.from_text(text).relation is relation


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("There is one invoice of $212.40 but it isn't due yet.", ()),
        ("Open invoices: 20417 (kr 184 000, due 15.01.), 20431 (kr 62 500, due 28.02.).", ("kr 184 000", "kr 62 500")),
        ("My fee for March, CHF 11,600, is outstanding.", ("CHF 11,600",)),
        ("Invoice 7719 for $3,480 is contested.", ()),
    ],
)
def test_only_what_is_due_is_owed(text, owed):
    assert tuple(fact.value for fact in read_facts(text) if fact.kind is FactKind.OPEN_INVOICE) == owed
