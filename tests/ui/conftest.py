"""What the tests of the web app share: a desk over a fresh store, a running server, a browser."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant.config import Settings
from assistant.evaluation.running import runs_folder
from assistant.pipeline import Assistant
from assistant.schema.draft import DraftSet
from assistant.schema.review import NewReview
from assistant.speech.fake import RecordedTranscriber
from assistant.store import Store
from assistant.ui.screens import Desk, Place
from tests.conftest import CLIPS, ROOT, need_system
from tests.ui.runs import make_runs
from tests.ui.talk import TEXT, KnownDrafter

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --use-fake-device-for-media-stream --use-fake-ui-for-media-stream"
)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """A desk over a fresh seeded store; its ears replay recordings and its drafts are known."""
    engines = {("speech", "whisper-base"): RecordedTranscriber(CLIPS), ("drafting", "rules"): KnownDrafter()}
    assistant = Assistant(Settings(home=home), engines)
    yield Desk(assistant)
    assistant.close()


@pytest.fixture
def place(desk: Desk) -> Place:
    return desk.place()


@pytest.fixture(scope="session")
def made_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two small runs of the commands suite over the same items; see tests/ui/runs.py."""
    return make_runs(tmp_path_factory.mktemp("runs"))


@pytest.fixture
def kept_runs(made_runs: tuple[Path, Path], home: Path) -> tuple[str, str]:
    """The two runs, kept where the desk's assistant keeps its own; returns what the page calls them."""
    return keep_runs(made_runs, home)


def keep_runs(runs: tuple[Path, Path], home: Path) -> tuple[str, str]:
    """Copy runs to where an assistant with this home keeps its own."""
    folder = runs_folder(Settings(home=home))
    folder.mkdir(parents=True, exist_ok=True)
    for path in runs:
        shutil.copy(path, folder)
    return runs[0].name, runs[1].name


class Served(NamedTuple):
    """A running app: its address and the home that its store lies in."""

    address: str
    home: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real app, started as a person starts it, with a home of its own."""
    home = tmp_path_factory.mktemp("served")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "app.py", "--port", "0"],
            cwd=ROOT,
            env=kept | {"ASSISTANT_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert server.stdout
            line = server.stdout.readline().strip()
            assert line.startswith("http://"), (home / "server.log").read_text()
            yield Served(line, home)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    told = (home / "server.log").read_text()
    assert server.returncode == 0
    assert "Traceback" not in told, told


@pytest.fixture
def waiting(served: Served) -> Iterator[Callable[[DraftSet], int]]:
    """Put a draft set before the person, as a batch does from another process; returns the review's id."""
    store = Store.open(Settings(home=served.home).store_url)

    def add(given: DraftSet) -> int:
        new = NewReview(project_key="DEMO", space_key="DEMO", source="Known drafts", text=TEXT, drafts=given)
        return store.add_review(new).id

    yield add
    store.close()


class Watched:
    """A page that remembers what went wrong on it and where it sent requests."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.problems: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self, query: str = "") -> Any:
        self.page.goto(f"{self.address}/{query}")
        self.page.locator("#tabs").wait_for()
        return self.page

    def check(self) -> None:
        assert self.problems == []
        assert self.elsewhere == []


@pytest.fixture
def browse(served: Served) -> Iterator[Callable[..., Watched]]:
    """Open pages in Chromium: ``browse(speech=FILE.wav, width=390)``. Each is checked for errors at the end."""
    if not CHROMIUM.exists():
        need_system("Chromium")
    from playwright.sync_api import sync_playwright

    opened: list[tuple[Watched, Any]] = []
    with sync_playwright() as playwright:

        def start(speech: Path | None = None, width: int = 1280, height: int = 800, **options: Any) -> Watched:
            flags = _FLAGS.split() + ([f"--use-file-for-fake-audio-capture={speech}%noloop"] if speech else [])
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
            viewport = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, permissions=["microphone"], **options)
            context.set_default_timeout(30_000)
            watched = Watched(context.new_page(), served.address)
            opened.append((watched, browser))
            return watched

        yield start
        for watched, browser in opened:
            browser.close()
            watched.check()
