"""Markdown, storage format and safe HTML: pure functions over libraries."""
