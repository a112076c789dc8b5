"""Nothing leaves the machine: the product's own paths run in processes where reaching out is refused and recorded."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from assistant.offline import forbid_network
from tests.conftest import CLIPS, ROOT, need_system
from tests.network_watch import read_trace, traced

WATCH = ROOT / "tests" / "network_watch.py"
CLIP = "driver-app"

_SWITCHES = ("HF_", "TRANSFORMERS_", "GRADIO_", "DO_NOT_TRACK", "ORT_", "ASSISTANT_")


def run_watched(folder: Path, script: str, *arguments: str) -> tuple[str, list[str]]:
    """Run ``script`` under watch with nothing switched off by the environment; return its output and the attempts."""
    watch = folder / "watch"
    watch.mkdir()
    # Python processes that the script starts are watched as well.
    (watch / "sitecustomize.py").write_text(WATCH.read_text())
    (watch / "script.py").write_text(dedent(script))
    report = watch / "report.txt"
    report.touch()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SWITCHES)}
    environment |= {
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "PYTHONPATH": os.pathsep.join((str(watch), str(ROOT))),
    }
    environment["ASSISTANT_HOME"] = str(folder / "home")
    trace = watch / "trace.txt"
    trace.touch()
    prefix = traced(trace) if shutil.which("strace") else []
    command = [*prefix, sys.executable, str(WATCH), str(report), str(watch / "script.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    # Where the runtime of the voice activity detector keeps what it is about to report.
    assert not list(folder.glob(".cache/Microsoft*"))
    return done.stdout, report.read_text().splitlines() + read_trace(trace)


def test_the_watch_sees_every_way_out(tmp_path: Path) -> None:
    """Without this the other tests would prove nothing."""
    script = """
        import asyncio, contextlib, os, socket, subprocess, sys, threading, urllib.request
        import httpx

        def attempt(way):
            with contextlib.suppress(Exception):
                way()

        def datagram():
            with socket.socket(type=socket.SOCK_DGRAM) as sock:
                sock.sendto(b"x", ("192.0.2.3", 9))

        attempt(lambda: socket.create_connection(("192.0.2.1", 9), 1))
        attempt(lambda: socket.socket().connect_ex(("192.0.2.2", 9)))
        attempt(datagram)
        attempt(lambda: socket.create_connection(("2001:db8::1", 9), 1))
        attempt(lambda: socket.gethostbyname("a.example"))
        attempt(lambda: urllib.request.urlopen("http://b.example"))
        attempt(lambda: httpx.get("http://c.example"))
        attempt(lambda: asyncio.run(asyncio.open_connection("d.example", 80)))
        thread = threading.Thread(target=attempt, args=(lambda: httpx.get("http://192.0.2.4"),))
        thread.start(); thread.join()
        subprocess.run([sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.5', 9))"],
                       stderr=subprocess.DEVNULL)
        server = socket.create_server(("127.0.0.1", 0))
        socket.create_connection(server.getsockname()).close()
        left, right = socket.socketpair()
        left.sendall(b"x")
        print("here")
    """
    output, attempts = run_watched(tmp_path, script)
    assert output == "here\n"
    targets = [re.search(r"'(.+?)'", line)[1] for line in attempts]
    addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1"]
    assert targets == [*addresses, "a.example", "b.example", "c.example", "d.example", "192.0.2.4", "192.0.2.5"]


def test_the_trace_sees_native_code(tmp_path: Path) -> None:
    if not shutil.which("strace"):
        need_system("strace")
    script = """
        import ctypes, socket, struct

        libc = ctypes.CDLL(None)

        def connect(family, address):
            libc.connect(libc.socket(family, socket.SOCK_DGRAM, 0), address, len(address))

        def inet(host, port):
            return struct.pack("=H", socket.AF_INET) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)

        connect(socket.AF_INET, inet("192.0.2.1", 443))
        connect(socket.AF_INET, inet("127.0.0.53", 53))
        connect(socket.AF_INET, inet("127.0.0.1", 443))
        six = socket.inet_pton(socket.AF_INET6, "2001:db8::1")
        connect(socket.AF_INET6, struct.pack("=H", socket.AF_INET6) + struct.pack("!HI", 443, 0) + six + bytes(4))
    """
    _, attempts = run_watched(tmp_path, script)
    assert attempts == ["192.0.2.1 port 443", "127.0.0.53 port 53", "2001:db8::1 port 443"]


def test_reports_are_off_as_soon_as_the_package_is_imported(tmp_path: Path) -> None:
    script = """
        import os, assistant
        print(os.environ["ORT_DISABLE_TELEMETRY"], os.environ["GRADIO_ANALYTICS_ENABLED"])
    """
    assert run_watched(tmp_path, script) == ("1 False\n", [])


def test_the_voice_activity_detector_prepares_no_report(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from assistant.audio.load import load
        from assistant.audio.vad import speech_chunks

        print(len(speech_chunks(load(Path(sys.argv[1])))) > 0, "onnxruntime" in sys.modules)
    """
    assert run_watched(tmp_path, script, str(CLIPS / f"{CLIP}.flac")) == ("True True\n", [])


@pytest.mark.weights
@pytest.mark.parametrize("engine", ["rules", "model"])
def test_from_recording_to_store_nothing_leaves_the_machine(tmp_path: Path, engine: str) -> None:
    script = """
        import json, sys
        from pathlib import Path
        from assistant.config import Settings
        from assistant.pipeline import Assistant, Origin

        recording, engine = Path(sys.argv[1]), sys.argv[2]
        assistant = Assistant(Settings())
        assistant.transcribe(recording, weights=assistant.settings.live_weights)
        kept = assistant.keep_recording(recording)
        transcript = assistant.transcribe(kept)
        review = assistant.propose(transcript, Origin(recording.name, recording=kept), engine=engine)
        before = len(assistant.store.issues()) + len(assistant.store.pages())
        applied = assistant.accept(review.id)
        after = len(assistant.store.issues()) + len(assistant.store.pages())
        assistant.close()
        loaded = sorted({"faster_whisper", "gradio", "spacy", "transformers"} & set(sys.modules))
        print(json.dumps({"words": len(transcript.text.split()), "engine": review.drafts.info.engine,
                          "added": after - before, "loaded": loaded}))
    """
    output, attempts = run_watched(tmp_path, script, str(CLIPS / f"{CLIP}.flac"), engine)
    said = json.loads(output.splitlines()[-1])
    assert attempts == []
    assert said["words"] > 10
    assert said["added"] > 0
    assert engine in said["engine"]
    assert {"faster_whisper", "transformers" if engine == "model" else "spacy"} <= set(said["loaded"])


def test_the_web_app_starts_and_answers_without_the_network(tmp_path: Path) -> None:
    script = """
        import json, os, re, signal, sys, threading, time
        import httpx
        from assistant.config import Settings
        from assistant.ui.server import serve

        seen = {}

        def look(address):
            try:
                page = httpx.get(address + "/")
                seen["status"] = page.status_code
                seen["policy"] = page.headers["content-security-policy"]
                seen["page"] = page.text
                seen["config"] = httpx.get(address + "/config").text
                seen["styles"] = [httpx.get(address + link).text for link in ("/theme.css", "/ui/app.css")]
                time.sleep(2)  # reports and version checks would be sent by threads in the background
            finally:
                os.kill(os.getpid(), signal.SIGINT)

        serve(Settings(port=0), lambda address: threading.Thread(target=look, args=(address,)).start())
        print(json.dumps(seen))
    """
    output, attempts = run_watched(tmp_path, script)
    seen = json.loads(output.splitlines()[-1])
    assert attempts == []
    assert seen["status"] == 200
    assert "default-src 'self'" in seen["policy"]
    assert not re.search(r"https?:", seen["policy"]), "the policy allows no other origin"
    fetched = (
        r"""(?:<link[^>]*href=|<script[^>]*src=|<img[^>]*src=|<iframe[^>]*src=|@import\s+|url\()["']?(?:https?:)?//"""
    )
    assert re.findall(fetched, seen["page"]) == []
    assert [re.findall(fetched, style) for style in seen["styles"]] == [[], []]
    assert json.loads(seen["config"]).get("stylesheets", []) == []
    assert json.loads(seen["config"])["analytics_enabled"] is False


def test_the_switches_reach_a_library_that_is_already_here(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants
    from huggingface_hub.errors import OfflineModeIsEnabled
    from huggingface_hub.utils import get_session

    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "GRADIO_ANALYTICS_ENABLED", "DO_NOT_TRACK"):
        monkeypatch.setenv(name, "")  # so that they are put back after the test
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    forbid_network()
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    with pytest.raises(OfflineModeIsEnabled):
        get_session().get("http://127.0.0.1:9")
