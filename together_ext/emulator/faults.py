"""Things that go wrong on purpose: for the next N requests that match, do X.

``POST /_emulator/faults`` with ``{"kind": X, "method": "GET", "path": "/files/*/content", …}`` adds
one; ``times`` (default 1, -1 for ever) and ``skip`` (default 0: how many matching requests to let
through first) may be given. ``path`` is a shell pattern over the path without ``/v1``; ``*`` also
matches slashes. The second origin's paths start with ``/storage/``. The kinds and what they take:

=============== ================================= ==============================================
kind            parameters                        what happens
=============== ================================= ==============================================
status          code, headers, body, content_type,answer this; ``act: true`` does the work first
                act                               and loses its real answer
html            body                              200 with a page instead of the answer
redirect        location, code                    a redirect; the location ``storage`` stands for
                                                  a presigned URL of the file on the 2nd origin
drop_before     read_bytes                        read that much of the request body, then close
                                                  the connection without acting
drop_after                                        act, then close without an answer
cut_body        bytes                             headers and that much of the body, then close
short_length    bytes                             a body cleanly too short: Content-Length lies
stall           bytes, seconds                    that much of the body, a pause, then the rest
delay           seconds, anyway                   wait, then act; with ``anyway: true`` the request
                                                  is taken first, so that it is carried out even
                                                  if the client has gone
job             end, after, hidden, lose          (POST /batches) the job ends as ``end`` once the
                                                  share ``after`` of its rows is done; the list
                                                  does not show it for ``hidden`` seconds; with
                                                  ``lose: true`` no answer is sent
rewrite         set                               change fields of each job in the answer, e.g.
                                                  ``{"status": "PONDERING"}``; ``null`` for null
chunked                                           no Content-Length
gzip                                              compressed, no Content-Length
close_delimited                                   no Content-Length, not chunked: it ends with
                                                  the connection
headers         request, response                 change headers (``null`` removes), e.g. request
                                                  ``{"range": null}``: a server without ranges
=============== ================================= ==============================================
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

_PAGE = "<!doctype html><title>Sign in</title><p>This is not the API."
_PARAMETERS: dict[str, dict[str, Any]] = {
    "status": {"code": 500, "headers": {}, "body": "", "content_type": "", "act": False},
    "html": {"body": _PAGE},
    "redirect": {"location": "", "code": 302},
    "drop_before": {"read_bytes": 0},
    "drop_after": {},
    "cut_body": {"bytes": 0},
    "short_length": {"bytes": 0},
    "stall": {"bytes": 0, "seconds": 1.0},
    "delay": {"seconds": 1.0, "anyway": False},
    "job": {"end": "", "after": 1.0, "hidden": 0.0, "lose": False},
    "rewrite": {"set": {}},
    "chunked": {},
    "gzip": {},
    "close_delimited": {},
    "headers": {"request": {}, "response": {}},
}


@dataclass
class Fault:
    """One thing that will go wrong."""

    id: int
    kind: str
    method: str = "*"
    path: str = "*"
    times: int = 1
    skip: int = 0
    parameters: dict[str, Any] = field(default_factory=dict)

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is one of those meant."""
        return self.method in ("*", method) and fnmatchcase(path, self.path)


class Faults:
    """The faults still to come, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._last = 0

    def add(self, spec: object) -> Fault:
        """Add a fault from its JSON.

        Raises:
            ValueError: The JSON does not describe one.
        """
        if not isinstance(spec, dict) or spec.get("kind") not in list(_PARAMETERS):
            raise ValueError(f"kind must be one of {', '.join(_PARAMETERS)}")
        known = _PARAMETERS[spec["kind"]]
        common = {"kind": "", "method": "*", "path": "*", "times": 1, "skip": 0}
        given: dict[str, Any] = {}
        for name, value in spec.items():
            default = known.get(name, common.get(name))
            if default is None:
                raise ValueError(f"{spec['kind']} takes no {name}")
            number = isinstance(default, (int, float)) and not isinstance(default, bool)
            fits = isinstance(value, (int, float)) if number else isinstance(value, type(default))
            if not fits and not (name == "body" and isinstance(value, (dict, list))):
                raise ValueError(f"{name} must be like {default!r}")
            given[name] = value
        if given.get("times") == 0:
            raise ValueError("times must not be 0")
        self._last += 1
        settings = {name: value for name, value in given.items() if name in common}
        parameters = {name: given.get(name, default) for name, default in known.items()}
        fault = Fault(self._last, **settings, parameters=parameters)
        self._waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, used up by one."""
        for fault in self._waiting:
            if not fault.matches(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times == 0:
                self._waiting.remove(fault)
            return fault
        return None

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()

    def listing(self) -> list[dict[str, Any]]:
        """What is still to come, as JSON."""
        return [asdict(fault) for fault in self._waiting]
