"""The store that behaves like Jira and Confluence."""
