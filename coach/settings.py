"""Settings: one class, `COACH_*`; the only place that reads the environment."""

import os
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Engine(StrEnum):
    AUTO = "auto"
    BUILTIN = "builtin"
    MODEL = "model"


class Redact(StrEnum):
    """When names, addresses and amounts are replaced before a request; auto: for any model that is not on this machine."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Settings(BaseSettings):
    """What a user may set. Built where a command or the app starts, and passed on; nothing reads it at import."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore", frozen=True)

    engine: Engine = Field(
        default=Engine.AUTO, description="auto, builtin or model; auto uses the model when one is set"
    )
    model: str | None = Field(default=None, description="a LiteLLM model name, such as ollama/llama3.1")
    api_base: str | None = Field(default=None, description="address of a LiteLLM proxy or a local server")
    api_key: SecretStr | None = Field(
        default=None,
        description="key for the model, if not in the provider's own variable",
    )
    model_timeout: float = Field(
        default=30.0, gt=0, description="seconds for one answer, tries and fall-back models included"
    )
    fallback_models: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="models to ask when the first fails, with commas between them"
    )
    token_cap: int | None = Field(default=None, ge=1, description="tokens that one session may use in all")
    cost_cap: float | None = Field(default=None, gt=0, description="US dollars that one session may cost in all")
    price_in: float | None = Field(default=None, ge=0, description="dollars for a million tokens sent, if not known")
    price_out: float | None = Field(
        default=None, ge=0, description="dollars for a million tokens received, if not known"
    )
    redact: Redact = Field(
        default=Redact.AUTO, description="auto, always or never: hide names and amounts from models; auto: remote ones"
    )
    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("good-terms", appauthor=False)))
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; a SQLite file in data_dir by default")
    owner: str = Field(default="local", description="whose rows this process reads and writes")
    threads: int = Field(default=2, ge=1, description="threads of the embedding model")

    @field_validator("fallback_models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @property
    def uses_model(self) -> bool:
        """Whether a language model is asked before the built-in engine."""
        return self.engine is not Engine.BUILTIN and self.model is not None

    @property
    def models(self) -> tuple[str, ...]:
        """The model and its fall-backs, in the order in which they are asked."""
        return tuple(dict.fromkeys((self.model, *self.fallback_models))) if self.model else ()

    def base_of(self, model: str) -> str | None:
        """The address `model` is asked at, where it is set: `api_base` is the model's and that of fall-backs of its kind."""
        if self.api_base and self._same_provider(model):
            return self.api_base
        return os.environ.get("OLLAMA_API_BASE") if _provider(model) in _OLLAMA else None

    def key_of(self, model: str) -> SecretStr | None:
        """The key set for `model` in `api_key`; a provider's own variable is not looked at."""
        return self.api_key if self._same_provider(model) else None

    def is_local(self, model: str) -> bool:
        """Whether what `model` is sent stays on this machine, as far as an address can tell.

        A proxy named as one (`litellm_proxy/…`) never counts as local: it passes on what it gets.
        """
        base, provider = self.base_of(model), _provider(model)
        if provider == "litellm_proxy":
            return False
        return _loopback(base) if base else provider in _OLLAMA

    @property
    def redacts(self) -> bool:
        """Whether names, addresses and amounts are hidden from the models in force."""
        if self.redact is Redact.AUTO:
            return not all(self.is_local(model) for model in self.models)
        return self.redact is Redact.ALWAYS

    def _same_provider(self, model: str) -> bool:
        return self.model is not None and _provider(model) == _provider(self.model)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'good-terms.sqlite3'}"

    @property
    def index_dir(self) -> Path:
        """Where the search index caches live."""
        return self.data_dir / "index"


_OLLAMA = frozenset({"ollama", "ollama_chat"})


def _provider(model: str) -> str:
    return model.partition("/")[0].lower() if "/" in model else ""


def _loopback(address: str) -> bool:
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host == "localhost" or _is_loopback_ip(host)


def _is_loopback_ip(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
