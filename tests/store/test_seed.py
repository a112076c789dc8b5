"""The seed is what its data says."""

from datetime import UTC, datetime

from assistant.store import Store, seed


def test_every_seeded_issue_is_there(store: Store) -> None:
    found = {issue.key: issue for issue in store.issues("DEMO")}
    assert list(found) == [f"DEMO-{at}" for at in range(1, len(seed.ISSUES) + 1)]
    for wanted, issue in zip(seed.ISSUES, found.values(), strict=True):
        assert (issue.summary, issue.issue_type, issue.status) == (wanted.summary, wanted.issue_type, wanted.status)
        assert (issue.priority, issue.parent_key) == (wanted.priority, wanted.parent)
        assert (issue.assignee and issue.assignee.display_name) == wanted.assignee
        assert issue.components == tuple(sorted(wanted.components))
        assert [comment.body for comment in store.comments(issue.key)] == [c.body for c in wanted.comments]
        assert {(phrase, key) for phrase, key in wanted.links} <= {(link.phrase, link.key) for link in issue.links}
        assert issue.created <= issue.updated <= datetime.now(UTC)
        times = [entry.created for entry in store.history(issue.key)]
        assert times == sorted(times)


def test_people_components_and_owner(store: Store) -> None:
    assert [user.display_name for user in store.people()] == sorted(person.name for person in seed.PEOPLE)
    assert store.components("DEMO") == sorted(seed.COMPONENTS)
    lead = store.project("DEMO").lead
    assert lead is not None
    assert (lead.display_name, lead.email) == ("Demo Admin", "admin@example.com")
