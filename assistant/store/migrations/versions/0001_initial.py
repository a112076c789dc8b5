"""The first schema: people, projects, issues and their history, reviews, spaces and pages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _create_directory()
    _create_projects()
    _create_reviews()
    _create_issues()
    _create_remarks()
    _create_pages()


def _create_directory() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.String(64), unique=True, nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_users_display_name", "users", ["display_name"])
    op.create_index("ix_users_email", "users", ["email"])
    op.create_table(
        "issue_types",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), unique=True, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
    )
    op.create_table(
        "priorities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), unique=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_table(
        "statuses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), unique=True, nullable=False),
        sa.Column("category", sa.String(), nullable=False),
    )
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), unique=True, nullable=False),
    )
    op.create_table(
        "link_types",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), unique=True, nullable=False),
        sa.Column("outward", sa.String(), nullable=False),
        sa.Column("inward", sa.String(), nullable=False),
    )


def _create_projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), unique=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "project_statuses",
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id"), primary_key=True),
        sa.Column("status_id", sa.Integer(), sa.ForeignKey("statuses.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), sa.ForeignKey("statuses.id")),
        sa.Column("to_id", sa.Integer(), sa.ForeignKey("statuses.id"), nullable=False),
        sa.UniqueConstraint("project_id", "number"),
    )
    op.create_table(
        "components",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.UniqueConstraint("project_id", "name"),
        sqlite_autoincrement=True,
    )


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("project_key", sa.String(), nullable=False),
        sa.Column("space_key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recording", sa.String()),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("transcript", sa.JSON()),
        sa.Column("drafts", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON()),
        sa.Column("applied", sa.JSON()),
        sa.Column("decided", sa.DateTime()),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("users.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_fingerprint", "reviews", ["fingerprint"])
    op.create_index("ix_reviews_status", "reviews", ["status"])


def _create_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), unique=True, nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("issue_type_id", sa.Integer(), sa.ForeignKey("issue_types.id"), nullable=False),
        sa.Column("status_id", sa.Integer(), sa.ForeignKey("statuses.id"), nullable=False),
        sa.Column("priority_id", sa.Integer(), sa.ForeignKey("priorities.id")),
        sa.Column("resolution_id", sa.Integer(), sa.ForeignKey("resolutions.id")),
        sa.Column("assignee_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("reporter_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("creator_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("issues.id")),
        sa.Column("due_date", sa.Date()),
        sa.Column("story_points", sa.Float()),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
        sa.Column("resolved", sa.DateTime()),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sa.UniqueConstraint("project_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issues_assignee_id", "issues", ["assignee_id"])
    op.create_index("ix_issues_board", "issues", ["project_id", "status_id", "rank"])
    op.create_index("ix_issues_created", "issues", ["created"])
    op.create_index("ix_issues_due_date", "issues", ["due_date"])
    op.create_index("ix_issues_issue_type_id", "issues", ["issue_type_id"])
    op.create_index("ix_issues_parent_id", "issues", ["parent_id"])
    op.create_index("ix_issues_priority_id", "issues", ["priority_id"])
    op.create_index("ix_issues_rank", "issues", ["rank"])
    op.create_index("ix_issues_reporter_id", "issues", ["reporter_id"])
    op.create_index("ix_issues_review_id", "issues", ["review_id"])
    op.create_index("ix_issues_status_id", "issues", ["status_id"])
    op.create_index("ix_issues_updated", "issues", ["updated"])
    op.create_table(
        "issue_components",
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("component_id", sa.Integer(), sa.ForeignKey("components.id"), primary_key=True),
    )
    op.create_index("ix_issue_components_component_id", "issue_components", ["component_id"])
    op.create_table(
        "issue_labels",
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("label", sa.String(), primary_key=True),
    )
    op.create_index("ix_issue_labels_label", "issue_labels", ["label"])
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("link_type_id", sa.Integer(), sa.ForeignKey("link_types.id"), nullable=False),
        sa.Column("source_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False),
        sa.Column("target_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sa.UniqueConstraint("link_type_id", "source_id", "target_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_links_review_id", "links", ["review_id"])
    op.create_index("ix_links_source_id", "links", ["source_id"])
    op.create_index("ix_links_target_id", "links", ["target_id"])


def _create_remarks() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_issue_id", "comments", ["issue_id"])
    op.create_index("ix_comments_review_id", "comments", ["review_id"])
    op.create_table(
        "worklogs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("seconds_spent", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_worklogs_issue_id", "worklogs", ["issue_id"])
    op.create_index("ix_worklogs_review_id", "worklogs", ["review_id"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issues.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_issue_id", "changes", ["issue_id"])
    op.create_index("ix_changes_review_id", "changes", ["review_id"])
    op.create_table(
        "change_items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before_id", sa.Text()),
        sa.Column("before_text", sa.Text()),
        sa.Column("after_id", sa.Text()),
        sa.Column("after_text", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_items_change_id", "change_items", ["change_id"])


def _create_pages() -> None:
    op.create_table(
        "spaces",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), unique=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("space_id", sa.Integer(), sa.ForeignKey("spaces.id"), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("contents.id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("homepage", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("reviews.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contents_parent_id", "contents", ["parent_id"])
    op.create_index("ix_contents_review_id", "contents", ["review_id"])
    op.create_index("ix_contents_space_id", "contents", ["space_id"])
    op.create_index(
        "ix_contents_title",
        "contents",
        ["space_id", "title_key"],
        unique=True,
        sqlite_where=sa.text("type = 'page' AND status = 'current'"),
        postgresql_where=sa.text("type = 'page' AND status = 'current'"),
    )
    op.create_table(
        "content_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("content_id", sa.Integer(), sa.ForeignKey("contents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("storage", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.UniqueConstraint("content_id", "number"),
    )
