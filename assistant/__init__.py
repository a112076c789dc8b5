"""A local assistant that turns talk about work into checked issues and pages."""

from assistant.offline import forbid_reports

__version__ = "0.1.0"

__all__ = ["__version__"]

# Here, because nothing of the package can be imported before this line.
forbid_reports()
