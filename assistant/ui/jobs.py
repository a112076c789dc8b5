"""Work that outlives a page: it goes on when the browser is reloaded, and stops when asked to."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from assistant.errors import Cancelled, NotFound
from assistant.schema.review import Review
from assistant.schema.transcript import Segment

#: So many ended jobs can still be looked at.
_REMEMBERED = 50


@dataclass(frozen=True)
class Outcome:
    """How a job ended: with a review, with something to tell, or with an error."""

    review: Review | None = None
    notice: str = ""
    error: Exception | None = None


@dataclass(frozen=True)
class JobState:
    """What there is to see of a job right now."""

    id: int
    name: str
    fraction: float = 0.0
    message: str = "Starting"
    segments: tuple[Segment, ...] = ()
    outcome: Outcome | None = None


@dataclass
class Job:
    """One piece of work in a thread of its own. Its methods are what the work reports through."""

    id: int
    name: str
    _state: JobState = field(init=False)
    _stop: threading.Event = field(default_factory=threading.Event)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._state = JobState(self.id, self.name)

    @property
    def state(self) -> JobState:
        """The state right now."""
        with self._news:
            return self._state

    def progress(self, fraction: float, message: str) -> None:
        """Take progress; raises `Cancelled` once the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled("Stopped.")
        self._set(fraction=min(max(fraction, 0.0), 1.0), message=message)

    def segment(self, segment: Segment) -> None:
        """Take a segment that was just heard."""
        self._set(segments=(*self.state.segments, segment))

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def run(self, work: Callable[["Job"], Outcome]) -> None:
        """Do the work and keep how it ended."""
        try:
            outcome = work(self)
        except Exception as error:  # the page tells it; a thread has nobody else to tell
            outcome = Outcome(error=error)
        self._set(outcome=outcome)

    def watch(self, every: float = 0.2) -> Iterator[JobState]:
        """Yield the state now and whenever it changed, at most once per `every` seconds, to the end."""
        seen: JobState | None = None
        while True:
            with self._news:
                self._news.wait_for(lambda before=seen: self._state is not before, timeout=5)  # type: ignore[misc]
                seen = self._state
            yield seen
            if seen.outcome:
                return
            time.sleep(every)

    def _set(self, **changes: object) -> None:
        with self._news:
            self._state = replace(self._state, **changes)  # type: ignore[arg-type]
            self._news.notify_all()


class Jobs:
    """The jobs of this process."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}

    def start(self, name: str, work: Callable[[Job], Outcome]) -> Job:
        """Start work in a thread that does not keep the process alive."""
        job = Job(next(self._numbers), name)
        ended = [number for number, old in self._jobs.items() if old.state.outcome]
        for number in ended[:-_REMEMBERED]:
            del self._jobs[number]
        self._jobs[job.id] = job
        threading.Thread(target=job.run, args=(work,), name=f"job-{job.id}", daemon=True).start()
        return job

    def get(self, job_id: int) -> Job:
        """Return a job of this run of the program. Raises `NotFound`."""
        if job_id not in self._jobs:
            raise NotFound(f"There is no job {job_id}.", hint="It ended when the assistant was started again.")
        return self._jobs[job_id]

    def running(self) -> list[JobState]:
        """Return the jobs that have not ended."""
        return [state for job in self._jobs.values() if not (state := job.state).outcome]

    def stop_all(self) -> None:
        """Ask every job to stop."""
        for job in self._jobs.values():
            job.stop()
