"""A local assistant that turns talk about work into checked issues and pages."""

__version__ = "0.1.0"

__all__ = ["__version__"]
