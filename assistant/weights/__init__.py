"""The manifest of model files: list, install, verify, locate. Never loads a model."""
