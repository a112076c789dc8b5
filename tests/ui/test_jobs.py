"""Work that outlives a page."""

import threading

import pytest

from assistant.errors import BadInput, Cancelled, NotFound
from assistant.schema.transcript import Segment
from assistant.ui.jobs import Job, Jobs, Outcome


def test_a_job_is_watched_to_its_end() -> None:
    go = threading.Event()

    def work(job: Job) -> Outcome:
        job.progress(0.5, "Half")
        job.segment(Segment(id=0, start=0, end=1, text="Hello"))
        go.wait(5)
        return Outcome(notice="done")

    jobs = Jobs()
    job = jobs.start("Listening", work)
    seen = []
    for state in job.watch(every=0):
        seen.append(state)
        if state.segments and not state.outcome:
            assert [s.id for s in jobs.running()] == [job.id]
            go.set()
    assert seen[-1].outcome == Outcome(notice="done")
    assert (seen[-1].fraction, seen[-1].message, seen[-1].segments[0].text) == (0.5, "Half", "Hello")
    assert jobs.running() == []
    assert list(jobs.get(job.id).watch()) == [seen[-1]]


def test_stopping_ends_a_job_at_its_next_step() -> None:
    started = threading.Event()

    def work(job: Job) -> Outcome:
        while True:
            job.progress(0.1, "Still there")
            started.set()

    jobs = Jobs()
    job = jobs.start("Listening", work)
    started.wait(5)
    jobs.stop_all()
    *_, last = job.watch(every=0)
    assert last.outcome
    assert isinstance(last.outcome.error, Cancelled)


def test_an_error_is_kept_as_the_outcome() -> None:
    def work(job: Job) -> Outcome:
        raise BadInput("No.")

    *_, last = Jobs().start("Listening", work).watch(every=0)
    assert last.outcome
    assert str(last.outcome.error) == "No."


def test_an_unknown_job_is_told_in_words() -> None:
    with pytest.raises(NotFound, match="no job 7"):
        Jobs().get(7)


def test_jobs_that_ended_long_ago_are_forgotten() -> None:
    jobs = Jobs()
    for _ in range(60):
        list(jobs.start("Listening", lambda job: Outcome()).watch(every=0))
    with pytest.raises(NotFound):
        jobs.get(1)
    assert jobs.get(60).state.outcome
