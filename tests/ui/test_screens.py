"""The screens over a real store, without a browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadInput, Conflict, UnknownName
from assistant.schema.draft import IssueDraft
from assistant.ui import pages as pages_screen
from assistant.ui.actions import act, open_link, told
from assistant.ui.capture import draft_recording, draft_text
from assistant.ui.screens import Changes, Desk, Place
from tests.conftest import CLIPS
from tests.ui.talk import TEXT, drafts
from tests.ui.test_edits import as_sent


def do(desk: Desk, place: Place, action: str, **data: Any) -> Changes:
    """Do an action and return what the page shows in the end."""
    *_, last = act(desk, place, json.dumps({"action": action, **data}))
    return last


def drafted(desk: Desk, place: Place) -> tuple[int, Changes]:
    *_, last = draft_text(desk, place, TEXT)
    return desk.assistant.store.reviews("waiting")[-1].id, last


def test_typed_text_becomes_a_review_that_waits(desk: Desk, place: Place) -> None:
    review_id, last = drafted(desk, place)
    assert (last["tab"], last["stage"], last["clear"]) == ("capture", "review", True)
    html = last["review"]
    assert 'data-for="issue-0.assignee">Priya takes it</mark>' in html
    assert "Who writes it?" in html
    assert "Move DEMO-4 to In Progress" in html
    assert do(desk, place, "open", review=review_id)["review"] == html
    assert "Typed text" in do(desk, place, "new")["waiting"]


def test_accepting_writes_the_chosen_cards_and_undo_takes_them_back(desk: Desk, place: Place) -> None:
    store = desk.assistant.store
    before = {issue.key: issue for issue in store.issues()}
    review_id, _ = drafted(desk, place)
    sent = as_sent(drafts())
    sent[1]["fields"]["assignee"] = "Tom Becker"
    sent[2]["on"] = False
    shown = do(desk, place, "accept", review=review_id, items=sent)["review"]
    review = store.review(review_id)
    assert review.status == "accepted"
    assert len(review.issue_keys) == 2
    second = store.issue(review.issue_keys[1])
    assert second.assignee
    assert second.assignee.display_name == "Tom Becker"
    assert store.issue("DEMO-4").status == before["DEMO-4"].status
    for key in review.issue_keys:
        assert f'href="?issue={key}"' in shown
    assert f'href="?page={review.page_ids[0]}"' in shown

    undone = do(desk, place, "undo", review=review_id)["review"]
    assert "Taken back" in undone
    assert {issue.key for issue in store.issues()} == set(before)

    again = do(desk, place, "reopen", review=review_id)["review"]
    assert "Tom Becker" in again
    assert len(store.reviews("waiting")) == 1


def test_rejecting_offers_a_way_back(desk: Desk, place: Place) -> None:
    review_id, _ = drafted(desk, place)
    last = do(desk, place, "reject", review=review_id)
    assert last["stage"] == "start"
    assert 'data-action="reopen"' in last["notice"]
    assert "Rejected" in do(desk, place, "open", review=review_id)["review"]
    with pytest.raises(Conflict):
        do(desk, place, "accept", review=review_id, items=as_sent(drafts()))
    assert 'data-action="accept"' in do(desk, place, "reopen", review=review_id)["review"]


def test_a_recording_is_kept_and_its_words_can_be_played(desk: Desk, place: Place) -> None:
    clip = next(path.with_suffix("").with_suffix("") for path in sorted(CLIPS.glob("settings-lost.transcript.json")))
    *_, last = draft_recording(desk, place, str(clip.with_suffix(".flac")), "")
    (review,) = desk.assistant.store.reviews("waiting")
    assert review.source == clip.with_suffix(".flac").name
    assert review.recording
    assert Path(review.recording).parent == desk.assistant.settings.recordings
    assert f'src="recordings/{review.id}"' in last["review"]
    assert 'class="stamp" data-play="' in last["review"]


def test_a_bad_file_is_told_in_words_and_not_kept(desk: Desk, place: Place, tmp_path: Path) -> None:
    bad = tmp_path / "letter.wav"
    bad.write_text("Dear all,")
    *_, last = draft_recording(desk, place, str(bad), "")
    assert last["stage"] == "start"
    assert "letter.wav" in last["notice"]
    assert 'role="alert"' in last["notice"]
    assert not desk.assistant.settings.recordings.exists()


def test_silence_is_told_and_drafts_nothing(desk: Desk, place: Place) -> None:
    *_, last = draft_recording(desk, place, str(CLIPS / "noise-white.flac"), "")
    assert last["stage"] == "start"
    assert 'role="alert"' in last["notice"]
    assert desk.assistant.store.reviews() == []


def test_no_text_and_no_recording_are_refused(desk: Desk, place: Place) -> None:
    with pytest.raises(BadInput, match="no text"):
        list(draft_text(desk, place, "  "))
    with pytest.raises(BadInput, match="no recording"):
        list(draft_recording(desk, place, None, ""))


def test_the_board_has_every_issue_once_and_moves_them(desk: Desk, place: Place) -> None:
    store = desk.assistant.store
    html = do(desk, place, "open", tab="board")["board"]
    for issue in store.issues("DEMO"):
        assert html.count(f'data-key="{issue.key}"') == 1
    (status, *_) = store.transitions("DEMO-4")
    moved = do(desk, place, "move", key="DEMO-4", status=status, on="board")
    assert store.issue("DEMO-4").status == status
    assert f'data-key="DEMO-4" data-from="{status}"' in moved["board"]
    (step,) = list(told(act(desk, place, json.dumps({"action": "move", "key": "DEMO-4", "status": "Lost"}))))
    assert 'role="alert"' in step["notice"]


def test_the_board_is_filtered_by_text(desk: Desk) -> None:
    shown = do(desk, desk.place(text="zebra crossing nowhere"), "open", tab="board")["board"]
    assert "data-key" not in shown
    assert "No match" in shown


def test_an_issue_is_edited_with_history_and_commented(desk: Desk, place: Place) -> None:
    store = desk.assistant.store
    shown = do(desk, place, "edit_issue", key="DEMO-4", fields={"summary": "Sign in is slow", "priority": "Low"})
    assert shown["tab"] == "issue"
    assert store.issue("DEMO-4").summary == "Sign in is slow"
    assert {item.field for item in store.history("DEMO-4")[-1].items} == {"summary", "priority"}
    count = len(store.history("DEMO-4"))
    assert "Nothing was changed" in do(desk, place, "edit_issue", key="DEMO-4", fields={"priority": "Low"})["notice"]
    assert len(store.history("DEMO-4")) == count
    shown = do(desk, place, "comment", key="DEMO-4", fields={"body": "**Yes** <script>alert(1)</script>"})
    assert "<strong>Yes</strong>" in shown["issue"]
    assert "<script" not in shown["issue"]
    with pytest.raises(BadInput, match="empty"):
        do(desk, place, "comment", key="DEMO-4", fields={"body": " "})


def test_an_accepted_issue_shows_the_words_it_came_from(desk: Desk, place: Place) -> None:
    review_id, _ = drafted(desk, place)
    do(desk, place, "accept", review=review_id, items=as_sent(drafts()))
    key = desk.assistant.store.review(review_id).issue_keys[0]
    html = do(desk, place, "open", issue=key.lower())["issue"]
    assert "<q>Priya takes it</q>" in html
    assert f'href="?review={review_id}"' in html


def test_pages_are_edited_in_markdown_with_versions(desk: Desk, place: Place) -> None:
    store = desk.assistant.store
    page = store.create_page("DEMO", "Retro", "<p>Old</p>")
    fields = {"title": "Retro", "body": "# New\n\n<script>alert(1)</script>", "message": "Rewrite"}
    shown = do(desk, place, "edit_page", page=page.id, version=page.version, fields=fields)["pages"]
    assert "Rewrite" in shown
    assert "<script" not in shown
    assert "Old" in do(desk, place, "open", page=page.id, version=1)["pages"]
    with pytest.raises(Conflict):
        do(desk, place, "edit_page", page=page.id, version=page.version, fields=fields)
    (step,) = told(open_link(desk, place, {"page": page.id, "version": "99"}))
    assert "no version 99" in step["notice"]


def test_the_tree_holds_every_page_once(desk: Desk) -> None:
    pages = desk.assistant.store.pages()

    def count(nodes: tuple[pages_screen.Node, ...]) -> int:
        return sum(1 + count(node.children) for node in nodes)

    assert count(pages_screen.tree(pages)) == len(pages)
    assert count(pages_screen.tree(pages[1:])) == len(pages) - 1


def test_hostile_values_are_escaped_on_every_screen(desk: Desk, place: Place) -> None:
    evil = '<img src=x onerror=alert(1)> {{7*7}} "'
    issue = desk.assistant.store.create_issue("DEMO", IssueDraft(summary=evil, description=evil, labels=("<b>",)))
    page = desk.assistant.store.create_page("DEMO", evil, "<p onclick='alert(1)'>x</p><script>alert(1)</script>")
    for query in ({"tab": "board"}, {"issue": issue.key}, {"tab": "issue"}, {"page": page.id}, {"tab": "pages"}):
        *_, changes = open_link(desk, place, query)
        html = "".join(str(value) for value in changes.values())
        assert "<img src=x" not in html
        assert "<script" not in html
        assert "onclick" not in html


def test_links_name_what_to_open(desk: Desk, place: Place) -> None:
    assert do(desk, place, "open", tab="pages")["tab"] == "pages"
    assert do(desk, place, "open", tab="issue")["tab"] == "issue"
    assert do(desk, place, "open")["tab"] == "capture"
    for query, words in (({"issue": "NOPE-1"}, "NOPE-1"), ({"page": "x"}, "page"), ({"job": "5"}, "no job 5")):
        (step,) = told(open_link(desk, place, query))
        assert words in step["notice"]


def test_messages_that_nobody_sends_are_refused(desk: Desk, place: Place) -> None:
    with pytest.raises(UnknownName, match="'format_disk'"):
        do(desk, place, "format_disk")
    with pytest.raises(BadInput, match="unreadable"):
        list(act(desk, place, "{"))
    with pytest.raises(UnknownName):
        list(act(desk, place, "[]"))
