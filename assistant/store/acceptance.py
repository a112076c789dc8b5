"""Accepting a review: everything in it is written at once, and what cannot be done as proposed is told in notes."""

from collections.abc import Iterable

from sqlmodel import Session

from assistant.errors import BadInput, Conflict, NotFound
from assistant.markup.markdown import to_storage
from assistant.markup.page import page_markdown
from assistant.schema.draft import CommandDraft, DraftSet, IssueDraft, PageDraft
from assistant.schema.review import Applied
from assistant.store import editing, issues, links, page_edits, pages, projects, reviews
from assistant.store.commands import carry_out
from assistant.store.editing import in_words
from assistant.store.fields import MAX_SUMMARY, Value, resolve
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import IssueRow, ProjectRow, ReviewRow


def accept(session: Session, review: ReviewRow, drafts: DraftSet, stamp: Stamp) -> Applied:
    """Write a draft set and mark its review accepted. The caller's transaction makes it all or nothing."""
    reviews.expect(review, "waiting")
    writer = _Writer(session, projects.get(session, review.project_key), stamp)
    keys = tuple(writer.issue(at, draft) for at, draft in enumerate(drafts.issues, start=1))
    changed = [key for command in drafts.commands if (key := writer.command(command)) is not None]
    page_ids = () if drafts.page is None else (writer.page(review.space_key, drafts.page),)
    result = Applied(
        review_id=id_of(review),
        issue_keys=keys,
        changed_keys=tuple(dict.fromkeys(changed)),
        page_ids=page_ids,
        notes=tuple(writer.notes),
    )
    review.accepted = reviews.as_json(drafts)
    review.applied = reviews.as_json(result)
    reviews.decide(review, "accepted", stamp)
    session.add(review)
    session.flush()
    return result


#: What one part may be refused for while the rest is written. A store that fails is not among them.
_REFUSALS = (BadInput, NotFound, Conflict)


class _Writer:
    """Writes the parts of one draft set and collects the notes."""

    def __init__(self, session: Session, project: ProjectRow, stamp: Stamp) -> None:
        self.session = session
        self.project = project
        self.stamp = stamp
        self.notes: list[str] = []

    def issue(self, at: int, draft: IssueDraft) -> str:
        """Create one issue, without the fields that cannot be kept, and return its key."""
        if not draft.summary.strip():
            raise BadInput(f"Issue {at} has no summary.", hint="Write one, or leave this issue out.")
        first = len(self.notes)
        values = self._values(draft)
        row = editing.insert(self.session, self.project, values, self.stamp)
        for link in draft.links:
            self._link(row, link.type, link.key)
        self.notes[first:] = [f"{row.key}: {note}" for note in self.notes[first:]]
        return row.key

    def _values(self, draft: IssueDraft) -> dict[str, Value]:
        values: dict[str, Value] = {"description": draft.description}
        summary = " ".join(draft.summary.split())
        if len(summary) > MAX_SUMMARY:
            self.notes.append("The summary was too long; it is whole in the description.")
            values["description"] = f"{summary}\n\n{draft.description}".strip()
            summary = summary[: MAX_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
        values["summary"] = summary
        for name in ("priority", "assignee", "due_date", "story_points", "labels"):
            value = self._resolve(name, getattr(draft, name))
            if value is not None:
                values[name] = value
        values["components"] = self._components(draft.components)
        values["issue_type"], values["parent_key"] = self._place(draft)
        return values

    def _resolve(self, name: str, value: Value) -> Value:
        """Return what the column holds, or None with a note."""
        try:
            return resolve(self.session, id_of(self.project), name, value)
        except _REFUSALS as error:
            field = name.removesuffix("_key").replace("_", " ")
            self.notes.append(f"The {field} was left empty. {in_words(error)}")
            return None

    def _components(self, names: Iterable[str]) -> tuple[int, ...]:
        found: set[int] = set()
        for name in names:
            try:
                found.add(id_of(projects.find_component(self.session, id_of(self.project), name)))
            except _REFUSALS as error:
                self.notes.append(f"A component was left out. {in_words(error)}")
        return tuple(sorted(found))

    def _place(self, draft: IssueDraft) -> tuple[int, int | None]:
        """Return type and parent as drafted if they fit; else without the parent. A sub-task without one is a task."""
        parent_id = self._resolve("parent_key", draft.parent_key) if draft.parent_key else None
        own = self._fit(draft.issue_type, parent_id)
        if isinstance(own, int):
            return own, parent_id
        others = [("Task", parent_id), ("Task", None)] if draft.issue_type == "Sub-task" else [(draft.issue_type, None)]
        for name, other_id in others:
            fitting = self._fit(name, other_id)
            if isinstance(fitting, int):
                self.notes.append(f"It was made a {name} {'without' if other_id is None else 'with'} a parent. {own}")
                return fitting, other_id
        raise BadInput(own)

    def _fit(self, name: str, parent_id: int | None) -> int | str:
        """Return the id of a type that may have this parent, or why it may not."""
        type_id = int(resolve(self.session, id_of(self.project), "issue_type", name))
        try:
            editing.check_parent(self.session, type_id, parent_id)
        except BadInput as error:
            return in_words(error)
        return type_id

    def _link(self, row: IssueRow, phrase: str, key: str) -> None:
        try:
            links.add(self.session, row, phrase, issues.get(self.session, key), self.stamp)
        except _REFUSALS as error:
            self.notes.append(f'The link "{phrase} {key}" was left out. {in_words(error)}')

    def command(self, command: CommandDraft) -> str | None:
        """Carry out one command and return the key it changed; None, with a note, when nothing was changed."""
        said = " ".join(filter(None, (command.action.replace("_", " "), command.key, command.value)))
        try:
            with self.session.begin_nested():
                key = carry_out(self.session, command, self.stamp)
        except _REFUSALS as error:
            self.notes.append(f'The command "{said}" was left out. {in_words(error)}')
            return None
        if key is None:
            self.notes.append(f'The command "{said}" changed nothing: it is so already.')
        return key

    def page(self, space_key: str, draft: PageDraft) -> int:
        """Create the page under the space's home page and return its id; a taken title gets a number."""
        if not draft.title.strip():
            raise BadInput("The page has no title.", hint="Write one, or leave the page out.")
        space = pages.get_space(self.session, space_key)
        title = page_edits.free_title(self.session, id_of(space), draft.title)
        if title != " ".join(draft.title.split()):
            self.notes.append(f"The page is called {title!r}.")
        home = pages.home(self.session, space)
        new = page_edits.NewPage(title, to_storage(page_markdown(draft)), None if home is None else home.id)
        return id_of(page_edits.create(self.session, space, new, self.stamp))
