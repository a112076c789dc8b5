"""The peer to measure against: a GGUF file in llama.cpp, held to a JSON schema. For evaluation only.

It needs the package xllamacpp (`pip install '.[peer]'`) and the weights' GGUF file as it was installed.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import BadInput, WeightsNotFound
from assistant.nlp.generator import GenerateOptions, Generation, Prompt
from assistant.schema.base import Progress, no_progress

NAME = "peer"
_CONTEXT = 6144
_DEFAULT = GenerateOptions()


class LlamaCppGenerator:
    """Answers prompts with llama.cpp; what a prompt begins with like the last one is not read again."""

    def __init__(self, weights: str, file: Path, threads: int = 2) -> None:
        self.weights = weights
        self._server = _server(file, threads)

    def generate(
        self,
        prompt: Prompt,
        schema: Mapping[str, Any],
        options: GenerateOptions = _DEFAULT,
        on_progress: Progress = no_progress,
    ) -> Generation:
        """Answer `prompt` greedily with JSON after `schema`; only the bound on tokens can cut it short."""
        started = time.perf_counter()
        messages = [{"role": each.role, "content": each.content} for each in prompt.prefix]
        answer = self._server.handle_chat_completions(
            {
                "messages": [*messages, {"role": "user", "content": prompt.task}],
                "max_tokens": options.max_new_tokens,
                "temperature": 0.0,
                "cache_prompt": True,
                "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema)}},
            }
        )
        if isinstance(answer, str | bytes):
            answer = json.loads(answer)
        if "choices" not in answer:
            raise BadInput(f"llama.cpp gave no answer: {str(answer)[:300]}")
        choice, usage = answer["choices"][0], answer.get("usage", {})
        seconds = round(time.perf_counter() - started, 3)
        tokens = int(usage.get("completion_tokens", 0))
        return Generation(
            text=choice["message"]["content"] or "",
            finished=choice.get("finish_reason") == "stop",
            prompt_tokens=int(usage.get("prompt_tokens", 0)),
            tokens=tokens,
            steps=tokens,
            seconds=seconds,
        )


def load_peer(folder: Path, name: str) -> LlamaCppGenerator:
    """Load the GGUF file of a folder of text weights. Raises `WeightsNotFound`, or `BadInput` without the package."""
    files = sorted(folder.glob("*.gguf"))
    if not files:
        raise WeightsNotFound(f"There is no GGUF file in {folder}.")
    return LlamaCppGenerator(name, files[0])


def _server(file: Path, threads: int) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise BadInput("Engine peer needs llama.cpp.", hint="Run: pip install '.[peer]'") from error
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(file)
    wanted.n_ctx = _CONTEXT
    wanted.n_parallel = 1
    wanted.warmup = True
    wanted.cpuparams.n_threads = threads
    wanted.cpuparams_batch.n_threads = threads
    return xllamacpp.Server(wanted)
