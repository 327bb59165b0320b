import json
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from coach.errors import ContentError, ModelAnswerInvalid, ModelRefused, ModelUnavailable
from coach.llm.gateway import Message
from coach.llm.structured import IN_PROMPT, JSON_OBJECT, JSON_SCHEMA, ask_for, schema_of

pytestmark = pytest.mark.filterwarnings("ignore")
Short = Annotated[str, Field(max_length=60)]


class Line(BaseModel):
    line: Short
    more: Annotated[list[Short], Field(max_length=2)] = []


ASKED = [Message(role="system", content="Be brief."), Message(role="user", content="Say it.")]
GOOD = '{"line": "One more month.", "more": []}'


def formats(server) -> list[str | None]:
    return [(asked.get("response_format") or {}).get("type") for asked in server.asked]


def test_a_json_schema_is_asked_for_first(server, gateway):
    server.say = GOOD
    assert ask_for(gateway("fine"), ASKED, Line).line == "One more month."
    (asked,) = server.asked
    schema = asked["response_format"]["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["line", "more"]
    assert schema["properties"]["line"]["maxLength"] == 60  # a local grammar needs the bound
    assert asked["messages"][0]["content"] == "Be brief."


@pytest.mark.parametrize(
    ("how", "rung", "asked"),
    [
        ("fine", JSON_SCHEMA, ["json_schema"]),
        ("noschema", JSON_OBJECT, ["json_schema", "json_object"]),
        ("noformat", IN_PROMPT, ["json_schema", "json_object", None]),
    ],
)
def test_each_rung_of_the_ladder_holds_and_is_remembered(server, gateway, how, rung, asked):
    server.say, asking = GOOD, gateway(how)
    assert ask_for(asking, ASKED, Line).line == "One more month."
    assert formats(server) == asked
    assert asking.rungs == {f"openai/{how}": rung}
    assert ask_for(asking.metered(), ASKED, Line).line == "One more month."
    assert len(server.asked) == len(asked) + 1
    if rung != JSON_SCHEMA:
        assert "maxLength" in server.asked[-1]["messages"][0]["content"]


def test_fences_and_words_around_the_object_are_taken_off(gateway):
    assert ask_for(gateway("fenced"), ASKED, Line).line == "One more month."


def test_an_answer_of_the_wrong_form_is_sent_back_once_with_what_is_wrong(server, gateway):
    server.say = lambda asked: GOOD if "not usable" in asked["messages"][-1]["content"] else '{"line": 3}'
    assert ask_for(gateway("fine"), ASKED, Line).line == "One more month."
    repair = server.asked[-1]["messages"]
    assert [message["role"] for message in repair] == ["system", "user", "assistant", "user"]
    assert "line: " in repair[-1]["content"]


@pytest.mark.parametrize("how", ["schema", "prose", "big"])
def test_a_model_that_cannot_is_given_up_after_one_repair(server, gateway, how):
    with pytest.raises(ModelAnswerInvalid, match="twice"):
        ask_for(gateway(how), ASKED, Line, max_tokens=100)
    assert len(server.asked) == 2
    assert len(json.dumps(server.asked[-1])) < 20_000


def test_a_server_that_ignores_the_schema_is_shown_it_in_the_repair(server, gateway):
    server.say = lambda asked: GOOD if "JSON schema" in asked["messages"][0]["content"] else "One more month."
    asking = gateway("fine")
    assert ask_for(asking, ASKED, Line).line == "One more month."
    assert asking.rungs == {"openai/fine": JSON_OBJECT}


def test_a_cut_object_says_so_in_the_repair(server, gateway):
    server.say = '{"line": "One more'
    with pytest.raises(ModelAnswerInvalid):
        ask_for(gateway("length"), ASKED, Line)
    assert "say less" in server.asked[-1]["messages"][-1]["content"]


def test_faults_of_the_gateway_pass_through(gateway):
    for how, error in (("status-503", ModelUnavailable), ("status-401", ModelRefused)):
        with pytest.raises(error):
            ask_for(gateway(how), ASKED, Line)


def test_a_remote_schema_has_no_keyword_that_strict_providers_refuse():
    from coach.llm.structured import _lean

    class Titled(BaseModel):
        title: Short
        pattern: Short

    lean = _lean(schema_of(Titled))
    assert set(lean["properties"]) == {"title", "pattern"}  # fields of that name stay
    assert "maxLength" not in json.dumps(lean)


def test_an_unbounded_answer_form_is_a_fault_of_ours():
    class Loose(BaseModel):
        line: str
        more: list[Short]

    with pytest.raises(ContentError, match=r"Loose.*line.*more"):
        schema_of(Loose)
