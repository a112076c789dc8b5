"""The store that behaves like Jira and Confluence."""

from assistant.store.durations import format_duration, parse_duration
from assistant.store.store import Store

__all__ = ["Store", "format_duration", "parse_duration"]
