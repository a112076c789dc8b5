"""The border to the sound libraries: their errors become ours, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AudioError, MissingSystemLibrary

_NO_SOUND = "Check that the file plays elsewhere; it may be damaged, empty, or not a recording at all."


@contextmanager
def audio_errors(name: str) -> Iterator[None]:
    """Turn what reading the recording `name` may raise into `AudioError`."""
    import av

    damaged = f"{name} cannot be read as sound"
    try:
        yield
    except av.error.FFmpegError as error:  # before the others: a damaged file may well end in "permission denied"
        raise AudioError(f"{damaged} ({_reason(error)}).", hint=_NO_SOUND) from error
    except FileNotFoundError as error:
        raise AudioError(f"{name} does not exist.", hint="Check the spelling of the file.") from error
    except IsADirectoryError as error:
        raise AudioError(f"{name} is a folder.", hint="Name a recording in it.") from error
    except PermissionError as error:
        raise AudioError(f"{name} may not be read.", hint="Check the file's permissions.") from error
    except MemoryError as error:
        raise AudioError(f"{name} does not fit into memory.", hint="Cut it into shorter recordings.") from error
    except (ValueError, OSError) as error:  # PyAV raises ValueError for what FFmpeg cannot even name
        raise AudioError(f"{damaged} ({_reason(error)}).", hint=_NO_SOUND) from error


@contextmanager
def microphone_errors() -> Iterator[None]:
    """Turn what the microphone may raise into `AudioError`, and a missing PortAudio into `MissingSystemLibrary`."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:  # sounddevice raises OSError where PortAudio is missing
        raise MissingSystemLibrary(
            "Recording needs PortAudio, which is not installed.",
            hint="Debian, Ubuntu: sudo apt-get install libportaudio2. Fedora: sudo dnf install portaudio. "
            "macOS: brew install portaudio.",
        ) from error
    try:
        yield
    except sounddevice.PortAudioError as error:
        raise AudioError(
            f"The microphone cannot be used ({_reason(error)}).",
            hint="Run `assistant devices` to see what there is, and choose one with --device.",
        ) from error


def _reason(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or (error.args[0] if error.args else type(error).__name__)
    return str(text).strip().rstrip(".").lower() or type(error).__name__
