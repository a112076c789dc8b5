"""Writes the seed into a new store, dated back so that it looks lived in."""

import hashlib
from datetime import timedelta

from sqlmodel import Session

from assistant.markup.markdown import to_storage
from assistant.store import editing, issues, links, page_edits, pages, people, projects, remarks, seed, workflow
from assistant.store.fields import resolve
from assistant.store.page_edits import NewPage
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import ProjectRow, now


def plant(session: Session) -> None:
    """Write the demo project, its people and issues, and the demo space."""
    for person in seed.PEOPLE:
        people.add(session, person.name, person.email, admin=person.admin, account_id=_account_id(person.email))
    owner = people.stamp(session, None)
    project = projects.create(session, *seed.PROJECT, lead_id=owner.author_id)
    for name in seed.COMPONENTS:
        projects.add_component(session, id_of(project), name)
    for issue in seed.ISSUES:
        _plant_issue(session, project, issue)
    rows = [(issue, issues.get(session, f"{project.key}-{at}")) for at, issue in enumerate(seed.ISSUES, start=1)]
    for issue, row in rows:
        for phrase, key in issue.links:
            links.add(session, row, phrase, issues.get(session, key), _stamp(session, issue.reporter, issue.days_ago))
    for issue, row in rows:
        moved = _stamp(session, issue.assignee or issue.reporter, issue.days_ago / 4)
        workflow.transition(session, row, issue.status, moved)
    _plant_pages(session, owner)


def _account_id(email: str) -> str:
    """Return an account id that is the same in every new store."""
    return hashlib.sha256(email.encode()).hexdigest()[:24]


def _stamp(session: Session, author: str, days_ago: float) -> Stamp:
    return Stamp(people.find(session, author).id, None, now() - timedelta(days=days_ago))


def _plant_issue(session: Session, project: ProjectRow, issue: seed.SeedIssue) -> None:
    made = _stamp(session, issue.reporter, issue.days_ago)
    due = None if issue.due_in_days is None else (now() + timedelta(days=issue.due_in_days)).date()
    said = {
        "summary": issue.summary,
        "description": issue.description,
        "issue_type": issue.issue_type,
        "priority": issue.priority,
        "assignee": issue.assignee,
        "due_date": due,
        "story_points": issue.story_points,
        "components": issue.components,
        "labels": issue.labels,
        "parent_key": issue.parent,
    }
    values = {name: resolve(session, id_of(project), name, value) for name, value in said.items()}
    row = editing.insert(session, project, values, made)
    for at, comment in enumerate(issue.comments, start=1):
        remarks.add_comment(session, row, comment.body, _stamp(session, comment.author, issue.days_ago / (at + 1)))


def _plant_pages(session: Session, owner: Stamp) -> None:
    space = page_edits.create_space(session, *seed.SPACE, to_storage(seed.HOME_BODY), owner)
    home = pages.home(session, space)
    for page in seed.PAGES:
        above = pages.find_title(session, id_of(space), page.parent) if page.parent else home
        new = NewPage(page.title, to_storage(page.body), None if above is None else above.id)
        page_edits.create(session, space, new, _stamp(session, page.author, 20))
