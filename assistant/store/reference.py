"""What every store holds before anything else: issue types, priorities, statuses, resolutions, link types."""

from sqlmodel import Session

from assistant.store.tables import IssueTypeRow, LinkTypeRow, PriorityRow, ResolutionRow, StatusRow

TO_DO, IN_PROGRESS, DONE = "To Do", "In Progress", "Done"

#: Name and level: a parent is exactly one level above its children.
ISSUE_TYPES = (("Epic", 1), ("Story", 0), ("Task", 0), ("Bug", 0), ("Sub-task", -1))

#: Most urgent first.
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")

#: Name and category, in board order.
STATUSES = ((TO_DO, TO_DO), (IN_PROGRESS, IN_PROGRESS), (DONE, DONE))

RESOLUTIONS = ("Done", "Won't Do", "Duplicate", "Cannot Reproduce")

#: Name, how the source reads it, how the target reads it.
LINK_TYPES = (
    ("Blocks", "blocks", "is blocked by"),
    ("Relates", "relates to", "relates to"),
    ("Duplicate", "duplicates", "is duplicated by"),
    ("Cloners", "clones", "is cloned by"),
)

#: Number and target of the moves of a new project; each may be made from every other status.
TRANSITIONS = ((11, TO_DO), (21, IN_PROGRESS), (31, DONE))


def add_reference(session: Session) -> None:
    """Write the reference data into an empty store."""
    session.add_all(IssueTypeRow(name=name, level=level) for name, level in ISSUE_TYPES)
    session.add_all(PriorityRow(name=name, position=at) for at, name in enumerate(PRIORITIES))
    session.add_all(StatusRow(name=name, category=category) for name, category in STATUSES)
    session.add_all(ResolutionRow(name=name) for name in RESOLUTIONS)
    session.add_all(LinkTypeRow(name=name, outward=outward, inward=inward) for name, outward, inward in LINK_TYPES)
    session.flush()
