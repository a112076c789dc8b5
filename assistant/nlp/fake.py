"""Stand-ins for loaded models, which replay what real ones said."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.nlp.generator import GenerateOptions, Generation, Prompt
from assistant.schema.base import Progress, no_progress

_DEFAULTS = GenerateOptions()


class FakeGenerator:
    """Answers each prompt with the next recorded output; after the last one it begins anew."""

    def __init__(self, outputs: Sequence[str | Generation], weights: str = "recorded") -> None:
        self.weights = weights
        self.prompts: list[Prompt] = []
        self.schemas: list[Mapping[str, Any]] = []
        self._outputs = list(outputs)

    def generate(
        self,
        prompt: Prompt,
        schema: Mapping[str, Any],
        options: GenerateOptions = _DEFAULTS,
        on_progress: Progress = no_progress,
    ) -> Generation:
        """Return the next recorded output, whatever the prompt."""
        output = self._outputs[len(self.prompts) % len(self._outputs)]
        self.prompts.append(prompt)
        self.schemas.append(schema)
        on_progress(1.0, "Replaying")
        return output if isinstance(output, Generation) else Generation(text=output)
