"""What every test shares: a home of its own, recorded engines, the fixtures and the system packages."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from assistant.drafting.rules import RulesDrafter
    from assistant.pipeline import Assistant


ROOT = Path(__file__).resolve().parent.parent
CLIPS = ROOT / "fixtures" / "audio"

# A busy machine is no reason for a property to fail.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's own data and settings."""
    for name in list(os.environ):
        if name.startswith("ASSISTANT_") and name != "ASSISTANT_REQUIRE_SYSTEM":
            monkeypatch.delenv(name)
    path = tmp_path / "home"
    monkeypatch.setenv("ASSISTANT_HOME", str(path))
    monkeypatch.setenv("ASSISTANT_ENGINE", "rules")  # the quick one; tests of the other ask for it
    return path


@pytest.fixture(scope="session")
def rules() -> "RulesDrafter":
    """The real rules engine, loaded once."""
    from assistant.drafting.rules import RulesDrafter

    return RulesDrafter()


@pytest.fixture
def assistant(home: Path, rules: "RulesDrafter") -> Iterator["Assistant"]:
    """An assistant with a fresh seeded store whose ears replay recorded transcripts."""
    from assistant.config import Settings
    from assistant.pipeline import Assistant
    from assistant.speech.fake import RecordedTranscriber

    engines = {("speech", "whisper-base"): RecordedTranscriber(CLIPS), ("drafting", "rules"): rules}
    made = Assistant(Settings(home=home), engines)
    yield made
    made.close()


def read_expected(clip: str) -> dict:
    """Return the hand-written gold answer of a clip."""
    return json.loads((CLIPS / f"{clip}.expected.json").read_text(encoding="utf-8"))


def need_system(missing: str) -> None:
    """Skip for a missing system package; where the suite must be whole, fail instead."""
    if os.environ.get("ASSISTANT_REQUIRE_SYSTEM"):
        pytest.fail(f"{missing} is missing, and ASSISTANT_REQUIRE_SYSTEM asks for the whole suite")
    pytest.skip(f"{missing} is missing; see .ci/run for the Debian packages")
