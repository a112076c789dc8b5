"""What a command is read against: the issue in focus, the work drafted so far, the command before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.commands.view import View
from assistant.drafting.evidence import quote
from assistant.drafting.reading import KEY, Reading
from assistant.nlp.keys import KeyMention
from assistant.nlp.sentences import Sentence
from assistant.nlp.words import content, overlap
from assistant.schema.draft import CommandAction, CommandDraft

_PLURAL = re.compile(r"(?:them|both|these|those|(?:this|that|these|those) (?:two|ones|tickets|issues))\b")
_PRONOUN = re.compile(
    r"(?:it|this|that|(?:this|that|the|the same) (?:one|ticket|issue|task|bug|story|card|item|epic|same \w+))$"
)
_VAGUE = re.compile(r"(?:the|this|that|our|my) .+ (?:one|ticket|issue|task|bug|story|card|item|epic)$")


@dataclass(frozen=True)
class Scene:
    """`focus` is the issue last spoken of, `own` the words of the work drafted so far, `last` the command before."""

    focus: str | None = None
    own: Sequence[set[str]] = ()
    last: CommandDraft | None = None
    recent: tuple[str, ...] = ()

    def seeing(self, key: str) -> "Scene":
        """Return the scene after an issue was spoken of."""
        return replace(self, focus=key, recent=(*(k for k in self.recent if k != key), key)[-3:])


@dataclass(frozen=True)
class Segment:
    """A stretch of a view that may hold one command, up to where the next begins."""

    view: View
    start: int
    end: int
    sentence: Sentence

    @property
    def words(self) -> str:
        """Its cleaned words."""
        return self.view.words[self.start : self.end].strip(" ,")

    @property
    def offset(self) -> int:
        """Where `words` begins in the view."""
        raw = self.view.words[self.start : self.end]
        return self.start + len(raw) - len(raw.lstrip(" ,"))

    @property
    def reading(self) -> Reading:
        """The text it is part of."""
        return self.view.reading

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Return the span of the whole text that ``words[start:end]`` came from."""
        end = len(self.words) if end is None else end
        return self.view.original(self.offset + start, self.offset + end)


@dataclass(frozen=True)
class Target:
    """What words name: known keys, or a mention that must be asked about."""

    keys: tuple[str, ...] = ()
    unknown: KeyMention | None = None
    bare: bool = False
    pronoun: bool = False


def command(
    segment: Segment, action: CommandAction, key: str | None, value: str | None, span: tuple[int, int] | None = None
) -> CommandDraft:
    """Return a command whose evidence is the segment, or `span`."""
    start, end = span or segment.span()
    text = segment.reading.text
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip(" ,"))
    end = start + len(text[start:end].rstrip(" ,.!?;\n"))
    return CommandDraft(action=action, key=key, value=value, evidence=(quote(action, start, end, text),))


def target(segment: Segment, scene: Scene, start: int, end: int) -> Target:
    """Return which issues ``words[start:end]`` of a segment names."""
    found = list(mentions(segment, scene, start, end))
    if found:
        keys = tuple(dict.fromkeys(key for key, _, _ in found if key))
        unknown = next((mention for key, mention, _ in found if key is None and mention), None)
        return Target(keys, unknown, all(bare for _, _, bare in found))
    words = segment.words[start:end].strip()
    if _PLURAL.match(words) and len(scene.recent) > 1:
        return Target(scene.recent[-2:], pronoun=True)
    if _PRONOUN.match(words) or _PLURAL.match(words):
        return Target((scene.focus,) if scene.focus else (), pronoun=True)
    if _VAGUE.match(words) and not scene.own:
        place = segment.span(start, end)
        nearest = segment.reading.index.described(words.rpartition(" ")[0], 0.3)
        heard = segment.reading.text[slice(*place)].strip()
        return Target((), KeyMention(*place, None, heard, tuple(key for key, _ in nearest[:3])))
    return Target()


def mentions(
    segment: Segment, scene: Scene, start: int = 0, end: int | None = None
) -> Iterator[tuple[str | None, KeyMention | None, bool]]:
    """Yield the issues named by key or description: key, mention and whether the description stands bare."""
    words = segment.words
    for run in re.finditer(f"{KEY}+", words[:end]):
        if run.start() < start:
            continue
        named = segment.view.named.get(segment.offset + run.start())
        if named:
            if not _is_own(segment, scene, run):
                yield named.key, named.mention, named.bare
            continue
        mention = segment.reading.key_at(segment.view.places[segment.offset + run.start()])
        if mention:
            yield mention.key, mention, False


def _is_own(segment: Segment, scene: Scene, run: re.Match[str]) -> bool:
    """Whether a description fits work drafted a moment ago at least as well."""
    said = set(content(segment.reading.plain[slice(*segment.span(run.start(), run.end()))]))
    return any(overlap(said, stems) >= 0.7 for stems in scene.own)
