"""A microphone without hardware: a PulseAudio server of our own whose default source hears what is played into it."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "paplay")
_SINK = "room"
_START_SECONDS = 15.0


class FakeMicrophone:
    """A running sound server. `environment` makes a process use it; PortAudio must be loaded after that."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._playing: list[subprocess.Popen[bytes]] = []

    def play(self, path: Path) -> None:
        """Start to play a file into the microphone, in real time."""
        command = ["paplay", f"--device={_SINK}", str(path)]
        self._playing.append(subprocess.Popen(command, env={**os.environ, **self.environment}))

    def hush(self) -> None:
        """Stop everything that plays."""
        for player in self._playing:
            player.terminate()
            player.wait(timeout=5)
        self._playing.clear()


@contextmanager
def fake_microphone() -> Iterator[FakeMicrophone]:
    """Run a sound server with one silent room in it; `microphone.play` makes noise there."""
    # A socket's path may not be long, and pytest's folders are.
    folder = Path(tempfile.mkdtemp(prefix="mic-"))
    environment = {
        "PULSE_SERVER": f"unix:{folder / 'socket'}",
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_STATE_PATH": str(folder),
        "PULSE_COOKIE": str(folder / "cookie"),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }
    server = subprocess.Popen(_server_command(folder), env={**os.environ, **environment})
    microphone = FakeMicrophone(environment)
    try:
        _wait_until_it_answers(environment, folder / "log")
        yield microphone
    finally:
        microphone.hush()
        server.terminate()
        server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _server_command(folder: Path) -> list[str]:
    switches = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
    modules = [
        f"module-native-protocol-unix auth-anonymous=1 socket={folder / 'socket'}",
        f"module-null-sink sink_name={_SINK} rate=16000 channels=1",
    ]
    loads = [part for module in modules for part in ("--load", module)]
    return ["pulseaudio", *switches, f"--log-target=file:{folder / 'log'}", *loads]


def _wait_until_it_answers(environment: dict[str, str], log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while subprocess.run(["pactl", "info"], env={**os.environ, **environment}, capture_output=True).returncode:
        if time.monotonic() > give_up:
            raise RuntimeError(f"PulseAudio does not start: {log.read_text() if log.exists() else 'no log'}")
        time.sleep(0.05)
