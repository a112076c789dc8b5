"""The web app over HTTP, without a browser."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from assistant.schema.review import NewReview
from assistant.ui.app import create_app
from assistant.ui.screens import Desk
from tests.conftest import CLIPS
from tests.ui.talk import TEXT, drafts


@pytest.fixture
def client(desk: Desk) -> Iterator[httpx.Client]:
    app = create_app(desk.assistant)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", trust_env=False) as made:
                yield made
        finally:
            server.should_exit = True
            thread.join()


def keep(desk: Desk, recording: Path | None) -> int:
    new = NewReview(
        project_key="DEMO",
        space_key="DEMO",
        source="test",
        text=TEXT,
        drafts=drafts(),
        recording=str(recording) if recording else None,
    )
    return desk.assistant.store.add_review(new).id


def test_the_page_names_no_other_origin(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    loaded = re.findall(r"""(?:<script[^>]*\ssrc=|<link[^>]*\shref=|url\()["']?(https?:)?//([^"')]+)""", page.text)
    assert loaded == []
    assert "/ui/app.js" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert client.get("/theme.css").text.count("@import") == 0


def test_style_and_script_are_given_out_by_name_alone(client: httpx.Client) -> None:
    assert client.get("/ui/app.css").headers["content-type"].startswith("text/css")
    assert client.get("/ui/app.js").status_code == 200
    assert client.get("/ui/evaluate.css").headers["content-type"].startswith("text/css")
    assert client.get("/ui/evaluate.js").status_code == 200
    for name in ("app.py", "..%2fapp.py", "favicon.png"):
        assert client.get(f"/ui/{name}").status_code == 404


def test_a_recording_is_given_out_by_its_review_in_parts(client: httpx.Client, desk: Desk, tmp_path: Path) -> None:
    clip = tmp_path / "clip.flac"
    shutil.copy(CLIPS / "noise-white.flac", clip)
    review_id = keep(desk, clip)
    whole = client.get(f"/recordings/{review_id}")
    assert whole.content == clip.read_bytes()
    assert whole.headers["content-type"].startswith("audio/")
    assert whole.headers["x-content-type-options"] == "nosniff"
    part = client.get(f"/recordings/{review_id}", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, clip.read_bytes()[10:20])


def test_what_is_no_recording_is_not_given_out(client: httpx.Client, desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for path in (keep(desk, secret), keep(desk, tmp_path / "gone.wav"), keep(desk, None), 999):
        answer = client.get(f"/recordings/{path}")
        assert answer.status_code == 404
        assert "secret" not in answer.text
    assert client.get("/recordings/..%2f..%2fetc%2fpasswd").status_code in (404, 422)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:7860", "[bad"])
def test_a_foreign_host_name_is_turned_away(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "[::1]:7860"])
def test_this_machine_is_let_in(client: httpx.Client, host: str) -> None:
    assert client.get("/ui/app.css", headers={"host": host}).status_code == 200


def test_another_site_may_not_write(client: httpx.Client) -> None:
    for origin, allowed in (("https://evil.example", False), ("null", False), (str(client.base_url).rstrip("/"), True)):
        answer = client.post("/gradio_api/queue/join", json={}, headers={"origin": origin})
        assert (answer.status_code == 403) != allowed


def test_a_report_stands_alone_and_may_run_nothing(client: httpx.Client, kept_runs: tuple[str, str]) -> None:
    one = client.get("/evaluation/report", params={"run": kept_runs[0]})
    assert one.status_code == 200
    assert "Evaluation: commands" in one.text
    both = client.get("/evaluation/report", params={"run": list(kept_runs)})
    assert "A is <b>rules</b>, B is <b>quiet</b>" in both.text
    policy = both.headers["content-security-policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'", "sandbox"} <= set(policy.split("; "))
    assert "script" not in policy
    assert both.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" not in client.get("/").headers["content-security-policy"]
    assert client.get("/evaluation/report", headers={"host": "evil.example"}).status_code == 403


def test_a_report_is_of_runs_that_are_kept(client: httpx.Client, kept_runs: tuple[str, str], tmp_path: Path) -> None:
    elsewhere = shutil.copy(tmp_path / "home" / "evaluation" / "runs" / kept_runs[0], tmp_path / "x.run.jsonl")
    for name in (str(elsewhere), "../../../x.run.jsonl", "x.run.jsonl", "/etc/passwd", ""):
        answer = client.get("/evaluation/report", params={"run": name})
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/plain")
        assert "There is no run" in answer.text
    for names in ([], [kept_runs[0], kept_runs[1], kept_runs[0]]):
        assert client.get("/evaluation/report", params={"run": names}).status_code == 400
