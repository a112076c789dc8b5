"""The one flow: sound to transcript to drafts to store. Alone knows the order; builds engines on first use."""

import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pydantic import ValidationError

from assistant.audio.load import load
from assistant.config import Settings
from assistant.drafting.base import Drafter
from assistant.errors import BadInput, UnknownName
from assistant.offline import forbid_network
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, DraftSet, Evidence
from assistant.schema.review import Applied, NewReview, Review
from assistant.schema.transcript import Segment, Transcript
from assistant.speech.base import TranscribeOptions, Transcriber, no_segment
from assistant.store import Store
from assistant.weights import locate

_Engine = TypeVar("_Engine")

#: Loading a recording takes about this share of transcribing it; the bar moves accordingly.
_LOADING_SHARE = 0.05


@dataclass(frozen=True)
class Origin:
    """Where talk came from and where its drafts should go.

    `name` is what a person would call it ("standup.wav", "typed text"); project and space default to the settings'.
    """

    name: str
    project_key: str | None = None
    space_key: str | None = None
    recording: Path | None = None
    fingerprint: str = ""


class Assistant:
    """Everything the shells need: transcribe, draft, propose, accept, undo.

    Engines are built on first use and kept; one lock per engine lets several threads share them.
    """

    def __init__(self, settings: Settings | None = None, engines: Mapping[tuple[str, str], Any] | None = None) -> None:
        """Start with nothing built; `engines` are ready-made ones by role and name, as in ``("drafting", "rules")``."""
        forbid_network()
        self.settings = settings or Settings()
        self._engines: dict[tuple[str, str], Any] = dict(engines or {})
        self._building = threading.RLock()
        self._hearing = threading.Lock()
        self._drafting = threading.Lock()
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, opened (created, migrated, seeded) on first use."""
        with self._building:
            if self._store is None:
                self._store = Store.open(self.settings.store_url)
            return self._store

    def warm(self) -> None:
        """Load the default engines now, so that the first use does not wait for them."""
        self._transcriber(self.settings.speech_weights)
        self.draft("Warm up the engine.", DraftContext(reference_date=date.today()))

    def prepare_to_hear(self, weights: str) -> None:
        """Load a recogniser now, so that the first recording does not wait for it. Raises `WeightsError`."""
        self._transcriber(weights)

    def close(self) -> None:
        """Close the store and let go of the engines."""
        if self._store is not None:
            self._store.close()
        self._store = None
        self._engines.clear()

    def transcribe(
        self,
        path: Path,
        options: TranscribeOptions | None = None,
        *,
        weights: str | None = None,
        on_segment: Callable[[Segment], None] = no_segment,
        on_progress: Progress = no_progress,
    ) -> Transcript:
        """Transcribe a recording with the named weights (default: the settings'). Raises `AudioError`."""
        waveform = load(path, lambda done, text: on_progress(done * _LOADING_SHARE, text))
        options = options or TranscribeOptions(language=self.settings.language)
        transcriber = self._transcriber(weights or self.settings.speech_weights)
        with self._hearing:
            return transcriber.transcribe(
                waveform,
                options,
                on_segment,
                lambda done, text: on_progress(_LOADING_SHARE + done * (1 - _LOADING_SHARE), text),
            )

    def context(self, project_key: str | None = None) -> DraftContext:
        """Return what the store knows around talk in a project, and today."""
        key = self.store.project(project_key or self.settings.project).key
        return self.complete_context({"project_key": key})

    def complete_context(self, given: Mapping[str, Any] | None) -> DraftContext:
        """Fill what a given context leaves out from the store, the clock and the settings. Raises `BadInput`."""
        fields = {name: value for name, value in (given or {}).items() if value is not None}
        now = datetime.now().astimezone()
        fields.setdefault("reference_date", now.date())
        fields.setdefault("timezone", now.tzname() or "UTC")
        fields.setdefault("project_key", self.settings.project)
        if "people" not in fields:
            fields["people"] = [user.display_name for user in self.store.people() if user.active]
        if "components" not in fields:
            known = {project.key for project in self.store.projects()}
            key = fields["project_key"]
            fields["components"] = self.store.components(key) if key in known else []
        if "known_issues" not in fields:
            fields["known_issues"] = [{"key": i.key, "summary": i.summary} for i in self.store.issues()]
        try:
            return DraftContext.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"The context is wrong at {where!r}: {first['msg']}.") from error

    def draft(
        self,
        source: str | Transcript,
        context: DraftContext | None = None,
        *,
        engine: str | None = None,
        on_progress: Progress = no_progress,
    ) -> DraftSet:
        """Propose issues, commands, a page and questions; evidence from a transcript also says when it was spoken."""
        text = source.text if isinstance(source, Transcript) else source
        drafter = self._drafter(engine or self.settings.engine)
        with self._drafting:
            drafts = drafter.draft(text, context or self.context(), on_progress)
        return _with_seconds(drafts, source) if isinstance(source, Transcript) else drafts

    def propose(
        self,
        source: str | Transcript,
        origin: Origin,
        *,
        engine: str | None = None,
        on_progress: Progress = no_progress,
    ) -> Review:
        """Draft and keep the result in the store, waiting for a person."""
        context = self.context(origin.project_key)
        return self.keep(source, self.draft(source, context, engine=engine, on_progress=on_progress), origin)

    def keep(self, source: str | Transcript, drafts: DraftSet, origin: Origin) -> Review:
        """Keep drafts in the store, waiting for a person."""
        transcript = source if isinstance(source, Transcript) else None
        return self.store.add_review(
            NewReview(
                project_key=origin.project_key or self.settings.project,
                space_key=origin.space_key or self.settings.space,
                source=origin.name,
                text=source if isinstance(source, str) else source.text,
                transcript=transcript,
                recording=str(origin.recording) if origin.recording else None,
                drafts=drafts,
                fingerprint=origin.fingerprint,
            )
        )

    def accept(self, review_id: int, drafts: DraftSet | None = None) -> Applied:
        """Write a waiting review to the store in one piece, as drafted or as the person edited it."""
        return self.store.accept(review_id, drafts)

    def reject(self, review_id: int) -> None:
        """Put a waiting review away; nothing is written but the decision."""
        self.store.reject(review_id)

    def undo(self, review_id: int) -> Applied:
        """Take back what accepting a review wrote. Raises `Conflict` when it was changed since."""
        return self.store.undo(review_id)

    def keep_recording(self, path: Path) -> Path:
        """Copy a recording under the settings' folder, never over another one, and return where it lies."""
        folder = self.settings.recordings
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        for attempt in range(1000):
            target = folder / f"{stamp}{f'-{attempt}' if attempt else ''}{path.suffix.lower()}"
            try:
                with target.open("xb") as out:
                    _copy(path, out)
            except FileExistsError:
                continue
            except BaseException:
                target.unlink(missing_ok=True)
                raise
            return target
        raise BadInput(f"There are too many recordings named {stamp}.")

    def _transcriber(self, weights: str) -> Transcriber:
        def build() -> Transcriber:
            from assistant.speech.whisper import load_whisper

            return load_whisper(locate(self.settings.models, weights), weights)

        return self._engine(("speech", weights), build)

    def _drafter(self, name: str) -> Drafter:
        builders = {"rules": self._build_rules, "model": self._build_model}
        given = [known for role, known in self._engines if role == "drafting"]
        if name not in builders and name not in given:
            raise UnknownName("engine", name, {*builders, *given})
        return self._engine(("drafting", name), builders.get(name, self._build_rules))

    def _build_rules(self) -> Drafter:
        from assistant.drafting.rules import RulesDrafter

        return RulesDrafter()

    def _build_model(self) -> Drafter:
        from assistant.drafting.learned.drafter import LearnedDrafter
        from assistant.drafting.learned.reader import load_reader
        from assistant.drafting.model import ModelDrafter, ModelOptions
        from assistant.nlp.generator import load_generator

        name = self.settings.text_weights
        generator = load_generator(locate(self.settings.models, name), name)
        reader = load_reader(self.settings.models, generator, self.settings.least_score)
        options = ModelOptions(template=self.settings.template)
        return ModelDrafter(generator, LearnedDrafter(reader), options)

    def _engine(self, key: tuple[str, str], build: Callable[[], _Engine]) -> _Engine:
        with self._building:
            if key not in self._engines:
                self._engines[key] = build()
            engine: _Engine = self._engines[key]
            return engine


def _copy(path: Path, out: BinaryIO) -> None:
    try:
        with path.open("rb") as source:
            shutil.copyfileobj(source, out)
            out.flush()
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be kept: {error.strerror}.", hint="Is there room on the disk, and may it be read?"
        ) from error


def _with_seconds(drafts: DraftSet, transcript: Transcript) -> DraftSet:
    """Say for every piece of evidence when it was spoken."""

    def timed(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(e.model_copy(update={"seconds": transcript.seconds(e.start, e.end)}) for e in evidence)

    page = drafts.page
    return drafts.model_copy(
        update={
            "issues": tuple(i.model_copy(update={"evidence": timed(i.evidence)}) for i in drafts.issues),
            "commands": tuple(c.model_copy(update={"evidence": timed(c.evidence)}) for c in drafts.commands),
            "page": page and page.model_copy(update={"evidence": timed(page.evidence)}),
        }
    )
