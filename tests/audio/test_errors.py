"""Nothing the sound libraries raise gets past the border."""

import builtins
import sys

import av.error
import pytest

from assistant.audio.errors import audio_errors, microphone_errors
from assistant.errors import AudioError, Cancelled, MissingSystemLibrary

FFMPEG_ERRORS = [e for e in vars(av.error).values() if isinstance(e, type) and issubclass(e, av.error.FFmpegError)]


@pytest.mark.parametrize("kind", FFMPEG_ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_ffmpeg_is_translated(kind: type[av.error.FFmpegError]) -> None:
    with pytest.raises(AudioError, match="talk.wav cannot be read as sound") as caught, audio_errors("talk.wav"):
        raise kind(1, "Something odd")
    assert caught.value.hint
    assert isinstance(caught.value.__cause__, kind)


@pytest.mark.parametrize("kind", [ValueError, OSError, FileNotFoundError, PermissionError, MemoryError])
def test_errors_of_files_are_translated(kind: type[Exception]) -> None:
    with pytest.raises(AudioError, match=r"talk\.wav"), audio_errors("talk.wav"):
        raise kind("why")


def test_our_own_errors_pass() -> None:
    with pytest.raises(Cancelled), audio_errors("talk.wav"):
        raise Cancelled("stop")


@pytest.mark.parametrize("error", [OSError("PortAudio library not found"), ImportError("no module")])
def test_a_missing_portaudio_names_its_install_line(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def failing_import(name: str, *rest: object, **more: object) -> object:
        if name == "sounddevice":
            raise error
        return real_import(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", failing_import)
    with pytest.raises(MissingSystemLibrary, match="PortAudio") as caught, microphone_errors():
        pass
    assert "apt-get install libportaudio2" in caught.value.hint
