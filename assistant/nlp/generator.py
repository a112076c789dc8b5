"""Text generation held to a JSON schema: whatever the model would like to say, its answer has the asked shape."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from assistant.errors import DraftingError, WeightsNotFound
from assistant.schema.base import Progress, no_progress

#: Tokens fed at once while the prompt is read: small enough that a cancel is heard within a second or two.
CHUNK_TOKENS = 192
#: How many copied tokens are tried at once, and how many tokens must agree before copying starts.
GUESS_TOKENS, GUESS_MATCH = 6, 2
_KEPT_PREFIXES = 4


@dataclass(frozen=True)
class Message:
    """One turn of a conversation with the model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Prompt:
    """What the model reads: a part that stays the same from call to call, and the task."""

    prefix: tuple[Message, ...]
    task: str


@dataclass(frozen=True)
class GenerateOptions:
    """Bounds of one generation; at either one it stops where it is."""

    max_new_tokens: int = 512
    seconds: float = 60.0


@dataclass(frozen=True)
class Generation:
    """What came out. `finished` is False when a bound cut it short: the text is then the beginning of an answer.

    `tokens` counts the answer, `steps` how often the model ran for it: forced and copied ones come cheap.
    """

    text: str
    finished: bool = True
    prompt_tokens: int = 0
    tokens: int = 0
    steps: int = 0
    prompt_seconds: float = 0.0
    seconds: float = 0.0


class Generator(Protocol):
    """Anything that answers a prompt with JSON that fits a schema."""

    weights: str

    def generate(
        self,
        prompt: Prompt,
        schema: Mapping[str, Any],
        options: GenerateOptions = GenerateOptions(),
        on_progress: Progress = no_progress,
    ) -> Generation:
        """Answer `prompt`; the text is JSON after `schema` (its beginning, if a bound was hit)."""
        ...


def load_generator(folder: Path, name: str, threads: int = 0) -> "TransformersGenerator":
    """Load the text weights of `folder` in 8 bits; nothing is ever fetched. `threads` 0 leaves the choice to torch."""
    import torch
    from llguidance.hf import from_tokenizer
    from transformers import AutoTokenizer

    from assistant.nlp.quantize import load_quantised

    if threads:
        torch.set_num_threads(threads)
    model = load_quantised(folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise WeightsNotFound(f"There is no tokenizer in {folder}.") from error
    return TransformersGenerator(name, model, tokenizer, from_tokenizer(tokenizer, n_vocab=model.config.vocab_size))


@dataclass
class _Run:
    """One answer in the making: the grammar, the tokens so far, and what the model has not read yet."""

    matcher: Any
    cache: Any
    source: list[int]
    pending: list[int]
    written: list[int] = field(default_factory=list)
    steps: int = 0

    def feed(self, token: int) -> None:
        """Take `token`, and all that the grammar then leaves no choice about."""
        self.matcher.consume_token(token)
        self.written.append(token)
        self.pending = [token]
        self.force()

    def force(self) -> None:
        forced = self.matcher.compute_ff_tokens()
        if forced:
            self.matcher.consume_tokens(forced)
            self.written.extend(forced)
            self.pending.extend(forced)

    def guess(self) -> list[int]:
        """Return tokens to try at once: what followed in the prompt where the last tokens were seen before."""
        if len(self.written) < GUESS_MATCH:
            return []
        last = self.written[-GUESS_MATCH:]
        for at in range(len(self.source) - GUESS_MATCH, -1, -1):
            if self.source[at : at + GUESS_MATCH] == last:
                copied = self.source[at + GUESS_MATCH : at + GUESS_MATCH + GUESS_TOKENS]
                return copied[: self.matcher.validate_tokens(copied)] if copied else []
        return []


class TransformersGenerator:
    """A causal language model that writes greedily inside a grammar.

    Three things save time: the attention states of a prompt's fixed part are kept, tokens that the grammar forces are
    read in one step together with the next one, and passages that are being copied from the prompt are tried at once.
    """

    def __init__(self, weights: str, model: Any, tokenizer: Any, grammar_tokenizer: Any) -> None:
        self.weights = weights
        self.model = model
        self.tokenizer = tokenizer
        self._grammar_tokenizer = grammar_tokenizer
        self._prefixes: dict[str, tuple[Any, int]] = {}
        self._lock = threading.Lock()

    def generate(
        self,
        prompt: Prompt,
        schema: Mapping[str, Any],
        options: GenerateOptions = GenerateOptions(),
        on_progress: Progress = no_progress,
    ) -> Generation:
        """Answer `prompt`; the text is JSON after `schema` (its beginning, if a bound was hit)."""
        started = time.perf_counter()
        matcher = self._matcher(schema)
        with self._lock, self._forgetting():
            cache, tail = self._read_prefix(prompt, on_progress)
            run = _Run(matcher, cache, source=tail, pending=list(tail))
            run.force()
            self._read(run, on_progress)
            prompt_seconds = time.perf_counter() - started
            finished = self._write(run, options, started, on_progress)
        return Generation(
            text=self.tokenizer.decode(run.written, skip_special_tokens=True),
            finished=finished,
            prompt_tokens=len(tail),
            tokens=len(run.written),
            steps=run.steps,
            prompt_seconds=prompt_seconds,
            seconds=time.perf_counter() - started,
        )

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Drop what was kept when a call is broken off: a cache may then have been half written."""
        try:
            yield
        except BaseException:
            self._prefixes.clear()
            raise

    def _matcher(self, schema: Mapping[str, Any]) -> Any:
        from llguidance import LLMatcher

        grammar = LLMatcher.grammar_from_json_schema(dict(schema), overrides={"whitespace_flexible": False})
        matcher = LLMatcher(self._grammar_tokenizer, grammar, log_level=0)
        if matcher.is_error():
            raise DraftingError(f"The answer's schema cannot be held: {matcher.get_error()}")
        return matcher

    def _read_prefix(self, prompt: Prompt, on_progress: Progress) -> tuple[Any, list[int]]:
        """Return a cache that has read the fixed part, and the tokens of the rest."""
        from transformers import DynamicCache

        render = self.tokenizer.apply_chat_template
        turns = [{"role": turn.role, "content": turn.content} for turn in prompt.prefix]
        task = {"role": "user", "content": _harmless(prompt.task)}
        head = render(turns, tokenize=False)
        whole = render([*turns, task], tokenize=False, add_generation_prompt=True)
        if head not in self._prefixes:
            cache = DynamicCache()
            ids = self._tokens(head)
            # The first token's states dwarf all others: read together, they would coarsen the rest.
            for part in (ids[:1], *_chunks(ids[1:])):
                on_progress(0.0, "Reading the instructions")
                self._forward(part, cache)
            while len(self._prefixes) >= _KEPT_PREFIXES:
                del self._prefixes[next(iter(self._prefixes))]
            self._prefixes[head] = (cache, len(ids))
        cache, length = self._prefixes[head]
        _crop(cache, length)
        return cache, self._tokens(whole[len(head) :])

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids

    def _read(self, run: _Run, on_progress: Progress) -> None:
        """Read all of the prompt but its last chunk, whose end the first choice hangs on."""
        parts = _chunks(run.pending)
        for number, part in enumerate(parts[:-1]):
            on_progress(0.3 * number / len(parts), "Reading")
            self._forward(part, run.cache)
        run.pending = parts[-1]

    def _write(self, run: _Run, options: GenerateOptions, started: float, on_progress: Progress) -> bool:
        """Write until the grammar is satisfied (True) or a bound is hit (False)."""
        while not run.matcher.is_stopped():
            if len(run.written) >= options.max_new_tokens or time.perf_counter() - started > options.seconds:
                return False
            on_progress(0.3 + 0.7 * len(run.written) / options.max_new_tokens, "Writing")
            if not self._step(run):
                return True
        if run.matcher.is_error():
            raise DraftingError(f"The answer left its schema: {run.matcher.get_error()}")
        return True

    def _step(self, run: _Run) -> bool:
        """Run the model once and take every token it settles; False when it ends the answer."""
        guess = run.guess()
        logits = self._forward(run.pending + guess, run.cache, keep=len(guess) + 1)
        run.steps += 1
        read = run.cache.get_seq_length() - len(guess)
        for place in range(len(guess) + 1):
            token = self._best(logits[place], run.matcher)
            if token == self.tokenizer.eos_token_id:
                return False
            if place == len(guess) or token != guess[place]:
                _crop(run.cache, read + place)
                run.feed(token)
                break
            run.matcher.consume_token(token)
            run.written.append(token)
        return True

    def _best(self, logits: Any, matcher: Any) -> int:
        """Return the likeliest token that the grammar allows."""
        import numpy as np

        bits = np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.unpackbits(bits, bitorder="little")[: len(logits)].astype(bool)
        return int(np.where(allowed, logits, -np.inf).argmax())

    def _forward(self, ids: Sequence[int], cache: Any, keep: int = 1) -> Any:
        """Run the model over `ids` after what `cache` has read; return the last `keep` rows of logits."""
        import torch

        with torch.inference_mode():
            rows = torch.tensor([list(ids)])
            answer = self.model(input_ids=rows, cache=cache, use_cache=True, logits_to_keep=keep)
        return answer.logits[0].numpy()


def _crop(cache: Any, length: int) -> None:
    """Let `cache` forget all that came after its first `length` tokens."""
    surplus = cache.get_seq_length() - length
    if surplus > 0:
        cache.crop(-surplus)


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[at : at + CHUNK_TOKENS] for at in range(0, len(ids), CHUNK_TOKENS)]


def _harmless(text: str) -> str:
    """Break the marks that part a conversation's turns, so that no text can pretend to be a turn of its own."""
    return text.replace("<|", "< |").replace("|>", "| >")
