"""Values that many store tests build, and a picture of everything a store holds."""

from datetime import datetime
from typing import Any

from assistant.schema.draft import CommandDraft, DraftInfo, DraftSet, Evidence, IssueDraft, PageDraft
from assistant.schema.review import NewReview, Review
from assistant.store import Store


def draft_set(*issues: IssueDraft, commands: tuple[CommandDraft, ...] = (), page: PageDraft | None = None) -> DraftSet:
    return DraftSet(issues=issues, commands=commands, page=page, info=DraftInfo(engine="rules"))


def command(action: str, key: str | None, value: str | None) -> CommandDraft:
    return CommandDraft.model_validate({"action": action, "key": key, "value": value})


def propose(store: Store, drafts: DraftSet, text: str = "Fix the login page, Priya.") -> Review:
    return store.add_review(NewReview(project_key="DEMO", space_key="DEMO", source="note", text=text, drafts=drafts))


def evidence(field: str, text: str, start: int = 0) -> Evidence:
    return Evidence(field=field, start=start, end=start + len(text), text=text)


def picture(store: Store) -> dict[str, Any]:
    """Return everything a person can see, but for when issues were last touched and their history."""
    # One transaction for all of it: opening one for every issue is what takes the time.
    with store.atomic():
        found, pages = store.issues(), store.pages()
        return {
            "issues": [issue.model_copy(update={"updated": datetime.min}) for issue in found],
            "comments": {issue.key: store.comments(issue.key) for issue in found},
            "worklogs": {issue.key: store.worklogs(issue.key) for issue in found},
            "pages": pages,
            "versions": {page.id: store.page_versions(page.id) for page in pages},
            "people": store.people(),
            "labels": store.labels(),
        }
