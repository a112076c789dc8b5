"""Settings: the only reader of the environment (``ASSISTANT_*``)."""

from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadInput

EngineName = Literal["rules", "model"]

_CHECKOUT = Path(__file__).resolve().parent.parent


def _default_models() -> Path:
    """Return models/ of the checkout this runs from, else a folder beside the user's data."""
    if (_CHECKOUT / "models" / "weights.json").exists():
        return _CHECKOUT / "models"
    return user_data_path("work-item-assistant") / "models"


class Settings(BaseSettings):
    """Where things lie and which engines to use. Each field is also the variable ``ASSISTANT_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("work-item-assistant"))
    store: str = Field("", description="a SQLite file or a database URL; empty: store.db under `home`")
    models: Path = Field(default_factory=_default_models)
    speech_weights: str = "whisper-base"
    live_weights: str = "whisper-tiny.en"
    text_weights: str = "qwen2.5-coder-0.5b-instruct"
    embedding_weights: str = "all-minilm-l6-v2"
    template: str = Field("title.v2", description="the prompt of engine `model`: a file of drafting/templates/")
    engine: EngineName = "model"
    least_score: float = Field(
        0.0, ge=0, le=1, description="what engine `model` is less sure of than this is asked about, not filled in"
    )
    project: str = "DEMO"
    space: str = "DEMO"
    language: str | None = None
    host: str = "127.0.0.1"
    port: int = 7860

    def __init__(self, **values: Any) -> None:
        """Take what is given, then the environment, then the defaults. Raises `BadInput`."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = "ASSISTANT_" + str(first["loc"][0]).upper()
            raise BadInput(
                f"The setting {name} cannot be {first['input']!r}: {first['msg']}.", hint=f"Correct or unset {name}."
            ) from error

    @cached_property
    def store_url(self) -> str:
        """The store as a database URL."""
        if "://" in self.store:
            return self.store
        path = Path(self.store) if self.store else self.home / "store.db"
        return f"sqlite:///{quote(str(path.expanduser().resolve()))}"

    @property
    def recordings(self) -> Path:
        """The folder that recordings are kept in."""
        return self.home / "recordings"
