"""What a new store holds so that it can be tried at once, as plain data: people, components, issues and pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SeedPerson:
    """A person of the directory."""

    name: str
    email: str
    admin: bool = False


@dataclass(frozen=True)
class SeedComment:
    """A remark somebody made."""

    author: str
    body: str


@dataclass(frozen=True)
class SeedIssue:
    """An issue; its key is its place in `ISSUES`: the first is DEMO-1."""

    summary: str
    issue_type: str
    status: str = "To Do"
    priority: str | None = None
    assignee: str | None = None
    reporter: str = "Demo Admin"
    description: str = ""
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    story_points: float | None = None
    due_in_days: int | None = None
    parent: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    comments: tuple[SeedComment, ...] = ()
    days_ago: int = 10


@dataclass(frozen=True)
class SeedPage:
    """A page, in markdown, under the page titled `parent` or else under the home page."""

    title: str
    body: str
    author: str
    parent: str | None = None


PROJECT = ("DEMO", "Demo project", "A small team that builds a customer portal. Try things here.")
SPACE = ("DEMO", "Demo space")

PEOPLE = (
    SeedPerson("Demo Admin", "admin@example.com", admin=True),
    SeedPerson("Priya Natarajan", "priya.natarajan@example.com"),
    SeedPerson("Tom Becker", "tom.becker@example.com"),
    SeedPerson("Emma Clarke", "emma.clarke@example.com"),
    SeedPerson("Luis Ortega", "luis.ortega@example.com"),
    SeedPerson("Mei Chen", "mei.chen@example.com"),
    SeedPerson("Amara Okafor", "amara.okafor@example.com"),
    SeedPerson("Jonas Weber", "jonas.weber@example.com"),
    SeedPerson("Sofia Rossi", "sofia.rossi@example.com"),
)

COMPONENTS = ("api", "web", "mobile", "database", "infrastructure", "billing")

ISSUES = (
    SeedIssue(  # DEMO-1
        "Customer portal launch",
        "Epic",
        status="In Progress",
        priority="High",
        assignee="Amara Okafor",
        description="Everything a customer needs to see orders and invoices without writing to us.",
        components=("web", "billing"),
        labels=("portal",),
        days_ago=40,
    ),
    SeedIssue(  # DEMO-2
        "Show the order history in the portal",
        "Story",
        status="In Progress",
        priority="High",
        assignee="Emma Clarke",
        description="As a customer I want to see my past orders, newest first, with their state.",
        components=("web", "api"),
        labels=("portal",),
        story_points=5,
        parent="DEMO-1",
        comments=(SeedComment("Amara Okafor", "Twelve months are enough for the first version."),),
        days_ago=35,
    ),
    SeedIssue(  # DEMO-3
        "Download invoices as PDF",
        "Story",
        priority="Medium",
        assignee="Luis Ortega",
        description="A button beside every invoice gives the PDF that we also send by mail.",
        components=("web", "billing"),
        labels=("portal",),
        story_points=3,
        due_in_days=21,
        parent="DEMO-1",
        days_ago=34,
    ),
    SeedIssue(  # DEMO-4
        "Login page times out on slow networks",
        "Bug",
        priority="High",
        assignee="Priya Natarajan",
        reporter="Sofia Rossi",
        description="On a slow connection the login page gives up after ten seconds.\n\n1. Throttle to 3G\n2. Log in",
        components=("web",),
        labels=("login",),
        days_ago=20,
    ),
    SeedIssue(  # DEMO-5
        "Rotate the signing keys",
        "Task",
        priority="Medium",
        assignee="Tom Becker",
        description="The keys that sign session tokens are two years old.",
        components=("infrastructure",),
        labels=("security",),
        due_in_days=14,
        days_ago=18,
    ),
    SeedIssue(  # DEMO-6
        "Duplicate charges when a card payment is retried",
        "Bug",
        status="In Progress",
        priority="Highest",
        assignee="Mei Chen",
        reporter="Amara Okafor",
        description="A retry after a gateway timeout charges the card a second time. Three customers so far.",
        components=("billing", "api"),
        labels=("payments",),
        links=(("blocks", "DEMO-3"),),
        comments=(
            SeedComment("Mei Chen", "The gateway takes an idempotency key; we never send one."),
            SeedComment("Amara Okafor", "Please refund the three customers by hand for now."),
        ),
        days_ago=9,
    ),
    SeedIssue(  # DEMO-7
        "Move the nightly backups to the new storage bucket",
        "Task",
        status="Done",
        priority="Medium",
        assignee="Jonas Weber",
        components=("infrastructure", "database"),
        days_ago=30,
    ),
    SeedIssue(  # DEMO-8
        "Dark mode for the mobile app",
        "Story",
        priority="Low",
        description="Follow the setting of the phone.",
        components=("mobile",),
        story_points=8,
        days_ago=25,
    ),
    SeedIssue(  # DEMO-9
        "Search returns stale results after an import",
        "Bug",
        status="In Progress",
        priority="Medium",
        assignee="Sofia Rossi",
        reporter="Emma Clarke",
        components=("database", "api"),
        labels=("search",),
        days_ago=12,
    ),
    SeedIssue(  # DEMO-10
        "Add an index on the orders table",
        "Sub-task",
        status="Done",
        assignee="Jonas Weber",
        components=("database",),
        parent="DEMO-2",
        comments=(SeedComment("Jonas Weber", "The slow query went from 4 s to 30 ms."),),
        days_ago=15,
    ),
    SeedIssue(  # DEMO-11
        "Write the runbook for payment outages",
        "Task",
        priority="Medium",
        components=("infrastructure", "billing"),
        links=(("relates to", "DEMO-6"),),
        days_ago=7,
    ),
    SeedIssue(  # DEMO-12
        "App crashes when a photo is uploaded from the gallery",
        "Bug",
        priority="High",
        assignee="Luis Ortega",
        reporter="Sofia Rossi",
        components=("mobile",),
        days_ago=5,
    ),
)

PAGES = (
    SeedPage(
        "Engineering handbook",
        "How this team works. Short pages, kept up to date.\n",
        "Amara Okafor",
    ),
    SeedPage(
        "How we release",
        "A release goes out every Tuesday.\n\n"
        "1. Everything for it is in **Done**.\n2. The change list is read aloud in the stand-up.\n"
        "3. Deploy, then watch the error rate for an hour.\n\n```bash\nmake release\n```\n",
        "Tom Becker",
        parent="Engineering handbook",
    ),
    SeedPage(
        "Meeting notes",
        "One page for each meeting worth remembering.\n",
        "Emma Clarke",
    ),
    SeedPage(
        "Portal kick-off",
        "## Summary\n\nThe customer portal starts with orders and invoices.\n\n"
        "## Decisions\n\n- Orders first, invoices second.\n- No mobile app work for the launch.\n\n"
        "## Open questions\n\n- Who answers questions from customers at the weekend?\n",
        "Emma Clarke",
        parent="Meeting notes",
    ),
)

HOME_BODY = "Welcome. Pages made from your meetings appear below this one.\n"
