from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.errors import BadInput
from assistant.store import Store


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("ENGINE", "magic")])
def test_a_wrong_setting_is_told_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    with pytest.raises(BadInput, match=f"ASSISTANT_{name} cannot be '{value}'"):
        Settings()


@pytest.mark.parametrize("name", ["plain.db", "what? no.db", "50%3F#a.db", "a b/é.db", "file:x.db"])
def test_any_file_name_will_do_for_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    for place in (name, str(tmp_path / "deep" / name)):
        Store.open(Settings(store=place).store_url).close()
        assert Path(place).is_file()
