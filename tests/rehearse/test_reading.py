import pytest

from coach.rehearse.reading import ClientDoes, asks, is_specific, read, read_client
from coach.vocabulary.rehearsal import Act, ActId, AgendaItem, Heard, Tone


def heard(**acts):
    return Heard(acts=tuple(Act(id=ActId(name), quote=quote) for name, quote in acts.items()), tone=Tone.CALM)


@pytest.mark.parametrize(
    ("words", "client", "expected"),
    [
        ("I understand how you feel.", "", False),
        ("I hear you, this must be hard.", "", False),
        ("You counted on me for the opening night.", "", True),
        ("I can see that the timing frightens you.", "", True),
        ("I know about the board.", "The board will eat me alive.", True),
        ("", "", False),
    ],
)
def test_an_acknowledgement_is_specific_when_it_is_about_something(words, client, expected):
    assert is_specific(words, client) is expected


def test_a_hedge_gives_the_client_words_to_pounce_on():
    quote = "I think we might need to stop, at least for now"
    assert read(quote, heard(hedge_decision=quote)).hedge in quote
    assert read("We stop.", heard(state_decision="We stop.")).hedge is None


def test_a_decision_is_firm_only_without_softening():
    assert read("x", heard(state_decision="x")).firm
    assert not read("x", heard(state_decision="x", hedge_decision="x")).firm
    assert not read("x", heard(repeat_decision="x", bargain="x")).firm


def test_what_was_asked_counts_as_addressed_when_it_is_answered_and_not_when_dodged():
    told = "Yes, in part: the hours never matched."
    answered = read(told, heard(answer_question=told), asked=AgendaItem.WAS_IT_ME)
    bare = read("Yes.", heard(answer_question="Yes."), asked=AgendaItem.WAS_IT_ME)
    dodged = read("Well, my invoice.", heard(dodge="Well, my invoice."), asked=AgendaItem.MONEY)
    assert AgendaItem.WAS_IT_ME in answered.addresses
    assert AgendaItem.WAS_IT_ME not in bare.addresses, "one word answers nothing"
    assert AgendaItem.MONEY not in dodged.addresses


@pytest.mark.parametrize(
    ("line", "does", "about"),
    [
        ("Why are you doing this?", ClientDoes.ASKS, AgendaItem.WHY),
        ("And who takes it over?", ClientDoes.ASKS, AgendaItem.WHO_TAKES_OVER),
        ("Do I get a refund?", ClientDoes.ASKS, AgendaItem.MONEY),
        ("I'll pay you double.", ClientDoes.OFFERS, None),
        ("My lawyer will be in touch.", ClientDoes.THREATENS, None),
        ("Could you still do one last thing tonight?", ClientDoes.DEMANDS, None),
        ("I'm so disappointed in you.", ClientDoes.FEELS, None),
        ("Fine. Understood.", ClientDoes.ACCEPTS, None),
    ],
)
def test_a_clients_line_shows_what_it_does(line, does, about):
    found = read_client(line)
    assert does in found.does
    if about:
        assert found.asks_about is about


def test_a_rhetorical_outburst_is_no_question():
    assert not asks("Who do you think you are?")
    assert not asks("I see.")
    assert asks("Give me one example.")


@pytest.mark.parametrize(
    ("text", "acts", "asks"),
    [
        ("Who should get the files?", {}, True),
        (
            "do you have a sec? I'm ending our work together",
            {ActId.STATE_DECISION: "I'm ending our work together"},
            False,
        ),
        ("Have you got five minutes?", {}, True),
        ("You shouted at Paul, what did you expect?", {ActId.BLAME: "You shouted at Paul"}, False),
        ("What about the sale? You'll get every file.", {ActId.OFFER_HANDOVER: "You'll get every file."}, False),
        ("I'll hand it over on the 20th. Who gets it?", {ActId.OFFER_HANDOVER: "I'll hand it over"}, True),
    ],
)
def test_a_question_is_left_standing_or_not(text, acts, asks):
    heard = Heard(acts=tuple(Act(id=act, quote=quote) for act, quote in acts.items()), tone=Tone.CALM)
    assert (read(text, heard).asks is not None) is asks


def test_a_bare_date_answers_no_other_question_and_a_reason_beside_it_does():
    date = Act(id=ActId.NAME_DATE, quote="My last day is 30 June.")
    stands = Act(id=ActId.REPEAT_DECISION, quote="The decision stands.")
    answered = Act(id=ActId.ANSWER_QUESTION, quote="The decision stands.")
    bare = Heard(acts=(date, stands, answered), tone=Tone.CALM)
    told = Heard(
        acts=(*bare.acts, Act(id=ActId.REASON_FACTS, quote="The fee doesn't cover the hours.")), tone=Tone.CALM
    )
    text = "My last day is 30 June. The decision stands."
    assert AgendaItem.MONEY not in read(text, bare, asked=AgendaItem.MONEY).addresses
    assert AgendaItem.WHY in read(f"{text} The fee doesn't cover the hours.", told, asked=AgendaItem.WHY).addresses
