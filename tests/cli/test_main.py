import subprocess
import sys

import pytest

HEAVY = {
    "av", "ctranslate2", "faster_whisper", "gradio", "numpy", "pydantic", "sounddevice", "spacy", "sqlalchemy",
    "torch", "transformers",
}  # fmt: skip


def assistant(*arguments: str, **options: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments], capture_output=True, text=True, timeout=300, **options
    )


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, assistant.cli.main; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert HEAVY & set(done.stdout.split()) == set()


def test_help_names_every_command() -> None:
    from assistant.cli.main import app

    shown = assistant("--help").stdout
    names = [c.name or c.callback.__name__ for c in app.registered_commands] + [g.name for g in app.registered_groups]
    assert {"record", "devices", "transcribe", "draft", "accept", "batch", "issues", "pages", "weights", "run"} <= {
        *names
    }
    assert all(name in shown for name in names)


def test_errors_are_told_in_words_and_exit_1() -> None:
    done = assistant("draft", "no-such-note.txt")
    assert done.returncode == 1
    assert "no-such-note.txt is not a file" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [["draft", "--batch", "x.jsonl"], ["accept"], ["batch", "nowhere"]])
def test_wrong_use_is_told_in_words(arguments: list[str]) -> None:
    done = assistant(*arguments)
    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
