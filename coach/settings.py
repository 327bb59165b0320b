"""Settings: one class, `COACH_*`; the only place that reads the environment."""

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a user may set. Built where a command or the app starts, and passed on; nothing reads it at import."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore", frozen=True)

    engine: str = Field(
        default="auto",
        description="auto, builtin or model; auto uses the model when one is set",
    )
    model: str | None = Field(default=None, description="a LiteLLM model name, such as ollama/llama3.1")
    api_base: str | None = Field(default=None, description="address of a LiteLLM proxy or a local server")
    api_key: SecretStr | None = Field(
        default=None,
        description="key for the model, if not in the provider's own variable",
    )
    model_timeout: float = Field(default=30.0, gt=0, description="seconds a model may take for one answer")
    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("good-terms", appauthor=False)))
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; a SQLite file in data_dir by default")
    owner: str = Field(default="local", description="whose rows this process reads and writes")
    threads: int = Field(default=2, ge=1, description="threads of the embedding model")

    @property
    def uses_model(self) -> bool:
        """Whether a language model is asked before the built-in engine."""
        return self.engine != "builtin" and self.model is not None

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'good-terms.sqlite3'}"

    @property
    def index_dir(self) -> Path:
        """Where the search index caches live."""
        return self.data_dir / "index"
