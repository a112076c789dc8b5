"""`assistant pages`: list and show."""

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.config import Settings
from assistant.errors import BadInput, NotFound
from assistant.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """The store that the commands open."""
    opened = Store.open(Settings().store_url)
    yield opened
    opened.close()


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    if result.exception:
        raise result.exception
    return result.stdout


def test_list_is_a_tree(store: Store) -> None:
    lines = [line.rstrip() for line in run("pages", "list").splitlines()]
    assert lines == [
        "Demo space (DEMO)",
        "└── 1 Demo space  v1",
        "    ├── 2 Engineering handbook  v1",
        "    │   └── 3 How we release  v1",
        "    └── 4 Meeting notes  v1",
        "        └── 5 Portal kick-off  v1",
    ]
    store.create_space("OPS", "Operations")
    assert "Operations (OPS)" in run("pages", "list")
    assert "Operations" not in run("pages", "list", "--space", "demo")
    found = json.loads(run("pages", "list", "--json"))
    assert found == [page.model_dump(mode="json") for page in store.pages()]


@pytest.mark.parametrize("wanted", ["3", "How we release", "how  we RELEASE"])
def test_show_by_number_or_title(wanted: str) -> None:
    shown = run("pages", "show", wanted)
    assert "Tom Becker" in shown
    assert "1 Everything for it is in Done." in shown
    assert run("pages", "show", wanted, "--markdown") == (
        "A release goes out every Tuesday.\n\n1. Everything for it is in **Done**.\n"
        "2. The change list is read aloud in the stand-up.\n"
        "3. Deploy, then watch the error rate for an hour.\n\n```bash\nmake release\n```\n"
    )
    answer = json.loads(run("pages", "show", wanted, "--json"))
    assert (answer["page"]["id"], answer["versions"][0]["number"]) == (3, 1)
    assert answer["markdown"].startswith("A release")


def test_show_says_what_is_wrong(store: Store) -> None:
    for missing in ("99", "No such page", "9" * 30):
        with pytest.raises(NotFound):
            run("pages", "show", missing)
    store.create_space("OPS", "Operations")
    store.create_page("OPS", "Meeting notes", "")
    with pytest.raises(BadInput, match="2 pages") as caught:
        run("pages", "show", "Meeting notes")
    assert "OPS" in caught.value.hint
    with pytest.raises(BadInput, match="not both"):
        run("pages", "show", "1", "--json", "--markdown")
