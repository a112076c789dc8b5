"""The page: gradio components around the screens, and their events."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.ui import board, capture
from assistant.ui.actions import act, open_link, told
from assistant.ui.render import render
from assistant.ui.screens import Changes, Desk, Place

TITLE = "Work item assistant"
_EXAMPLE = (
    "The login page crashes on Safari when the password has an umlaut. That's urgent, Priya please take it, "
    "by next Friday. And move DEMO-2 to in progress."
)

_SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")
_SYSTEM_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")

Events = dict[str, Any]


def theme() -> gr.themes.Base:
    """Return a theme with the system's own fonts, so that none is fetched from anywhere."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.indigo,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=_SYSTEM_FONTS,
        font_mono=_SYSTEM_MONO,
    )


def build(desk: Desk) -> gr.Blocks:
    """Build the page."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        parts = _layout(desk)
        _connect(page, desk, parts)
    return page


def _layout(desk: Desk) -> Events:
    """Lay out the page and return its parts by name."""
    parts: Events = {}
    place = desk.place()
    with gr.Row(elem_id="top"):
        gr.HTML(render("brand.html", title=TITLE), elem_id="brand", **_PLAIN)
        parts["project"] = gr.Dropdown(
            [place.project_key], value=place.project_key, label="Project", elem_id="project", min_width=120, scale=0
        )
        parts["space"] = gr.Dropdown(
            [place.space_key], value=place.space_key, label="Pages go to", elem_id="space", min_width=120, scale=0
        )
    parts["notice"] = gr.HTML("", elem_id="notice", **_PLAIN)
    with gr.Tabs(selected="capture", elem_id="tabs") as parts["tabs"]:
        with gr.Tab("Capture", id="capture", elem_id="tab-capture"):
            _capture(parts)
        with gr.Tab("Board", id="board", elem_id="tab-board"):
            parts["filter"] = gr.Textbox(
                placeholder="Filter by words or key",
                label="Filter the board",
                show_label=False,
                container=False,
                elem_id="board-filter",
                max_lines=1,
            )
            parts["board"] = gr.HTML("", elem_id="board", **_PLAIN)
        with gr.Tab("Issue", id="issue", elem_id="tab-issue"):
            parts["issue"] = gr.HTML("", elem_id="issue", **_PLAIN)
        with gr.Tab("Pages", id="pages", elem_id="tab-pages"):
            parts["pages"] = gr.HTML("", elem_id="pages", **_PLAIN)
        with gr.Tab("Evaluate", id="evaluate", elem_id="tab-evaluate"):
            parts["evaluate"] = gr.HTML("", elem_id="evaluate", **_PLAIN)
    parts["message"] = gr.Textbox(visible="hidden", elem_id="message")
    parts["send"] = gr.Button("Send", visible="hidden", elem_id="send")
    return parts


_PLAIN: Events = {"apply_default_css": False, "js_on_load": None}


def _capture(parts: Events) -> None:
    with gr.Column(elem_id="stage-start") as parts["start"]:
        gr.HTML(render("welcome.html"), **_PLAIN)
        with gr.Tabs(elem_id="ways"):
            with gr.Tab("Speak", elem_id="way-speak"):
                parts["microphone"] = gr.Audio(
                    sources=["microphone"], type="filepath", label="Microphone", elem_id="microphone", editable=False
                )
                parts["draft_speech"] = gr.Button("Draft", variant="primary", elem_id="draft-speech", interactive=False)
            with gr.Tab("Upload", elem_id="way-upload"):
                parts["upload"] = gr.File(
                    label="A recording: wav, mp3, m4a, ogg, opus, flac, webm or mp4",
                    type="filepath",
                    elem_id="upload",
                    height=150,
                )
                parts["draft_upload"] = gr.Button("Draft", variant="primary", elem_id="draft-upload", interactive=False)
            with gr.Tab("Write", elem_id="way-write"):
                parts["text"] = gr.Textbox(
                    label="What is to be done?", placeholder=_EXAMPLE, lines=5, max_lines=20, elem_id="say"
                )
                parts["draft_text"] = gr.Button("Draft", variant="primary", elem_id="draft-text")
        parts["waiting"] = gr.HTML("", elem_id="waiting", **_PLAIN)
    with gr.Column(visible=False, elem_id="stage-work") as parts["working"]:
        parts["work"] = gr.HTML("", elem_id="work", **_PLAIN)
        parts["stop"] = gr.Button("Stop", elem_id="stop", scale=0)
    with gr.Column(visible=False, elem_id="stage-review") as parts["reviewing"]:
        parts["review"] = gr.HTML("", elem_id="review", **_PLAIN)


def _connect(page: gr.Blocks, desk: Desk, parts: Events) -> None:
    """Give every event its handler; all of them may change any part of the page."""
    place = [parts["project"], parts["space"], parts["filter"]]
    shared: Events = {
        "outputs": [parts[name] for name in _OUTPUTS],
        "show_progress": "hidden",
        "concurrency_limit": None,  # every tab and every job has its own turn
        "api_visibility": "private",
    }
    page.load(_loader(desk, parts), place, **shared)
    handler = _handler(desk, parts, act)
    sent = parts["send"].click(handler, [*place, parts["message"]], js=_TAKE, trigger_mode="multiple", **shared)
    sent.then(None, None, None, js="() => window.assistant.done()")
    for way, draft in _WAYS.items():
        button = parts[f"draft_{way}"]
        button.click(_handler(desk, parts, draft), [*place, parts[_SOURCES[way]]], **shared)
    for way in ("speech", "upload"):  # a press before the sound has arrived would find nothing
        source = parts[_SOURCES[way]]
        source.change(_when_given, [source], [parts[f"draft_{way}"]], show_progress="hidden", api_visibility="private")
    parts["stop"].click(None, None, None, js="() => window.assistant.stop()")
    for event in (parts["project"].input, parts["filter"].change):  # a pasted filter is a change without a key
        event(_handler(desk, parts, _show_board), place, trigger_mode="always_last", **shared)


def _handler(desk: Desk, parts: Events, make: Callable[..., Iterator[Changes]]) -> Callable[..., Iterator[Events]]:
    """Return an event handler: steps of a screen become updates, and errors become words."""

    def steps(chosen: tuple[str, str, str], values: tuple[Any, ...]) -> Iterator[Changes]:
        yield from make(desk, desk.place(*chosen), *values)

    def handler(project: str, space: str, text: str, *values: Any) -> Iterator[Events]:
        for changes in told(steps((project, space, text), values)):
            yield updates(parts, changes)

    return handler


def _loader(desk: Desk, parts: Events) -> Callable[..., Iterator[Events]]:
    """Return what happens when the page is opened: it shows what its address names."""
    handler = _handler(desk, parts, open_link)

    def load(project: str, space: str, text: str, request: gr.Request) -> Iterator[Events]:
        yield _names(desk, parts)
        yield from handler(project, space, text, dict(request.query_params))

    return load


def _when_given(path: str | None) -> Any:
    """Let the button be pressed once there is something to draft from."""
    return gr.Button(interactive=bool(path))


def _show_board(desk: Desk, place: Place) -> Iterator[Changes]:
    yield board.show(desk, place)


def _draft_speech(desk: Desk, place: Place, path: str | None) -> Iterator[Changes]:
    return capture.draft_recording(desk, place, path, "Microphone")


def _draft_upload(desk: Desk, place: Place, path: str | None) -> Iterator[Changes]:
    return capture.draft_recording(desk, place, path, "")


_WAYS: dict[str, Callable[..., Iterator[Changes]]] = {
    "speech": _draft_speech,
    "upload": _draft_upload,
    "text": capture.draft_text,
}
_SOURCES = {"speech": "microphone", "upload": "upload", "text": "text"}

#: The parts that an answer may change.
_OUTPUTS = (
    *("project", "space", "notice", "tabs", "start", "working", "reviewing", "waiting", "work", "review"),
    *("microphone", "upload", "text", "board", "issue", "pages", "evaluate"),
)

#: The page queues messages; the event takes the oldest one in place of the hidden textbox's value.
_TAKE = "(project, space, filter) => [project, space, filter, window.assistant.take()]"


def _names(desk: Desk, parts: Events) -> Events:
    """Offer the projects and spaces there are now."""
    store = desk.assistant.store
    return {
        parts["project"]: gr.Dropdown(choices=[(f"{p.key} – {p.name}", p.key) for p in store.projects()]),
        parts["space"]: gr.Dropdown(choices=[(f"{s.key} – {s.name}", s.key) for s in store.spaces()]),
    }


def updates(parts: Events, changes: Changes) -> Events:
    """Turn changes into gradio's updates."""
    result: Events = {parts["notice"]: changes.get("notice", gr.skip())}
    for name in ("waiting", "work", "review", "board", "issue", "pages", "evaluate"):
        if name in changes:
            result[parts[name]] = changes[name]
    if "tab" in changes:
        result[parts["tabs"]] = gr.Tabs(selected=changes["tab"])
    if "stage" in changes:
        for stage, part in (("start", "start"), ("work", "working"), ("review", "reviewing")):
            result[parts[part]] = gr.Column(visible=changes["stage"] == stage)
    if changes.get("clear"):
        result |= {parts["microphone"]: None, parts["upload"]: None, parts["text"]: ""}
    return result
