"""Accepting reviews."""

from datetime import date

import pytest

from assistant.errors import BadInput, Conflict, NotFound
from assistant.schema.draft import DraftSet, IssueDraft, LinkDraft, PageDraft
from assistant.schema.review import NewReview
from assistant.schema.transcript import Segment, TranscriptInfo, build_transcript
from assistant.store import Store, acceptance, page_edits
from tests.store.values import command, draft_set, evidence, picture, propose

LOGIN = IssueDraft(summary="Fix the login page", assignee="PRIYA NATARAJAN", evidence=(evidence("assignee", "Priya"),))
NOTES = PageDraft(title="Stand-up", summary="All well.", decisions=("Ship it.",), open_questions=("When?",))


def test_everything_is_written_and_records_where_it_came_from(store: Store) -> None:
    drafts = draft_set(LOGIN, page=NOTES, commands=(command("comment", "demo-4", "On it."),))
    review = propose(store, drafts)
    applied = store.accept(review.id, author="Emma Clarke")
    assert applied.model_dump() == {
        "review_id": review.id,
        "issue_keys": ("DEMO-13",),
        "changed_keys": ("DEMO-4",),
        "page_ids": (6,),
        "notes": (),
    }
    issue, page = store.issue("DEMO-13"), store.page(6)
    assert issue.assignee is not None
    assert issue.reporter is not None
    assert (issue.assignee.display_name, issue.reporter.display_name) == ("Priya Natarajan", "Emma Clarke")
    assert issue.review_id == page.review_id == review.id
    assert store.evidence("DEMO-13") == LOGIN.evidence
    assert (page.title, page.parent_id, page.version) == ("Stand-up", store.spaces()[0].homepage_id, 1)
    assert "<h2>Decisions</h2>" in page.storage
    assert [comment.body for comment in store.comments("DEMO-4")] == ["On it."]
    kept = store.review(review.id)
    assert (kept.status, kept.drafts, kept.accepted) == ("accepted", drafts, drafts)
    assert (kept.issue_keys, kept.page_ids) == (("DEMO-13",), (6,))
    assert store.applied(review.id) == applied


def test_the_persons_version_is_written_and_both_are_kept(store: Store) -> None:
    proposed = draft_set(LOGIN, IssueDraft(summary="Unwanted"))
    edited = draft_set(LOGIN.model_copy(update={"summary": "Fix the log-in page", "priority": "High"}))
    review = propose(store, proposed)
    assert store.accept(review.id, edited).issue_keys == ("DEMO-13",)
    issue = store.issue("DEMO-13")
    assert (issue.summary, issue.priority) == ("Fix the log-in page", "High")
    kept = store.review(review.id)
    assert (kept.drafts, kept.accepted) == (proposed, edited)
    assert store.evidence("DEMO-13") == LOGIN.evidence


def test_a_review_keeps_transcript_recording_and_fingerprint(store: Store) -> None:
    segment = Segment(id=0, start=0.0, end=1.5, text="Fix the login page.", avg_logprob=-0.25)
    transcript = build_transcript([segment], TranscriptInfo(weights="whisper-base", language="en"))
    new = NewReview(
        project_key="demo",
        space_key="demo",
        source="standup.wav",
        text=transcript.text,
        transcript=transcript,
        recording="/somewhere/standup.wav",
        fingerprint="ab12",
        drafts=draft_set(LOGIN),
    )
    review = store.review(store.add_review(new).id)
    assert (review.transcript, review.project_key, review.space_key) == (transcript, "DEMO", "DEMO")
    assert (review.recording, review.fingerprint, review.status) == ("/somewhere/standup.wav", "ab12", "waiting")
    assert store.reviews("waiting") == [review]
    assert store.reviews("accepted") == []


@pytest.mark.parametrize("place", [{"project_key": "NOPE"}, {"space_key": "NOPE"}])
def test_a_review_for_an_unknown_place_is_refused(store: Store, place: dict[str, str]) -> None:
    new = NewReview(project_key="DEMO", space_key="DEMO", source="note", text="x", drafts=draft_set())
    with pytest.raises(NotFound, match="NOPE"):
        store.add_review(new.model_copy(update=place))
    assert store.reviews() == []


def test_what_cannot_be_kept_of_an_issue_is_a_note(store: Store) -> None:
    draft = IssueDraft(
        summary="Fix it",
        assignee="Nobody Known",
        components=("web", "nope"),
        labels=("two words",),
        story_points=-3,
        links=(
            LinkDraft(type="blocks", key="DEMO-3"),
            LinkDraft(type="eats", key="DEMO-3"),
            LinkDraft(type="blocks", key="OPS-1"),
        ),
        parent_key="DEMO-77",
    )
    applied = store.accept(propose(store, draft_set(draft)).id)
    issue = store.issue(applied.issue_keys[0])
    assert (issue.assignee, issue.story_points, issue.parent_key) == (None, None, None)
    assert (issue.components, issue.labels) == (("web",), ("two-words",))
    assert [link.key for link in issue.links] == ["DEMO-3"]
    for word in ("Nobody Known", "nope", "story points", "eats", "OPS-1", "DEMO-77"):
        assert sum(word in note for note in applied.notes) == 1, word
    assert all(note.startswith("DEMO-13: ") for note in applied.notes)
    assert len(store.people()) == 9


def test_a_person_made_in_the_review_is_found(store: Store) -> None:
    store.add_person("Nobody Known")
    applied = store.accept(propose(store, draft_set(IssueDraft(summary="x", assignee="nobody known"))).id)
    assert applied.notes == ()
    assignee = store.issue("DEMO-13").assignee
    assert assignee is not None
    assert assignee.display_name == "Nobody Known"


@pytest.mark.parametrize(
    ("kind", "parent", "made", "made_parent"),
    [
        ("Story", "DEMO-1", "Story", "DEMO-1"),
        ("Sub-task", "DEMO-2", "Sub-task", "DEMO-2"),
        ("Sub-task", None, "Task", None),
        ("Sub-task", "DEMO-1", "Task", "DEMO-1"),
        ("Sub-task", "DEMO-10", "Task", None),
        ("Epic", "DEMO-1", "Epic", None),
        ("Bug", "DEMO-4", "Bug", None),
    ],
)
def test_parents_that_do_not_fit(store: Store, kind: str, parent: str, made: str, made_parent: str) -> None:
    draft = IssueDraft.model_validate({"summary": "x", "issue_type": kind, "parent_key": parent})
    applied = store.accept(propose(store, draft_set(draft)).id)
    issue = store.issue("DEMO-13")
    assert (issue.issue_type, issue.parent_key) == (made, made_parent)
    assert bool(applied.notes) == ((kind, parent) != (made, made_parent))


def test_a_long_summary_is_whole_in_the_description(store: Store) -> None:
    words = "word " * 100
    applied = store.accept(propose(store, draft_set(IssueDraft(summary=words, description="More."))).id)
    issue = store.issue("DEMO-13")
    assert len(issue.summary) <= 255
    assert issue.summary.endswith("word…")
    assert issue.description == f"{words.strip()}\n\nMore."
    assert "too long" in applied.notes[0]


@pytest.mark.parametrize(
    ("drafts", "missing"),
    [
        (draft_set(LOGIN, IssueDraft(summary=" "), page=NOTES), "Issue 2 has no summary"),
        (draft_set(LOGIN, page=PageDraft(title=" ")), "The page has no title"),
    ],
)
def test_what_has_no_name_stops_everything(store: Store, drafts: DraftSet, missing: str) -> None:
    before = picture(store)
    review = propose(store, drafts)
    with pytest.raises(BadInput, match=missing):
        store.accept(review.id)
    assert picture(store) == before
    assert store.review(review.id).status == "waiting"


def test_commands_are_carried_out(store: Store) -> None:
    commands = (
        command("transition", "demo-4", "in progress"),
        command("assign", "DEMO-8", "tom becker"),
        command("comment", "DEMO-4", "Seen again."),
        command("set_priority", "DEMO-8", "highest"),
        command("set_due", "DEMO-4", "2026-04-01"),
        command("link", "DEMO-4", "is blocked by DEMO-9"),
        command("log_work", "DEMO-4", "3h 30m"),
    )
    applied = store.accept(propose(store, draft_set(commands=commands)).id)
    assert (applied.changed_keys, applied.notes) == (("DEMO-4", "DEMO-8"), ())
    login, dark = store.issue("DEMO-4"), store.issue("DEMO-8")
    assert (login.status, login.due_date) == ("In Progress", date(2026, 4, 1))
    assert [(link.phrase, link.key) for link in login.links] == [("is blocked by", "DEMO-9")]
    assert dark.assignee is not None
    assert (dark.assignee.display_name, dark.priority) == ("Tom Becker", "Highest")
    assert [log.seconds_spent for log in store.worklogs("DEMO-4")] == [12600]


@pytest.mark.parametrize(
    ("action", "key", "value", "why"),
    [
        ("transition", "DEMO-4", "nope", "no status 'nope'"),
        ("transition", "OPS-1", "Done", "no issue 'OPS-1'"),
        ("transition", None, "Done", "names no issue"),
        ("transition", "DEMO-4", "To Do", "so already"),
        ("assign", "DEMO-4", "Nobody", "no person 'Nobody'"),
        ("assign", "DEMO-4", None, "no value"),
        ("comment", "DEMO-4", " ", "no value"),
        ("set_priority", "DEMO-4", "huge", "no priority 'huge'"),
        ("set_due", "DEMO-4", "Friday", "not a date"),
        ("link", "DEMO-4", "DEMO-5", "not a link"),
        ("link", "DEMO-4", "blocks OPS-1", "no issue 'OPS-1'"),
        ("link", "DEMO-6", "blocks DEMO-3", "already"),
        ("log_work", "DEMO-4", "ages", "not a duration"),
        ("search", None, "status = Done", "status = Done"),
        ("undo", None, None, "step of its own"),
    ],
)
def test_a_command_that_cannot_be_done_is_a_note(store: Store, action: str, key: str, value: str, why: str) -> None:
    applied = store.accept(propose(store, draft_set(LOGIN, commands=(command(action, key, value),))).id)
    assert applied.issue_keys == ("DEMO-13",)
    assert applied.changed_keys == ()
    (note,) = applied.notes
    assert why in note


def test_a_taken_title_gets_a_number(store: Store) -> None:
    titles = []
    for _ in range(3):
        applied = store.accept(propose(store, draft_set(page=NOTES.model_copy(update={"title": "stand-up"}))).id)
        titles.append((store.page(applied.page_ids[0]).title, len(applied.notes)))
    assert titles == [("stand-up", 0), ("stand-up (2)", 1), ("stand-up (3)", 1)]
    long = store.accept(propose(store, draft_set(page=NOTES.model_copy(update={"title": "x" * 300}))).id)
    assert len(store.page(long.page_ids[0]).title) == 255


def test_accepting_twice_changes_nothing(store: Store) -> None:
    review = propose(store, draft_set(LOGIN, page=NOTES, commands=(command("comment", "DEMO-4", "x"),)))
    store.accept(review.id)
    before = picture(store)
    with pytest.raises(Conflict, match="already accepted"):
        store.accept(review.id)
    assert picture(store) == before


def test_only_waiting_reviews_are_accepted_or_rejected(store: Store) -> None:
    review = propose(store, draft_set(LOGIN))
    assert store.reject(review.id).status == "rejected"
    for again in (store.accept, store.reject, store.undo):
        with pytest.raises(Conflict, match="already rejected"):
            again(review.id)
    waiting = propose(store, draft_set(LOGIN))
    with pytest.raises(Conflict, match="still waiting"):
        store.undo(waiting.id)
    with pytest.raises(NotFound):
        store.accept(99)
    assert len(store.issues()) == 12


@pytest.mark.parametrize("place", [(page_edits, "create"), (acceptance, "carry_out"), (acceptance.reviews, "decide")])
def test_a_failure_in_the_middle_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str]
) -> None:
    before = picture(store)
    review = propose(store, draft_set(LOGIN, page=NOTES, commands=(command("comment", "DEMO-4", "x"),)))

    def fail(*args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(*place, fail)
        with pytest.raises(ZeroDivisionError):
            store.accept(review.id)
    assert picture(store) == before
    assert store.review(review.id).status == "waiting"
    assert store.accept(review.id).issue_keys == ("DEMO-13",)


def test_two_programs_accepting_one_review_write_it_once(store: Store) -> None:
    review = propose(store, draft_set(LOGIN))
    other = Store.open(str(store._engine.url))
    store.accept(review.id)
    with pytest.raises(Conflict):
        other.accept(review.id)
    assert len(other.issues()) == 13
    other.close()
