"""The manifest of model files: list, install, verify, locate. Never loads a model."""

from assistant.weights.installation import Source, install
from assistant.weights.installed import Problem, Status, locate, status, verify
from assistant.weights.manifest import Entry, Manifest

__all__ = ["Entry", "Manifest", "Problem", "Source", "Status", "install", "locate", "status", "verify"]
