"""`assistant record` and `assistant devices`, with a microphone that is as real as a machine without one can have."""

import ctypes.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.audio.load import load
from assistant.cli.main import app
from assistant.cli.record import meter_line
from assistant.schema.audio import SAMPLE_RATE, Waveform
from tests.conftest import need_system
from tests.fakemic import PROGRAMS, FakeMicrophone, fake_microphone
from tests.sounds import tone, write_sound

microphone_test = pytest.mark.microphone


@pytest.fixture(scope="module")
def microphone() -> Iterator[FakeMicrophone]:
    for program in PROGRAMS:
        if not shutil.which(program):
            need_system(program)
    if not ctypes.util.find_library("portaudio"):
        need_system("PortAudio")
    with fake_microphone() as running:
        yield running


@pytest.fixture
def music(microphone: FakeMicrophone, tmp_path: Path) -> Iterator[None]:
    """A tone that is heard in the room while a test runs."""
    microphone.play(write_sound(tmp_path / "tone.wav", tone(440, 60), "pcm_s16le"))
    yield
    microphone.hush()


def start(microphone: FakeMicrophone, *words: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start the command line in a process of its own: PortAudio looks for devices when it is loaded."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", *words],
        env={**os.environ, **microphone.environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite that a shell runs in the background ignores Ctrl-C, and so would whatever it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def run(microphone: FakeMicrophone, *words: str) -> tuple[int, str, str]:
    process = start(microphone, *words)
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout, stderr


def pitch(waveform: Waveform) -> float:
    return float(np.abs(np.fft.rfft(waveform.samples)).argmax()) / waveform.duration


def wait_for_sound(path: Path, seconds: float) -> None:
    """Wait until a recording on the disk is this long."""
    give_up = time.monotonic() + 60
    while not path.exists() or path.stat().st_size < seconds * SAMPLE_RATE * 2:
        assert time.monotonic() < give_up, "nothing is recorded"
        time.sleep(0.05)


@microphone_test
def test_the_microphone_is_listed(microphone: FakeMicrophone) -> None:
    code, stdout, _ = run(microphone, "devices", "--json")
    assert code == 0
    found = json.loads(stdout)
    assert any(device["default"] for device in found), "is ALSA's PulseAudio plugin (libasound2-plugins) installed?"
    code, stdout, _ = run(microphone, "devices")
    assert all(device["name"] in stdout for device in found)


@microphone_test
@pytest.mark.usefixtures("music")
def test_what_sounds_in_the_room_is_in_the_file(microphone: FakeMicrophone, tmp_path: Path) -> None:
    out = tmp_path / "note.wav"
    code, stdout, stderr = run(microphone, "record", "--seconds", "2", "--out", str(out), "--json")
    assert code == 0, stderr
    answer = json.loads(stdout)
    assert answer["path"] == str(out)
    assert answer["seconds"] == 2.0
    waveform = load(out)
    assert waveform.duration == pytest.approx(2.0)
    assert pitch(waveform) == pytest.approx(440, abs=3)


@microphone_test
@pytest.mark.usefixtures("music")
def test_a_killed_recording_plays_up_to_its_last_second(microphone: FakeMicrophone, tmp_path: Path) -> None:
    out = tmp_path / "note.wav"
    process = start(microphone, "record", "--out", str(out))
    wait_for_sound(out, 0.1)
    began = time.monotonic()
    wait_for_sound(out, 2.0)
    process.send_signal(signal.SIGKILL)
    lasted = time.monotonic() - began
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    waveform = load(out)
    assert waveform.notice == ""
    assert waveform.duration >= max(2.0, lasted - 1.0)
    assert pitch(waveform) == pytest.approx(440, abs=3)


@microphone_test
@pytest.mark.usefixtures("music")
def test_ctrl_c_keeps_what_was_recorded(microphone: FakeMicrophone, tmp_path: Path) -> None:
    out = tmp_path / "note.wav"
    process = start(microphone, "record", "--out", str(out))
    wait_for_sound(out, 1.0)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 0, stderr
    assert stdout.strip() == str(out)
    assert load(out).duration >= 1.0


@microphone_test
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_enter_stops_it_and_the_name_tells_the_time(microphone: FakeMicrophone, home: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        process = start(microphone, "record", stdin=theirs)
        give_up = time.monotonic() + 60
        while not list(home.glob("recordings/*.wav")):
            assert time.monotonic() < give_up, "nothing is recorded"
            time.sleep(0.05)
        path = next(home.glob("recordings/*.wav"))
        wait_for_sound(path, 0.5)
        os.write(ours, b"\n")
        stdout, stderr = process.communicate(timeout=30)
    finally:
        os.close(ours)
        os.close(theirs)
    assert process.returncode == 0, stderr
    assert stdout.strip() == str(path)
    assert "Enter to stop" in stderr
    assert "Nothing was heard" in stderr
    assert f"assistant transcribe {path}" in stderr
    assert time.strptime(path.stem, "%Y-%m-%d_%H-%M-%S")


@microphone_test
def test_an_unknown_device_is_an_error_in_words(microphone: FakeMicrophone) -> None:
    code, stdout, stderr = run(microphone, "record", "--seconds", "1", "--device", "kitchen")
    assert code == 1
    assert stdout == ""
    assert "no microphone 'kitchen'" in stderr
    assert "default" in stderr


@pytest.mark.parametrize("seconds", ["0", "-3", "nan", "inf"])
def test_a_length_that_is_none_is_refused(seconds: str) -> None:
    result = CliRunner().invoke(app, ["record", "--seconds", seconds])
    assert "--seconds must be more than 0" in str(result.exception)


def test_the_meter_grows_with_the_sound() -> None:
    filled = [meter_line(rms, 61.25).plain.count("█") for rms in (0.0, 0.001, 0.01, 0.1, 1.0, 2.0)]
    assert filled == sorted(filled)
    assert filled[0] == 0
    assert filled[-1] == filled[-2] == len(meter_line(1, 0).plain.split()[0])
    assert meter_line(0.1, 61.25).plain.endswith("1:01.2")
