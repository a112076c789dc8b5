"""The way in: opens the database and offers what can be read and written, one transaction each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlmodel import Session

from assistant.schema.confluence import Page, PageVersion, Space
from assistant.schema.draft import DraftSet, Evidence, IssueDraft
from assistant.schema.jira import Change, Comment, Issue, IssueChange, Project, User, Worklog
from assistant.schema.review import Applied, NewReview, Review
from assistant.store import (
    acceptance,
    editing,
    history,
    issues,
    links,
    migrations,
    page_edits,
    pages,
    people,
    projects,
    remarks,
    reviews,
    undoing,
    workflow,
)
from assistant.store.database import WRITING, connect, store_errors
from assistant.store.issues import IssueFilter
from assistant.store.planting import plant
from assistant.store.reference import add_reference
from assistant.store.rows import id_of


class Store:
    """A Jira-like and Confluence-like store. Names and keys are found in any case; `author` is a name, e-mail or id.

    Every method is one transaction, or part of the one that `atomic()` opened in this thread. All errors are
    `AssistantError`s: `NotFound`, `Conflict`, `BadInput`, or `StoreError` when the database itself refuses.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**WRITING)
        self._here = threading.local()

    @classmethod
    def open(cls, url: str, *, seed: bool = True) -> "Store":
        """Open the store at a database URL; a new one is created, migrated and, if wanted, seeded with a demo."""
        with store_errors():
            store = cls(connect(url))
            try:
                store._bring_up_to_date(seed)
            except BaseException:
                store.close()
                raise
            return store

    def _bring_up_to_date(self, seed: bool) -> None:
        with self._writer.begin() as connection:
            if not migrations.upgrade(connection):
                return
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                add_reference(session)
                if seed:
                    plant(session)
                session.commit()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def atomic(self) -> Iterator[Session]:
        """Open a transaction for writing; inside another one it is a part that can fail alone."""
        outer: Session | None = getattr(self._here, "session", None)
        if outer is not None:
            with outer.begin_nested():
                yield outer
            return
        with store_errors(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            self._here.session = session
            try:
                yield session
            finally:
                self._here.session = None

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Open a transaction that sees one state throughout; inside `atomic()` it sees what that wrote."""
        outer: Session | None = getattr(self._here, "session", None)
        if outer is not None:
            yield outer
            return
        with store_errors(), Session(self._engine) as session:
            yield session

    # What there is: people, projects, names.

    def people(self) -> list[User]:
        """Return everybody, by name."""
        with self._reading() as session:
            return people.people(session)

    def add_person(self, name: str, email: str = "") -> User:
        """Add somebody to the directory."""
        with self.atomic() as session:
            return people.to_user(people.add(session, name, email))

    def projects(self) -> list[Project]:
        """Return every project, by key."""
        with self._reading() as session:
            return projects.projects(session)

    def project(self, key: str) -> Project:
        """Return one project. Raises `NotFound`."""
        with self._reading() as session:
            wanted = projects.get(session, key).key
            return next(project for project in projects.projects(session) if project.key == wanted)

    def create_project(self, key: str, name: str, description: str = "", author: str | None = None) -> Project:
        """Create a project with the usual workflow; the author leads it. Raises `Conflict`."""
        with self.atomic() as session:
            lead = people.stamp(session, author).author_id
            projects.create(session, key, name, description, lead)
            return self.project(key)

    def components(self, project_key: str) -> list[str]:
        """Return the names of a project's components."""
        with self._reading() as session:
            project = projects.get(session, project_key)
            return [row.name for row in projects.components(session, id_of(project))]

    def add_component(self, project_key: str, name: str) -> None:
        """Add a component to a project. Raises `Conflict`."""
        with self.atomic() as session:
            projects.add_component(session, id_of(projects.get(session, project_key)), name)

    def statuses(self, project_key: str) -> list[str]:
        """Return the names of a project's statuses in board order."""
        with self._reading() as session:
            project = projects.get(session, project_key)
            return [row.name for row in projects.statuses(session, id_of(project))]

    def labels(self) -> list[str]:
        """Return every label in use."""
        with self._reading() as session:
            return projects.labels(session)

    # Issues.

    def issues(
        self,
        project_key: str | None = None,
        *,
        status: str | None = None,
        text: str | None = None,
        assignee: str | None = None,
        limit: int | None = None,
    ) -> list[Issue]:
        """Return matching issues by rank; `assignee` is part of a name, or "unassigned"."""
        with self._reading() as session:
            return issues.issues(session, IssueFilter(project_key, status, text, assignee, limit))

    def issue(self, key: str) -> Issue:
        """Return one issue. Raises `NotFound`."""
        with self._reading() as session:
            return issues.to_issues(session, [issues.get(session, key)])[0]

    def comments(self, key: str) -> list[Comment]:
        """Return the remarks on an issue, oldest first."""
        with self._reading() as session:
            return remarks.comments(session, issues.get(session, key))

    def worklogs(self, key: str) -> list[Worklog]:
        """Return the time logged on an issue, oldest first."""
        with self._reading() as session:
            return remarks.worklogs(session, issues.get(session, key))

    def history(self, key: str) -> list[Change]:
        """Return everything that was changed on an issue, oldest first."""
        with self._reading() as session:
            return history.history(session, issues.get(session, key))

    def transitions(self, key: str) -> list[str]:
        """Return the statuses that one move leads to now."""
        with self._reading() as session:
            return [row.name for row in workflow.reachable(session, issues.get(session, key))]

    def evidence(self, key: str) -> tuple[Evidence, ...]:
        """Return the words an issue was made from; none if it was made by hand."""
        with self._reading() as session:
            return reviews.evidence(session, issues.get(session, key))

    def create_issue(self, project_key: str, draft: IssueDraft, author: str | None = None) -> Issue:
        """Create an issue. Raises `BadInput` or `NotFound` for a name that is not known."""
        with self.atomic() as session:
            project = projects.get(session, project_key)
            row = editing.create(session, project, draft, people.stamp(session, author))
            return self.issue(row.key)

    def edit_issue(self, key: str, change: IssueChange, author: str | None = None) -> Issue:
        """Change the fields that are set. Raises `BadInput` or `NotFound` for a name that is not known."""
        with self.atomic() as session:
            editing.edit(session, issues.get(session, key), change, people.stamp(session, author))
            return self.issue(key)

    def transition(self, key: str, status: str, author: str | None = None) -> Issue:
        """Move an issue along its workflow, over other statuses if need be. Raises `BadInput` if no way leads there."""
        with self.atomic() as session:
            workflow.transition(session, issues.get(session, key), status, people.stamp(session, author))
            return self.issue(key)

    def add_comment(self, key: str, body: str, author: str | None = None) -> Comment:
        """Add a remark to an issue."""
        with self.atomic() as session:
            issue = issues.get(session, key)
            remarks.add_comment(session, issue, body, people.stamp(session, author))
            return remarks.comments(session, issue)[-1]

    def log_work(self, key: str, seconds: int, comment: str = "", author: str | None = None) -> Worklog:
        """Add time spent to an issue."""
        with self.atomic() as session:
            issue = issues.get(session, key)
            remarks.log_work(session, issue, seconds, comment, people.stamp(session, author))
            return remarks.worklogs(session, issue)[-1]

    def link(self, key: str, phrase: str, other_key: str, author: str | None = None) -> Issue:
        """Link two issues as the first reads it: DEMO-6 "blocks" DEMO-3. Raises `Conflict` when it is so already."""
        with self.atomic() as session:
            issue, other = issues.get(session, key), issues.get(session, other_key)
            links.add(session, issue, phrase, other, people.stamp(session, author))
            return self.issue(key)

    # Pages.

    def spaces(self) -> list[Space]:
        """Return every space, by key."""
        with self._reading() as session:
            return pages.spaces(session)

    def create_space(self, key: str, name: str, author: str | None = None) -> Space:
        """Create a space with a home page. Raises `Conflict`."""
        with self.atomic() as session:
            row = page_edits.create_space(session, key, name, "", people.stamp(session, author))
            return next(space for space in pages.spaces(session) if space.key == row.key)

    def pages(self, space_key: str | None = None) -> list[Page]:
        """Return pages as the tree reads from top to bottom."""
        with self._reading() as session:
            return pages.pages(session, space_key)

    def page(self, page_id: int) -> Page:
        """Return one page. Raises `NotFound`."""
        with self._reading() as session:
            return pages.to_pages(session, [pages.get(session, page_id)])[0]

    def page_versions(self, page_id: int) -> list[PageVersion]:
        """Return every version of a page, newest first."""
        with self._reading() as session:
            return pages.versions(session, pages.get(session, page_id))

    def create_page(
        self, space_key: str, title: str, storage: str, parent_id: int | None = None, author: str | None = None
    ) -> Page:
        """Create a page in storage format. Raises `Conflict` when the title is taken in the space."""
        with self.atomic() as session:
            new = page_edits.NewPage(title, storage, parent_id)
            stamp = people.stamp(session, author)
            return self.page(id_of(page_edits.create(session, pages.get_space(session, space_key), new, stamp)))

    def edit_page(
        self,
        page_id: int,
        *,
        version: int,
        title: str | None = None,
        storage: str | None = None,
        message: str = "",
        author: str | None = None,
    ) -> Page:
        """Write the next version of a page; `version` is the one the editor saw. Raises `Conflict` when it is stale."""
        with self.atomic() as session:
            wanted = page_edits.PageEdit(version, title, storage, message)
            page_edits.edit(session, pages.get(session, page_id), wanted, people.stamp(session, author))
            return self.page(page_id)

    # Reviews.

    def reviews(self, status: str | None = None) -> list[Review]:
        """Return reviews, oldest first; of one status if given."""
        with self._reading() as session:
            return reviews.reviews(session, status)

    def review(self, review_id: int) -> Review:
        """Return one review. Raises `NotFound`."""
        with self._reading() as session:
            return reviews.to_review(reviews.get(session, review_id))

    def applied(self, review_id: int) -> Applied:
        """Return what accepting a review wrote, with the notes."""
        with self._reading() as session:
            return reviews.applied(reviews.get(session, review_id))

    def add_review(self, new: NewReview, author: str | None = None) -> Review:
        """Keep a proposal, waiting for a person. Raises `NotFound` for an unknown project or space."""
        with self.atomic() as session:
            return reviews.to_review(reviews.add(session, new, people.stamp(session, author)))

    def accept(self, review_id: int, drafts: DraftSet | None = None, author: str | None = None) -> Applied:
        """Write a waiting review, as drafted or as the person left it, in one piece. Raises `Conflict`."""
        with self.atomic() as session:
            row = reviews.get(session, review_id, lock=True)
            drafts = drafts or reviews.to_review(row).drafts
            return acceptance.accept(session, row, drafts, people.stamp(session, author, review_id))

    def reject(self, review_id: int, author: str | None = None) -> Review:
        """Put a waiting review away. Raises `Conflict`."""
        with self.atomic() as session:
            row = reviews.get(session, review_id, lock=True)
            reviews.expect(row, "waiting")
            reviews.decide(row, "rejected", people.stamp(session, author))
            return reviews.to_review(row)

    def undo(self, review_id: int, author: str | None = None) -> Applied:
        """Take back what accepting a review wrote. Raises `Conflict` that names what was changed since."""
        with self.atomic() as session:
            row = reviews.get(session, review_id, lock=True)
            return undoing.undo(session, row, people.stamp(session, author, review_id))
