import sys
from types import SimpleNamespace

import pytest

from coach.errors import ModelRefused
from coach.llm.keys import access_to
from coach.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "COACH_API_KEY", "OLLAMA_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)  # not installed


def test_a_missing_key_is_said_before_anything_is_sent():
    with pytest.raises(ModelRefused, match="no key") as refused:
        access_to("openai/gpt-5-mini", Settings(model="openai/gpt-5-mini"))
    assert "OPENAI_API_KEY" in refused.value.hint
    assert "keyring set good-terms openai" in refused.value.hint


def test_the_key_of_the_settings_is_taken_and_not_shown():
    access = access_to("openai/gpt-5-mini", Settings(model="openai/gpt-5-mini", api_key="sk-secret"))
    assert access.key.get_secret_value() == "sk-secret"
    assert "secret" not in repr(access)


def test_the_providers_own_variable_is_left_to_the_library(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-own")
    assert access_to("anthropic/claude-sonnet-4-5", Settings(model="anthropic/claude-sonnet-4-5")).key is None


def test_a_keyring_is_asked_last(monkeypatch):
    kept = SimpleNamespace(get_password=lambda service, user: f"{service}/{user}")
    monkeypatch.setitem(sys.modules, "keyring", kept)
    access = access_to("openai/gpt-5-mini", Settings(model="openai/gpt-5-mini"))
    assert access.key.get_secret_value() == "good-terms/openai"


@pytest.mark.parametrize(
    ("model", "base", "key"),
    [("openai/smollm2", "http://127.0.0.1:8080/v1", "local"), ("ollama/llama3.1", None, None)],
)
def test_a_model_on_this_machine_needs_no_key(model, base, key):
    found = access_to(model, Settings(model=model, api_base=base)).key
    assert (found.get_secret_value() if found else None) == key


def test_a_key_goes_to_its_own_provider_only(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-own")
    settings = Settings(
        model="openai/x", api_base="http://127.0.0.1:1/v1", api_key="sk-mine", fallback_models="anthropic/y,openai/z"
    )
    assert access_to("anthropic/y", settings).model_dump() == {"base": None, "key": None}
    assert access_to("openai/z", settings).key.get_secret_value() == "sk-mine"


def test_an_unknown_provider_is_named():
    with pytest.raises(ModelRefused, match="provider"):
        access_to("nobody/x", Settings(model="nobody/x"))


@pytest.mark.parametrize(
    ("model", "base", "local"),
    [
        ("ollama/llama3.1", None, True),
        ("ollama/llama3.1", "http://gpu.example:11434", False),
        ("openai/x", "http://127.0.0.1:8080/v1", True),
        ("openai/x", "http://localhost:8080/v1", True),
        ("openai/x", "http://127.0.0.1.evil.example/v1", False),
        ("openai/x", None, False),
        ("litellm_proxy/x", "http://127.0.0.1:4000", False),
    ],
)
def test_only_what_stays_on_this_machine_is_local(model, base, local):
    settings = Settings(model=model, api_base=base)
    assert settings.is_local(model) is local
    assert settings.redacts is not local


def test_redaction_follows_the_settings_and_the_fall_backs():
    assert Settings(model="ollama/x", redact="always").redacts
    assert not Settings(model="openai/x", redact="never").redacts
    assert Settings(model="ollama/x", fallback_models="openai/y").redacts
