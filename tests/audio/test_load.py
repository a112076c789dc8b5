"""Files of every kind, whole and broken, to waveforms."""

import os
import socket
import struct
import wave
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.audio import load as load_module
from assistant.audio.load import AudioInfo, load, probe
from assistant.errors import AudioError, Cancelled
from assistant.schema.audio import SAMPLE_RATE, Waveform
from tests.sounds import tone, write_sound, write_video

KINDS = [
    ("a.wav", "pcm_s16le", 44100, 2),
    ("b.wav", "pcm_f32le", 8000, 1),
    ("c.wav", "pcm_u8", 11025, 1),
    ("d.wav", "pcm_s24le", 96000, 6),
    ("a.mp3", "libmp3lame", 44100, 2),
    ("b.mp3", "libmp3lame", 16000, 1),
    ("a.m4a", "aac", 48000, 1),
    ("a.mp4", "aac", 44100, 6),
    ("a.ogg", "libopus", 48000, 1),
    ("a.opus", "libopus", 48000, 2),
    ("a.flac", "flac", 22050, 1),
    ("a.webm", "libopus", 48000, 2),
    ("a.mkv", "pcm_s16le", 32000, 1),
]


def pitch(waveform: Waveform) -> float:
    middle = waveform.slice(0.25 * waveform.duration, 0.75 * waveform.duration)
    spectrum = np.abs(np.fft.rfft(middle.samples))
    return float(spectrum.argmax()) / middle.duration


def write_wav(path: Path, samples: np.ndarray, rate: int = SAMPLE_RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize(("name", "codec", "rate", "channels"), KINDS)
def test_every_kind_gives_the_same_sound(tmp_path: Path, name: str, codec: str, rate: int, channels: int) -> None:
    path = write_sound(tmp_path / name, tone(440, 3, rate), codec, rate, channels)
    waveform = load(path)
    assert waveform.samples.dtype == np.float32
    assert waveform.sample_rate == SAMPLE_RATE
    assert waveform.source == name
    assert waveform.notice == ""
    assert waveform.duration == pytest.approx(3, abs=0.06)
    assert pitch(waveform) == pytest.approx(440, abs=3)
    assert 0.2 < np.abs(waveform.samples).max() <= 1.0
    assert probe(path).duration == pytest.approx(3, abs=0.06)


def test_probe_tells_what_the_file_says(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", tone(440, 2, 44100), "pcm_s16le", 44100, 2)
    assert probe(path) == AudioInfo(2.0, "pcm_s16le", 44100, 2)


def test_the_sound_of_a_video_is_taken(tmp_path: Path) -> None:
    waveform = load(write_video(tmp_path / "talk.mp4", tone(440, 1)))
    assert pitch(waveform) == pytest.approx(440, abs=5)


def test_progress_grows_to_one(tmp_path: Path) -> None:
    seen: list[float] = []
    load(write_wav(tmp_path / "long.wav", tone(440, 65)), lambda done, text: seen.append(done))
    assert len(seen) == 7
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_callback_can_cancel(tmp_path: Path) -> None:
    def cancel(done: float, text: str) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        load(write_wav(tmp_path / "long.wav", tone(440, 25)), cancel)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 bytes"),
        (b"Notes of the meeting\n" * 50, "cannot be read as sound"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "cannot be read as sound"),
        (os.urandom(5000), "notes.wav"),
    ],
    ids=["empty", "text", "header only", "random"],
)
def test_what_is_no_recording_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "notes.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=words) as caught:
        load(path)
    assert caught.value.hint


def test_missing_and_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="does not exist"):
        load(tmp_path / "nothing.wav")
    with pytest.raises(AudioError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(AudioError):
        load(tmp_path / "nul\0.wav")


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no sound in it"):
        load(write_video(tmp_path / "silent.mp4"))


def test_zero_seconds_are_a_result_that_says_so(tmp_path: Path) -> None:
    waveform = load(write_wav(tmp_path / "zero.wav", np.zeros(0)))
    assert waveform.duration == 0
    assert "0 seconds" in waveform.notice


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.webm"])
def test_a_cut_off_file_gives_what_is_there_and_says_so(tmp_path: Path, name: str) -> None:
    codec = {"a.wav": "pcm_s16le", "a.flac": "flac", "a.webm": "libopus"}[name]
    path = write_sound(tmp_path / name, tone(440, 10, 48000), codec, 48000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    waveform = load(path)
    assert 3 < waveform.duration < 7
    assert waveform.notice.startswith("The recording is cut off")
    assert "of 10.0 s" in waveform.notice


def test_a_wav_whose_recorder_never_finished_is_whole(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "live.wav", tone(440, 2))
    raw = bytearray(path.read_bytes())
    raw[4:8] = raw[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    waveform = load(path)
    assert waveform.duration == pytest.approx(2)
    assert waveform.notice == ""


def test_broken_bytes_in_the_middle_cost_only_themselves(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp3", tone(440, 10, 44100), "libmp3lame", 44100)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 2000] = b"\x00" * 2000
    path.write_bytes(raw)
    waveform = load(path)
    assert waveform.duration > 8
    assert pitch(waveform.slice(0, 4)) == pytest.approx(440, abs=3)


def test_what_is_no_number_becomes_silence(tmp_path: Path) -> None:
    samples = tone(440, 1)
    samples[100:110] = np.nan
    samples[200] = np.inf
    waveform = load(write_sound(tmp_path / "nan.wav", samples, "pcm_f32le"))
    assert np.isfinite(waveform.samples).all()
    assert "11 samples were not numbers" in waveform.notice
    assert waveform.duration == pytest.approx(1)


def test_floats_beyond_full_scale_are_brought_back(tmp_path: Path) -> None:
    waveform = load(write_sound(tmp_path / "loud.wav", tone(440, 1) * 8, "pcm_f32le"))
    assert np.abs(waveform.samples).max() == pytest.approx(1.0)
    assert pitch(waveform) == pytest.approx(440, abs=3)


def test_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "_MAX_SAMPLES", 10_000)
    with pytest.raises(AudioError, match="longer than"):
        load(write_wav(tmp_path / "long.wav", tone(440, 1)))


def test_a_playlist_in_disguise_opens_no_connection(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        path = tmp_path / "notes.m3u8"
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n#EXT-X-ENDLIST\n")
        with pytest.raises(AudioError):
            load(path)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_playlist_in_disguise_opens_no_other_file(tmp_path: Path) -> None:
    write_wav(tmp_path / "other.wav", tone(440, 1))
    path = tmp_path / "list.ffconcat"
    path.write_text("ffconcat version 1.0\nfile other.wav\n")
    with pytest.raises(AudioError):
        load(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_a_result_or_an_audio_error(tmp_path: Path, data: st.DataObject) -> None:
    name, codec, rate, channels = data.draw(st.sampled_from(KINDS))
    whole = tmp_path / name
    if not whole.exists():
        write_sound(whole, tone(440, 1, rate), codec, rate, channels)
    raw = bytearray(whole.read_bytes())
    del raw[data.draw(st.integers(0, len(raw))) :]
    for _ in range(data.draw(st.integers(0, 20)) if raw else 0):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"damaged-{name}"
    path.write_bytes(raw)
    with suppress(AudioError):
        waveform = load(path)
        assert np.isfinite(waveform.samples).all()
        assert np.abs(waveform.samples).max(initial=0.0) <= 1.0


def test_a_wav_with_other_parts_before_its_sound(tmp_path: Path) -> None:
    raw = bytearray(write_wav(tmp_path / "plain.wav", tone(440, 4)).read_bytes())
    path = tmp_path / "tagged.wav"
    path.write_bytes(raw[:36] + b"LIST" + struct.pack("<I", 5) + b"12345\0" + raw[36 : len(raw) // 2])
    waveform = load(path)
    assert waveform.notice == "The recording is cut off: 2.0 s of 4.0 s could be read."


@pytest.mark.timeout(20)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "talk.wav"
    os.mkfifo(pipe)
    with pytest.raises(AudioError, match="is a pipe or a device"):
        load(pipe)
