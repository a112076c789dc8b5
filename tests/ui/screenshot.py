"""Makes the picture of the README anew: ``python -m tests.ui.screenshot [FILE]``."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from assistant.config import Settings
from assistant.pipeline import Assistant, Origin
from assistant.speech.fake import RecordedTranscriber
from tests.conftest import CLIPS, ROOT

CLIP = CLIPS / "driver-app.flac"


def main(target: Path) -> None:
    """Draft a clip into a store of its own, start the app on it and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        review = _prepare(Path(folder))
        command = [sys.executable, "app.py", "--port", "0"]
        given = os.environ | {"ASSISTANT_HOME": folder}
        with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                _take(f"{server.stdout.readline().strip()}/?review={review}", target)
            finally:
                server.send_signal(signal.SIGINT)
    Image.open(target).quantize(160, dither=Image.Dither.NONE).save(target, optimize=True)


def _prepare(home: Path) -> int:
    assistant = Assistant(Settings(home=home), {("speech", "whisper-base"): RecordedTranscriber(CLIPS)})
    assistant.draft("Load the engine, so that the picture tells the time of drafting alone.")
    kept = assistant.keep_recording(CLIP)
    review = assistant.propose(assistant.transcribe(CLIP), Origin(CLIP.name, recording=kept))
    assistant.close()
    return review.id


def _take(address: str, target: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.locator(".review[data-ready]").wait_for(timeout=120_000)
        page.wait_for_timeout(1500)
        page.locator("[name=assignee]").first.hover()
        page.wait_for_timeout(400)
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "fixtures" / "screenshot.png")
