"""Values on the Confluence side of the store."""

from datetime import datetime

from assistant.schema.base import Value
from assistant.schema.jira import User


class Space(Value):
    """A container of pages."""

    key: str
    name: str
    homepage_id: int | None = None


class PageVersion(Value):
    """One numbered edit of a page; `storage` is the body in Confluence's XHTML storage format."""

    number: int
    created: datetime
    author: User | None
    message: str
    title: str
    storage: str


class Page(Value):
    """A titled document in a space, at its latest version. `ancestors` runs from the root to the parent."""

    id: int
    space_key: str
    title: str
    storage: str
    parent_id: int | None
    ancestors: tuple[int, ...]
    version: int
    author: User | None
    created: datetime
    updated: datetime
    review_id: int | None = None
