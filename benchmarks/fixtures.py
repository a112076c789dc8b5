"""Measure the whole path on the fixtures: hearing, drafting, memory and start-up. Prints a table; `--json` for figures.

Each engine runs in a process of its own, so that its peak memory is its own. Compare figures within one run only.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
CLIPS = ROOT / "fixtures" / "audio"
RECOGNISERS = ("whisper-base", "whisper-tiny.en")
ENGINES = ("rules", "model")
REFERENCE_DATE = date(2026, 3, 11)


def main() -> None:
    """Run the parts and print what they gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--clips", type=int, default=0, help="only the first N clips of each kind of work")
    options = parser.parse_args()
    figures = {
        "start_up": measure_start_up(),
        "recognisers": {name: in_process(measure_recogniser, name, options.clips) for name in RECOGNISERS},
        "engines": {name: in_process(measure_engine, name, options.clips) for name in ENGINES},
        "dictation": {name: in_process(measure_dictation, name) for name in ENGINES},
    }
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)


def in_process(function: Any, *arguments: Any) -> Any:
    """Run `function` in a fresh process and return what it returned."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def gold_clips() -> list[tuple[Path, dict[str, Any]]]:
    """Return every clip with its gold answer."""
    pairs = []
    for gold in sorted(CLIPS.glob("*.expected.json")):
        name = gold.name.removesuffix(".expected.json")
        pairs.append(
            (next(p for p in CLIPS.glob(f"{name}.*") if p.suffix in {".flac", ".wav"}), json.loads(gold.read_text()))
        )
    return pairs


def peak_gb() -> float:
    """Return this process's peak resident memory in gigabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def make_assistant() -> Any:
    """Return an assistant with a store of its own."""
    from assistant.config import Settings
    from assistant.pipeline import Assistant

    return Assistant(Settings(home=Path(tempfile.mkdtemp(prefix="bench"))))


def measure_recogniser(weights: str, limit: int) -> dict[str, float]:
    """Transcribe the clips; seconds of work per second of sound, and word error rate on English speech."""
    import jiwer

    from assistant.evaluation.hearing_scores import normalise

    clips = [(p, g) for p, g in gold_clips() if weights != "whisper-tiny.en" or g["language"] in ("en", None)]
    clips = clips[: limit or None]
    assistant = make_assistant()
    started = time.perf_counter()
    assistant.transcribe(clips[0][0], weights=weights)
    first = time.perf_counter() - started
    sound = work = 0.0
    references, hypotheses, invented = [], [], 0
    for path, gold in clips:
        started = time.perf_counter()
        transcript = assistant.transcribe(path, weights=weights)
        work += time.perf_counter() - started
        sound += transcript.info.duration
        if not gold["speech"]:
            invented += len(transcript.words)
        elif gold["language"] == "en":
            references.append(normalise(gold["text"]))
            hypotheses.append(normalise(transcript.text))
    return {
        "clips": len(clips),
        "minutes": sound / 60,
        "rtf": work / sound,
        "wer": jiwer.wer(references, hypotheses) if references else 0.0,
        "invented_words": invented,
        "first_clip_seconds": first,
        "peak_gb": peak_gb(),
    }


def measure_engine(engine: str, limit: int) -> dict[str, float]:
    """Draft from the recorded transcripts; seconds from the end of the transcript to drafts."""
    from assistant.schema.transcript import Transcript

    assistant = make_assistant()
    context = assistant.complete_context({"reference_date": REFERENCE_DATE})
    started = time.perf_counter()
    assistant.draft("Fix the broken link on the start page.", context, engine=engine)
    load = time.perf_counter() - started
    seconds: list[float] = []
    proposed = expected = invented = 0
    for path, gold in gold_clips()[: limit or None]:
        recorded = path.with_name(path.stem + ".transcript.json")
        transcript = Transcript.model_validate_json(recorded.read_bytes())
        started = time.perf_counter()
        drafts = assistant.draft(transcript, context, engine=engine)
        seconds.append(time.perf_counter() - started)
        proposed += len(drafts.issues)
        expected += len(gold["issues"])
        invented += len(drafts.issues) if not gold["issues"] else 0
    return {
        "load_seconds": load,
        "median_seconds": statistics.median(seconds),
        "longest_seconds": max(seconds),
        "issues_proposed": proposed,
        "issues_expected": expected,
        "issues_where_none": invented,
        "peak_gb": peak_gb(),
    }


def measure_dictation(engine: str) -> dict[str, float]:
    """Take the dictation nearest to 30 s from file to drafts, models loaded."""
    dictations = [(p, g) for p, g in gold_clips() if g["kind"] == "dictation"]
    assistant = make_assistant()
    context = assistant.complete_context({"reference_date": REFERENCE_DATE})
    lengths = {path: assistant_duration(path) for path, _ in dictations}
    path = min(lengths, key=lambda p: abs(lengths[p] - 30))
    assistant.draft(assistant.transcribe(path), context, engine=engine)
    started = time.perf_counter()
    transcript = assistant.transcribe(path)
    heard = time.perf_counter()
    assistant.draft(transcript, context, engine=engine)
    done = time.perf_counter()
    return {
        "sound_seconds": transcript.info.duration,
        "transcribe_seconds": heard - started,
        "draft_seconds": done - heard,
        "total_seconds": done - started,
        "peak_gb": peak_gb(),
    }


def assistant_duration(path: Path) -> float:
    """Return the length of a recording in seconds."""
    from assistant.audio.load import load

    return load(path).duration


def measure_start_up() -> dict[str, float]:
    """Time `assistant --help`, the best of three."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "assistant", "--help"], check=True, capture_output=True, cwd=ROOT)
        times.append(time.perf_counter() - started)
    return {"help_seconds": min(times)}


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    console = Console(width=110)
    console.print(f"assistant --help: {figures['start_up']['help_seconds']:.2f} s")
    for title, rows in (
        ("Hearing (RTF: seconds of work per second of sound)", figures["recognisers"]),
        ("Drafting from the recorded transcripts", figures["engines"]),
        ("A dictation of about 30 s, from file to drafts, models loaded", figures["dictation"]),
    ):
        table = Table(title=title, title_justify="left")
        table.add_column("")
        for column in next(iter(rows.values())):
            table.add_column(column.replace("_", " "), justify="right")
        for name, row in rows.items():
            table.add_row(name, *(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()))
        console.print(table)


if __name__ == "__main__":
    main()
