import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_a_full_disk_under_the_answer_is_told(json: list[str]) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("This system has no /dev/full.")
    with full.open("w") as out:
        command = [sys.executable, "-m", "assistant", "weights", "list", *json]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_closed_standard_input_is_told() -> None:
    command = f"exec {sys.executable} -m assistant draft <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "no standard input" in done.stderr
    assert "Traceback" not in done.stderr
