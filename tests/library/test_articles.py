"""What each source article must yield: for every sign, reason, step, tip, case and takeaway, a passage and its telling words."""

import re

import pytest

from coach.library.passages import Shelf

# concept | passages that hold it | words of which each must occur in one of them (a bar: either will do)
EIGHT_REASONS = """
reason 1: more time than they are worth     | time                                | time worth moving on
  how much each client is worth             | time                                | valued each
  unprepared for meetings                   | unprepared                          | meeting prepar
  will not commit to a plan                 | no-commitment                       | plan|strategy commit holds up|delay
  shoots down ideas                         | shooting-down                       | idea dismiss
  slow with e-mails, questions, material    | slow-replies                        | e-mail material respond
  chance cost: the rest of the business     | chance-cost                         | energy quality business
reason 2: refuses the recommendations       | advice                              | recommendations deliverables hire
  they know their company, you give ideas   | advice                              | know their own company
  disagreement is normal, one shared goal   | shared-goal                         | disagree goal|objective normal
  other things get in the way               | shared-goal                         | get in the way
reason 3: little respect                    | respect                             | respect trust
  keep showing respect yourself             | respect                             | keep treating respect
  no respect, no trust in the work          | trust                               | trust work ideas
reason 4: minimal communication             | communication                       | communicate channel
  one main channel: phone, text, e-mail …   | agree-channel                       | phone text e-mail online
  an accepted time to answer                | response-time                       | answer time
  emergencies, a good time frame            | emergencies                         | emergenc time frame
  check-in conversation, then parting       | check-in communication              | check-in part|separate
reason 5: no progress                       | progress                            | stronger trust ideas culture
  several months without improvement        | months                              | several months improve
  find how and when they communicate best   | best-channel                        | how when communicate
reason 6: pessimistic                       | pessimism                           | negativ name
  stress is normal, passing it on is not    | stress-is-normal                    | normal pressure
  your own optimism has limits              | your-positivity                     | constructive|mood suffer
reason 7: losing money                      | money                               | money profit
  examine the cause: lost time, low returns | find-the-cause                      | time cause
  talk about it first, then end             | raise-it-first                      | discuss|approach end
reason 8: verbal abuse, unmeetable demands  | abuse-and-demands                   | abuse names undermin demands
  sooner rather than later, no precedent    | no-precedent                        | sooner precedent|way things are
  no abuse has to be borne                  | abuse-and-demands                   | no kind of abuse
  gaslit for not meeting demands            | gaslighting                         | gaslit
  unreasonable demands                      | impossible-demands                  | demands possible
  some can never be satisfied               | cannot-satisfy                      | content sooner
repair 1: your own perspective              | own-perspective                     | breathe fault own side
  draft a conversation                      | draft-the-conversation              | draft conversation
repair 2: other ways to communicate         | other-channels                      | channel messages clearer effective
  weekly or bi-weekly check-in              | check-in-meeting                    | weekly every other week
repair 3: a fresh agreement                 | fresh-agreement                     | renew new boundaries contract
  a different strategic plan                | fresh-agreement                     | strategic plan
step 1: read the contract                   | step-contract                       | contract lawfully
  better at the end of a contract           | end-of-term                         | end of a term middle
step 2: wrap up                             | step-wrap-up                        | complete owe pending
  confirm the deliverables still wanted     | confirm-deliverables                | confirm deliverables finish
  quality to the end, no bad talk           | quality-to-the-end                  | care speak ill
step 3: plan the conversation               | step-plan                           | plan contract
  cite the contract                         | cite-the-contract                   | contract governs
  write out talking points                  | talking-points                      | points paper
  practise                                  | practise                            | rehearse aloud
  visualise                                 | visualise                           | imagine
  tactful yet direct                        | tactful-direct                      | tact direct
  a clear, considered reason                | clear-reason                        | clear reason
step 4: tell them                           | step-tell                           | news respect plan
  by e-mail                                 | by-email                            | e-mail reasons
  by phone or meeting                       | by-call                             | meeting phone
step 5: do not leave them hanging           | do-not-leave-hanging                | dark
  exit or transition plan                   | step-transition                     | exit transition pending
wrap-up: you decide whom you work with      | keep-your-end                       | decide whom
  fulfil your end                           | keep-your-end                       | fulfil respect
  understand the client first               | understand-first                    | understand
  collaborations reflect on your name       | your-name                           | business growth right to act
"""

SEVEN_SIGNS = """
the case: John and Melissa                  | john-and-melissa                    | john melissa program
  past him to superiors and third parties   | john-and-melissa                    | superiors third parties mistrust
  the presentation                          | redone-presentation                 | presentation senior management feedback
  complaints to superiors                   | complaints-to-superiors             | melissa dissatisfaction
  his engagement questioned                 | doubted-engagement                  | engaged behind his back credibility
  a cultural problem of her organisation    | culture-behind-the-person           | culture openness trust
  several attempts, an impasse              | attempts-that-failed                | several dead end
  the decision, its price, its relief       | decision-and-price                  | money well-being integrity control
sign 1: micromanagement                     | micromanagement                     | control expertise trust
sign 2: lack of direct communication        | communication                       | third parties direct
sign 3: undermining                         | undermining                         | behind your back decisions morale
sign 4: questioning your engagement         | engagement                          | evidence dedication trust
sign 5: cultural misalignment               | culture                             | values openness integrity accountability
sign 6: failed attempts                     | failed-attempts                     | several times repair
sign 7: well-being                          | well-being                          | mental emotional bod
  integrity and ethics                      | integrity                           | values integrity ethics
  no money is worth it                      | finance-versus-wellbeing            | peace of mind self-respect
not to be taken lightly                     | last-resort                         | lightly
the customer is king, yet you may go        | walk-away-is-allowed                | king values goals success
"""

KICKS = """
friction comes from unmet expectations      | friction-from-expectations          | expectations friction
you teach people how to treat you           | precedent-or-habit                  | treat
  precedent or habit                        | precedent-or-habit                  | precedent habit
short-term loss, long-term harm             | short-term-loss                     | loss staff years
unchecked expectations                      | unchecked-expectations              | checked avoided time
started on the wrong foot                   | wrong-foot                          | beginning
circumstances change behaviour              | circumstances-change                | circumstances behaviour
a respectful conversation                   | respectful-conversation             | respect separate ways
delicate to communicate                     | delicate                            | delicate
how you made them feel                      | how-you-made-them-feel              | details felt
the honeymoon                               | honeymoon                           | best behaviour|behaves excused
learn from failure                          | learn-from-failure                  | learn|take failure
"""

INTO_YOU = """
should never have been signed               | fit-before-signing                  | never signed match
do they get us, same page, same things      | fit-before-signing                  | understand agreed same
is it all about money                       | not-only-money                      | money
treated badly while dating                  | early-treatment                     | badly prospect
outcome and process agreed in writing       | outcome-and-process-in-writing      | result way writing before surprises
expectations change: sit down, new goals    | expectations-change                 | change sit down goals
re-evaluate whether to keep it              | re-evaluate                         | end keeping goal
tip 1: be realistic                         | realistic                           | able to deliver
tip 2: do not make it up as you go          | no-making-it-up                     | invented|improvise process
tip 3: as if you were the client            | as-if-you-were-the-client           | position
tip 4: define and set expectations          | define-up-front                     | expect start
tip 5: communicate                          | communicate                         | communicating early
tip 6: be the example                       | be-the-example                      | behave standard
then a new direction, in good conscience    | every-effort                        | honest conscience
always someone else                         | someone-else-will                   | others
"""

LEADERCAST = """
out of alignment: keeping is the liability  | liability                           | alignment risk|liability
if it cannot be fixed                       | if-it-cannot-be-fixed               | fixed adjusted
company culture pays                        | culture-pays                        | culture team feel
energy and productivity                     | energy-and-productivity             | energy liability
blocking growth with other partners         | opportunity-cost                    | growth partners
even if the invoices are big                | big-invoices                        | invoice larger
a conversation with healthy tension         | healthy-tension                     | conversation tension healthy
vendors too                                 | vendors-too                         | vendor
an exchange of equal value                  | equal-exchange                      | exchange worth relies
"""

ARTICLES = {
    "eight-reasons": EIGHT_REASONS,
    "seven-signs": SEVEN_SIGNS,
    "kicks": KICKS,
    "into-you": INTO_YOU,
    "leadercast": LEADERCAST,
}


def rows() -> list[tuple[str, str, list[str], str]]:
    split = [(key, line.split("|", 2)) for key, table in ARTICLES.items() for line in table.strip().splitlines()]
    return [(key, concept.strip(), ids.split(), words.strip()) for key, (concept, ids, words) in split]


def told(key: str, ids: list[str]) -> str:
    passages = [Shelf.built_in().get(f"{key}#{one}") for one in ids]
    assert all(passage.source == key and passage.title for passage in passages)
    return " ".join(f"{passage.title} {passage.text}" for passage in passages).lower()


@pytest.mark.parametrize(("key", "concept", "ids", "words"), rows(), ids=lambda value: str(value)[:40])
def test_every_thing_an_article_holds_has_its_passage(key: str, concept: str, ids: list[str], words: str) -> None:
    text = told(key, ids)
    for choice in words.split():
        assert any(word in text for word in choice.split("|")), f"{key}, {concept}: {choice!r} is missing in {ids}"


def test_no_passage_of_an_article_is_left_out_of_the_tables() -> None:
    listed = {f"{key}#{one}" for key, _, ids, _ in rows() for one in ids}
    held = {passage.id for key in ARTICLES for passage in Shelf.built_in().of(key)}
    assert held == listed


def test_the_counts_are_those_of_the_articles() -> None:
    concepts = [concept for _, concept, _, _ in rows()]
    for kind, count in {"reason": 8, "repair": 3, "step": 5, "sign": 7, "tip": 6}.items():
        assert sum(bool(re.match(rf"{kind} \d", concept)) for concept in concepts) == count
