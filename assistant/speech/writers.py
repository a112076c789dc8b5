"""Transcripts as files: plain text, SubRip and WebVTT captions, JSON."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.schema.transcript import Segment, Transcript, Word

#: What caption players and people manage: two lines of this many characters, for a few seconds.
LINE_CHARS = 42
CUE_CHARS = 2 * LINE_CHARS
CUE_SECONDS = 7.0

#: A pause this long starts a new caption, so that words do not show long before they are said.
_PAUSE_SECONDS = 1.0
_ARROW = re.compile("-{2,}>")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")


@dataclass(frozen=True)
class Cue:
    """A caption: what to show, and from when until when in seconds."""

    start: float
    end: float
    text: str


def to_txt(transcript: Transcript) -> str:
    """Return the words, a line for every segment."""
    return "".join(f"{segment.text}\n" for segment in transcript.segments)


def to_srt(transcript: Transcript) -> str:
    """Return SubRip captions."""
    blocks = (
        f"{number}\n{_stamp(cue.start, ',')} --> {_stamp(cue.end, ',')}\n{_lines(cue.text)}\n"
        for number, cue in enumerate(cues(transcript), 1)
    )
    return "\n".join(blocks)


def to_vtt(transcript: Transcript) -> str:
    """Return WebVTT captions."""
    blocks = (
        f"{_stamp(cue.start, '.')} --> {_stamp(cue.end, '.')}\n{_escape(_lines(cue.text))}\n"
        for cue in cues(transcript)
    )
    return "\n".join(("WEBVTT\n", *blocks))


def to_json(transcript: Transcript) -> str:
    """Return everything that is known; `Transcript.model_validate_json` reads it back."""
    return transcript.model_dump_json(indent=2) + "\n"


#: The writers by the name of their format, which is also the suffix of their files.
FORMATS: dict[str, Callable[[Transcript], str]] = {"txt": to_txt, "srt": to_srt, "vtt": to_vtt, "json": to_json}


def cues(transcript: Transcript) -> list[Cue]:
    """Cut a transcript into captions that can be read in time: in order, not overlapping, none without length."""
    found = [cue for segment in transcript.segments for cue in _segment_cues(segment, transcript.text)]
    timed: list[Cue] = []
    for cue in found:
        start = round(max(cue.start, timed[-1].end if timed else 0.0), 3)
        timed.append(Cue(start, round(max(cue.end, start + 0.001), 3), cue.text))
    return timed


def _segment_cues(segment: Segment, text: str) -> Iterator[Cue]:
    if not segment.words:
        yield from _without_words(segment)
        return
    for group in _groups(segment.words):
        shown = text[group[0].start_char : group[-1].end_char]
        yield Cue(group[0].start, group[-1].end, shown)


def _without_words(segment: Segment) -> Iterator[Cue]:
    """Share a segment's time among its captions by their length."""
    parts = textwrap.wrap(segment.text, CUE_CHARS)
    share = (segment.end - segment.start) / max(sum(map(len, parts)), 1)
    start = segment.start
    for part in parts:
        yield Cue(start, start + share * len(part), part)
        start += share * len(part)


def _groups(words: Iterable[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        if group and _starts_anew(group, word):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _starts_anew(group: list[Word], word: Word) -> bool:
    first, last = group[0], group[-1]
    return (
        word.end_char - first.start_char > CUE_CHARS
        or word.end - first.start > CUE_SECONDS
        or word.start - last.end > _PAUSE_SECONDS
        or (last.word.endswith(_SENTENCE_END) and word.start_char > last.end_char)
    )


def _lines(text: str) -> str:
    """Break a caption into lines. Neither format allows an arrow in its text, so that is spelt otherwise."""
    return "\n".join(textwrap.wrap(_ARROW.sub("->", text), LINE_CHARS))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float, point: str) -> str:
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"
