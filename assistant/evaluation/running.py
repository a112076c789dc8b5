"""Run an engine over the items of a suite; go on where an earlier run of the same work stopped."""

import hashlib
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.config import Settings
from assistant.errors import AssistantError, BadInput, Cancelled, UnknownName
from assistant.evaluation.cases import SUITES, Suite
from assistant.evaluation.dataset import all_cases, dataset_hash
from assistant.evaluation.llama_cpp import NAME as PEER
from assistant.evaluation.llama_cpp import load_peer
from assistant.evaluation.runs import SUFFIX, Prediction, Run, RunFile, RunInfo, read_run
from assistant.evaluation.scoring import score_run, summarise
from assistant.evaluation.single_prompt import NAME, PromptDrafter
from assistant.evaluation.work import SPOKEN, TEXT, Work, work_of
from assistant.pipeline import Assistant
from assistant.schema.base import Progress, Value, no_progress
from assistant.schema.draft import DraftContext
from assistant.weights import locate

_PACKAGES = ("faster-whisper", "ctranslate2", "spacy", "torch", "transformers", "llguidance", "xllamacpp")
_RULES = "rules"
_PACKAGE = Path(__file__).resolve().parent.parent
_ANSWERING = ("audio", "speech", "nlp", "drafting")


class RunOptions(Value):
    """What to run. `engine` and `weights` empty: the settings'; `limit` 0: every item."""

    suite: Suite
    engine: str = ""
    weights: str = ""
    split: str = "dev"
    noise: str = ""
    source: str = TEXT
    template: str = ""
    limit: int = 0


def run(options: RunOptions, settings: Settings, out: Path | None = None, on_progress: Progress = no_progress) -> Run:
    """Run a suite and write it to `out` (default: a file under `runs_folder`); return the whole run.

    An engine that fails on an item counts as wrong there. Raises `AssistantError` for work that cannot begin.
    """
    info = describe(options, settings)
    works = work_of(info)
    path = out or default_path(info, settings)
    assistant = _assistant(info, settings)
    file = RunFile(path, info)
    try:
        _answer(file, works, info, assistant, on_progress)
        found = score_run(read_run(path))
        file.finish(summarise(found, max(file.peak_gb, _peak_gb())))
    finally:
        file.close(keep_empty=False)
        assistant.close()
    on_progress(1.0, "Scored")
    return read_run(path)


def describe(options: RunOptions, settings: Settings) -> RunInfo:
    """Return what a run of these options is. Raises `UnknownName` for names that mean nothing."""
    if options.suite not in SUITES:
        raise UnknownName("suite", options.suite, SUITES)
    if options.template and options.template not in (known := _templates()):
        raise UnknownName("template", options.template, known)
    hears = options.suite == "hearing"
    engine = "whisper" if hears else options.engine or settings.engine
    _refuse_idle(options, hears, engine)
    default = settings.speech_weights if hears else "" if engine == _RULES else settings.text_weights
    return RunInfo(
        suite=options.suite,
        engine=engine,
        weights=options.weights or default,
        split=options.split,
        noise=options.noise,
        source=options.source,
        limit=options.limit,
        code=code_digest(),
        dataset=dataset_hash(all_cases()),
        options={"template": options.template} if options.template else {},
        versions={"assistant": __version__, "python": platform.python_version(), **_versions()},
        machine={"system": platform.platform(terse=True), "processor": _processor(), "cores": str(os.cpu_count())},
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _refuse_idle(options: RunOptions, hears: bool, engine: str) -> None:
    """Refuse options that would do nothing: a run would be called by what it was not."""
    drafts = {"engine": options.engine, "noise": options.noise, "template": options.template}
    drafts["source"] = "" if options.source == TEXT else options.source
    idle = [name for name, value in drafts.items() if hears and value]
    idle += ["noise"] * bool(options.noise and options.source != TEXT)
    idle += ["template"] * bool(options.template and engine != "model")
    if idle:
        raise BadInput(f"--{idle[0]} does nothing here.", hint="Leave it out, or choose what it is for.")


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the source that answers items: hearing and drafting, and what they are built on."""
    found = hashlib.sha256()
    for path in sorted(path for part in _ANSWERING for path in (_PACKAGE / part).rglob("*")):
        if path.suffix in (".py", ".jinja"):
            found.update(path.read_bytes())
    for name in ("reader.json", "reader.safetensors"):  # trained anew, the engine is another
        path = _PACKAGE.parent / "models" / "work-reader" / name
        found.update(path.read_bytes() if path.exists() else b"")
    return found.hexdigest()[:12]


def runs_folder(settings: Settings) -> Path:
    """Return where runs are kept."""
    return settings.home / "evaluation" / "runs"


def default_path(info: RunInfo, settings: Settings) -> Path:
    """Return the file of a run: the same work has the same file, so that it goes on where it stopped."""
    words = [info.suite, *info.name.split(), info.split, f"{info.limit}items" if info.limit else ""]
    name = "-".join(word.replace("/", "_") for word in words if word)
    return runs_folder(settings) / f"{name}-{info.dataset[:6]}-{info.code[:6]}{SUFFIX}"


def _answer(file: RunFile, works: list[Work], info: RunInfo, assistant: Assistant, on_progress: Progress) -> None:
    answered = {each.id for each in file.done}
    left = [work for work in works if work.id not in answered]
    if not left:
        return
    on_progress(0.0, "Loading the engine")
    answer = _answerer(info, assistant)
    for number, work in enumerate(left, len(works) - len(left)):
        on_progress(number / len(works), work.id)
        file.add(answer(work))


def _answerer(info: RunInfo, assistant: Assistant) -> Callable[[Work], Prediction]:
    """Return what answers an item; engines are loaded before the first, so that no item pays for that."""
    hears = info.suite == "hearing"
    recogniser = info.weights if hears else "" if info.source in (TEXT, SPOKEN) else info.source
    if recogniser:
        assistant.prepare_to_hear(recogniser)
    if not hears:
        assistant.draft("Warm up the engine.", DraftContext(reference_date=date.today()), engine=info.engine)

    def answer(work: Work) -> dict[str, Any]:
        heard = assistant.transcribe(work.clip.path, weights=recogniser) if recogniser and work.clip else None
        if hears or work.case is None:
            return {"transcript": heard}
        drafts = assistant.draft(heard or work.case.text, work.case.context, engine=info.engine)
        return {"drafts": drafts, "transcript": heard}

    return lambda work: _timed(work, answer)


def _timed(work: Work, answer: Callable[[Work], dict[str, Any]]) -> Prediction:
    started = time.perf_counter()
    found: dict[str, Any]
    try:
        found = answer(work)
    except Cancelled:
        raise
    except AssistantError as error:
        found = {"error": str(error)}
    except Exception as error:  # whatever breaks an engine is its answer to this item
        found = {"error": f"{type(error).__name__}: {error}"}
    return Prediction(id=work.id, seconds=round(time.perf_counter() - started, 4), **found)


def _assistant(info: RunInfo, settings: Settings) -> Assistant:
    """Return an assistant with the weights and the template of a run."""
    changed: dict[str, Any] = dict(info.options)
    if info.suite != "hearing" and info.weights:
        changed["text_weights"] = info.weights
    settings = settings.model_copy(update=changed)
    baselines = (NAME, PEER)
    return Assistant(
        settings, {("drafting", info.engine): _baseline(info.engine, settings)} if info.engine in baselines else None
    )


def _baseline(engine: str, settings: Settings) -> PromptDrafter:
    """Return one of the engines that only evaluation knows: a single prompt, here or in llama.cpp."""
    from assistant.nlp.generator import load_generator

    name = settings.text_weights
    folder = locate(settings.models, name)
    return PromptDrafter(load_peer(folder, name) if engine == PEER else load_generator(folder, name), engine)


def _templates() -> set[str]:
    return {path.name.removesuffix(".jinja") for path in (files("assistant.drafting") / "templates").iterdir()}


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    """Return what the processor calls itself, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _peak_gb() -> float:
    """Return the peak resident memory of this process, in gigabytes; macOS counts bytes, others kilobytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 ** (3 if sys.platform == "darwin" else 2)
