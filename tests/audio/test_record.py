"""Recording, with a sound library that is made up."""

import sys
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.audio import record as record_module
from assistant.audio.load import load
from assistant.audio.record import Device, RecordOptions, devices, record
from assistant.errors import AudioError, UnknownName
from tests.sounds import tone


class FakePortAudioError(Exception):
    pass


class FakeSoundDevice(SimpleNamespace):
    """As much of sounddevice as recording needs: devices, and a stream that hands over prepared blocks."""

    PortAudioError = FakePortAudioError

    def __init__(self) -> None:
        super().__init__(default=SimpleNamespace(device=(1, 2)))
        self.blocks: list[bytes] = [block(440)] * 30
        self.overflow_at: set[int] = set()
        self.only_rate: int | None = None
        self.broken = False
        self.opened: dict[str, Any] = {}
        self.offered = [("Built-in", 2, 48000), ("Headset", 1, 16000), ("Speakers", 0, 48000), ("Headset Pro", 1, 8000)]

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {"index": i, "name": name, "max_input_channels": channels, "default_samplerate": float(rate)}
            for i, (name, channels, rate) in enumerate(self.offered)
        ]

    def check_input_settings(self, device: int, **wanted: Any) -> None:
        if self.only_rate and wanted["samplerate"] != self.only_rate:
            raise FakePortAudioError("Invalid sample rate")

    def RawInputStream(self, **options: Any) -> Any:
        if self.broken:
            raise FakePortAudioError("Device unavailable")
        self.opened = options
        return _Stream(self, options["callback"])


class _Stream:
    def __init__(self, library: FakeSoundDevice, callback: Callable[..., None]) -> None:
        self.library, self.callback = library, callback

    def start(self) -> None:
        for number, data in enumerate(self.library.blocks):
            status = SimpleNamespace(input_overflow=number in self.library.overflow_at)
            self.callback(data, len(data) // 2, None, status)

    def abort(self) -> None:
        pass

    def close(self) -> None:
        pass


def block(hertz: float) -> bytes:
    """A tenth of a second."""
    return (tone(hertz, 0.1) * 32767).astype("<i2").tobytes()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSoundDevice]:
    made = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", made)  # type: ignore[arg-type]
    return made


def test_devices_are_the_ones_that_hear(library: FakeSoundDevice) -> None:
    assert devices() == [
        Device(0, "Built-in", 2, 48000),
        Device(1, "Headset", 1, 16000, default=True),
        Device(3, "Headset Pro", 1, 8000),
    ]


def test_exactly_the_asked_seconds_are_kept(library: FakeSoundDevice, tmp_path: Path) -> None:
    path = record(tmp_path / "new" / "note.wav", RecordOptions(seconds=1.25))
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 16000, 20000)
    assert library.opened["device"] == 1


def test_the_level_is_told_ten_times_a_second(library: FakeSoundDevice, tmp_path: Path) -> None:
    levels: list[tuple[float, float]] = []
    record(tmp_path / "note.wav", RecordOptions(seconds=0.5), lambda rms, seconds: levels.append((rms, seconds)))
    assert [seconds for _, seconds in levels] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])
    assert [rms for rms, _ in levels] == pytest.approx([0.5 / np.sqrt(2)] * 5, rel=0.01)


def test_stop_ends_it(library: FakeSoundDevice, tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_soon(rms: float, seconds: float) -> None:
        if seconds > 0.65:
            stop.set()

    path = record(tmp_path / "note.wav", RecordOptions(), stop_soon, stop)
    assert load(path).duration == pytest.approx(0.7)


def test_the_file_plays_at_every_moment(library: FakeSoundDevice, tmp_path: Path) -> None:
    path = tmp_path / "note.wav"
    lengths: list[float] = []

    def read_meanwhile(rms: float, seconds: float) -> None:
        waveform = load(path)
        assert waveform.notice == ""
        lengths.append(waveform.duration)

    record(path, RecordOptions(seconds=0.3), read_meanwhile)
    assert lengths == pytest.approx([0.1, 0.2, 0.3])


def test_lost_sound_is_told(library: FakeSoundDevice, tmp_path: Path) -> None:
    library.overflow_at = {3}
    notices: list[str] = []
    record(tmp_path / "note.wav", RecordOptions(seconds=1), on_notice=notices.append)
    assert len(notices) == 1
    assert "missing" in notices[0]


def test_a_microphone_that_falls_silent_is_told_and_the_rest_kept(
    library: FakeSoundDevice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_module, "_GIVE_UP_SECONDS", 0.2)
    library.blocks = [block(440)] * 5
    with pytest.raises(AudioError, match="nothing any more"):
        record(tmp_path / "note.wav")
    assert load(tmp_path / "note.wav").duration == pytest.approx(0.5)


def test_a_device_with_its_own_rate_is_taken_as_it_is(library: FakeSoundDevice, tmp_path: Path) -> None:
    library.only_rate = 48000
    library.blocks = [(tone(440, 0.1, 48000) * 32767).astype("<i2").tobytes()] * 10
    path = record(tmp_path / "note.wav", RecordOptions("Built-in", seconds=0.5))
    with wave.open(str(path)) as file:
        assert file.getframerate() == 48000
    assert load(path).duration == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("wanted", "index"), [(None, 1), (3, 3), ("3", 3), ("built", 0), ("Headset", 1), ("headset pro", 3)]
)
def test_devices_are_found_by_number_or_name(
    library: FakeSoundDevice, tmp_path: Path, wanted: str | int | None, index: int
) -> None:
    record(tmp_path / "note.wav", RecordOptions(wanted, seconds=0.1))
    assert library.opened["device"] == index


@pytest.mark.parametrize("wanted", ["kitchen", "7", 2, "-1"])
def test_an_unknown_device_lists_the_known(library: FakeSoundDevice, tmp_path: Path, wanted: str | int) -> None:
    with pytest.raises(UnknownName) as caught:
        record(tmp_path / "note.wav", RecordOptions(wanted))
    assert "1 (Headset)" in caught.value.hint
    assert not (tmp_path / "note.wav").exists()


def test_no_microphone_at_all(library: FakeSoundDevice, tmp_path: Path) -> None:
    library.offered = [("Speakers", 0, 48000)]
    with pytest.raises(AudioError, match="No microphone was found"):
        record(tmp_path / "note.wav")


def test_a_busy_microphone_leaves_no_empty_file(library: FakeSoundDevice, tmp_path: Path) -> None:
    library.broken = True
    with pytest.raises(AudioError, match="device unavailable"):
        record(tmp_path / "note.wav")
    assert not (tmp_path / "note.wav").exists()


def test_a_recording_never_replaces_one(library: FakeSoundDevice, tmp_path: Path) -> None:
    path = tmp_path / "note.wav"
    path.write_bytes(b"precious")
    with pytest.raises(AudioError, match="exists already"):
        record(path, RecordOptions(seconds=0.1))
    assert path.read_bytes() == b"precious"


def test_a_place_that_cannot_be_written_is_told(library: FakeSoundDevice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AudioError, match="cannot be written"):
        record(tmp_path / "file" / "note.wav", RecordOptions(seconds=0.1))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(library: FakeSoundDevice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: real_open(Path("/dev/full"), "wb", buffering=0))
    with pytest.raises(AudioError, match="cannot be written"):
        record(tmp_path / "note.wav", RecordOptions(seconds=1))
