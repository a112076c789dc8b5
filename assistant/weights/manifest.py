"""The manifest: which models there are, every file's checksum, and where its bytes can be had."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError, model_validator

from assistant.errors import UnknownName, WeightsError
from assistant.schema.base import Value

MANIFEST = "weights.json"
_CHECKOUT = Path(__file__).resolve().parents[2] / "models" / MANIFEST
_BUNDLED = Path(__file__).with_name(MANIFEST)  # an installed package carries its own copy


def _inside(name: str) -> str:
    """Refuse a path that would leave the folder it is joined to."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise ValueError(f"{name!r} is not a relative path inside the folder")
    return name


RelativePath = Annotated[str, AfterValidator(_inside)]
ModelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Package = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(Value):
    """A stretch of a file: a member of a wheel."""

    package: Package
    member: str


class WeightsFile(Value):
    """One file of a model: what it must be, and the parts that make it, in order."""

    name: RelativePath
    bytes: int = Field(ge=0)
    sha256: Digest
    parts: tuple[Part, ...] = Field(alias="from", min_length=1)


class Wheel(Value):
    """A package that carries parts. It is read as a zip file, never imported."""

    package: Package
    version: str = Field(pattern=r"^[0-9][A-Za-z0-9.+!-]*$")
    bytes: int = Field(gt=0)
    sha256: Digest


class Official(Value):
    """Where the makers publish the same bytes."""

    repo: str
    revision: str | None


class Entry(Value):
    """One model."""

    name: ModelName
    task: Literal["speech", "text", "embedding", "speaker"]
    use: str
    default: bool = False
    license: str
    official: Official
    prepare: Literal["gguf"] | None = Field(None, description="what is done once after install")
    note: str = ""
    files: tuple[WeightsFile, ...] = Field(min_length=1)
    wheels: tuple[Wheel, ...]

    @model_validator(mode="after")
    def _parts_have_wheels(self) -> Self:
        known = {wheel.package for wheel in self.wheels}
        for file in self.files:
            if missing := {part.package for part in file.parts} - known:
                raise ValueError(f"{file.name} needs packages that are not listed: {', '.join(sorted(missing))}")
        return self

    @property
    def size(self) -> int:
        """Bytes of all files together, without what preparing adds."""
        return sum(file.bytes for file in self.files)


_ENTRIES = TypeAdapter(tuple[Entry, ...])


class Manifest:
    """All models that can be installed, by name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}

    @classmethod
    def load(cls, models_dir: Path) -> "Manifest":
        """Read weights.json in ``models_dir``, or the copy that an installed package carries."""
        path = models_dir / MANIFEST
        if not path.exists():
            path = _BUNDLED if _BUNDLED.exists() else _CHECKOUT
        try:
            return cls(_ENTRIES.validate_json(path.read_bytes()))
        except OSError as error:
            raise WeightsError(f"The list of models {path} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise WeightsError(
                f"The list of models {path} is not valid at {where or 'its start'}: {first['msg']}."
            ) from error

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in the manifest's order."""
        return tuple(self._entries)

    @property
    def default_names(self) -> tuple[str, ...]:
        """The models that are installed when none is named."""
        return tuple(name for name, entry in self._entries.items() if entry.default)

    def entry(self, name: str) -> Entry:
        """Return the entry of ``name``; an unknown name lists the good ones."""
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownName("model", name, self.names) from None
