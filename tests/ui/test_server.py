"""Starting and stopping the web app."""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.errors import BadInput
from assistant.ui.server import serve
from tests.conftest import ROOT


def test_a_taken_port_is_told_with_another_one(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=str(port)) as told:
            serve(Settings(home=home, port=port), print)
    assert f"--port {port + 1}" in told.value.hint
    assert not home.exists(), "nothing was opened"


def test_an_address_that_is_not_ours_is_told(home: Path) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        serve(Settings(home=home, host="192.0.2.7", port=0), print)


def test_run_tells_its_address_and_ends_on_ctrl_c(home: Path) -> None:
    """A page holds its connection open; the app ends all the same, soon and without a traceback."""
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant", "run", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        line = server.stdout.readline()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)\n", line)
        assert found, line
        with socket.create_connection(("127.0.0.1", int(found[1]))) as page:
            page.sendall(b"GET /gradio_api/heartbeat/x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert page.recv(12) == b"HTTP/1.1 200"
            asked = time.monotonic()
            server.send_signal(signal.SIGINT)
            _, told = server.communicate(timeout=30)
    finally:
        server.kill()
    assert time.monotonic() - asked < 15  # about two seconds on a quiet machine
    assert server.returncode == 0
    assert "Traceback" not in told
    assert "Stopped." in told
