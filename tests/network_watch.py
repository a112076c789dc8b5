"""Watches a Python process for every attempt to reach beyond this machine, refuses it and writes it down.

Run as a script: ``network_watch.py REPORT SCRIPT ARGUMENT...`` runs SCRIPT under watch, in this process and in every
Python process that it starts, and adds a line to REPORT for each attempt. Python's audit events serve, which fire
inside the interpreter whichever library opens the connection and cannot be switched off again. Native code is not seen
by them; `traced` and `read_trace` see its system calls where strace is installed.
"""

import ipaddress
import os
import re
import runpy
import socket
import sys
from pathlib import Path
from typing import Any

LOCAL_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost", "", None}
VARIABLE = "NETWORK_WATCH_REPORT"


class ForbiddenConnection(ConnectionRefusedError):
    """Somebody tried to reach another machine."""


def watch(report: Path) -> None:
    """Refuse and write down whatever leaves this machine, from now to the end of the process."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        target = _target(event, arguments)
        if target is not None and not is_local(target):
            with report.open("a") as file:
                file.write(f"{event} {target!r} in {Path(sys.argv[0]).name}\n")
            raise ForbiddenConnection(f"{event} to {target!r} is not allowed")

    sys.addaudithook(hook)


def _target(event: str, arguments: tuple[Any, ...]) -> Any:
    """Return the host that ``event`` is about, or None for events about no host."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        sock, address = arguments
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or address is None:
            return None  # unix sockets and the kernel's own families stay on this machine
        return address[0]
    if event == "socket.getaddrinfo" or event.startswith("socket.gethostby"):
        return arguments[0] or ""
    return None


def is_local(host: Any) -> bool:
    """Tell whether ``host`` is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES or name == socket.gethostname():
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def traced(log: Path) -> list[str]:
    """Return the words to put before a command so that its network calls, and its children's, go to ``log``."""
    return [
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-s0",
        "-e",
        "trace=connect,sendto,sendmsg,sendmmsg",
        "-o",
        str(log),
    ]


def read_trace(log: Path) -> list[str]:
    """Return every address beyond this machine that a traced command called, and every question to a name server.

    A name server may run on this machine and ask another one, so it counts wherever it is.
    """
    pattern = re.compile(r'htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
    found = [match.groups() for line in log.read_text().splitlines() if (match := pattern.search(line))]
    return [f"{address} port {port}" for port, address in found if port == "53" or not is_local(address)]


def main() -> None:
    """Run a script under watch."""
    report, script = Path(sys.argv[1]).resolve(), sys.argv[2]
    os.environ[VARIABLE] = str(report)
    sys.argv = sys.argv[2:]
    watch(report)
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
elif __name__ == "sitecustomize" and VARIABLE in os.environ:
    watch(Path(os.environ[VARIABLE]))
