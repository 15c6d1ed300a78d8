"""Random answers through the plan of a transfer, random ids through the names.

Each round is one id and one transfer that is answered with random heads and bodies until it ends.
What must hold: no exception but the typed ones; no path outside the directory; every transfer ends;
nothing is asked for beyond the file or without a strong validator; what is believed lies where it
was asked for; what is called done is all there. ``fuzz.py [rounds [seed]]``; the seed is printed.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from together_ext import errors, names
from together_ext.transfer import plan

ROUNDS = 1_000_000
# More answers than any transfer here may take: its retries, its looks, and what costs no retry.
ENDLESS = 500
DIRECTORY = Path("/nowhere/downloads")

SIZES = (0, 1, 5, 1000, 4096, 1 << 20, (1 << 40) + 7)
PARTS: tuple[str, ...] = ("..", ".", "/", "\\", "~", "%2e", "%2F", "\0", "\n", ":", "*", "con")
PARTS += ("\ud800", "file-1", "_", " ", "\u202e", "a" * 300, "\U0001d4b3", "|", "\x7f", "\u00a0")
PARTS += ("é", "İ", "\u2028")
STATUSES = (200, 206, 202, 203, 204, 304, 400, 403, 404, 410, 412, 416, 429, 500, 999)
ETAGS = ('"one"', '"one"', '"one"', 'W/"one"', '"two"', "one", '"', "", '"a\x80"', '"\x00"', "*")
JUNK = ("", " ", "-1", "+5", "1_0", "٣", "1e3", "0x10", "5, 5", "5, 6", "9" * 5000, "nan", "\x00")
Random = random.Random


class BrokenPromiseError(AssertionError):
    """What must hold does not."""


def must(holds: bool, what: str, *details: object) -> None:
    """Raise where something does not hold."""
    if not holds:
        raise BrokenPromiseError(f"{what}: {details}")


def random_id(chance: Random) -> str:
    """Make up an id, more often an odd one than not."""
    if chance.random() < 0.3:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 20)))
    return "".join(chance.choice(PARTS) for _ in range(chance.randrange(6)))


def check_names(chance: Random) -> str:
    """Put one id through the names; say what became of it."""
    id = random_id(chance)
    try:
        names.check_id(id)
    except errors.InvalidArgumentError:
        return "id refused"
    path = names.destination(id, str(DIRECTORY) + "/")
    must(path.parent == DIRECTORY, "a path outside the directory", id, path)
    must(path.name not in {"", ".", ".."}, "a name that is none", id, path)
    must(not set("\0/\\\n") & set(path.name), "a separator in a name", id, path)
    return "id taken"


def number(chance: Random, near: int) -> str:
    """Make up a number for a header: right, nearly right, or none at all."""
    if chance.random() < 0.03:
        return chance.choice(JUNK)
    return str(max(0, near + chance.choice((0,) * 20 + (1, -1, 7))))


def random_headers(chance: Random, ask: plan.Ask, size: int) -> dict[str, str]:
    """Make up the headers of an answer: mostly such as fit, with anything missing or wrong."""
    end = size if ask.end is None else ask.end
    if chance.random() < 0.1:
        end = max(ask.first, end - 1)
    window = f"bytes {number(chance, ask.first)}-{number(chance, end - 1)}/{number(chance, size)}"
    length = end - ask.first if chance.random() < 0.7 else size
    made: dict[str, Callable[[], str]] = {
        "content-length": lambda: number(chance, length),
        "content-range": lambda: chance.choice(
            (window, window, window, f"bytes */{number(chance, size)}", "bytes 0-4/*", "bytes", "")
        ),
        "etag": lambda: chance.choice(ETAGS),
        "accept-ranges": lambda: chance.choice(("bytes", "bytes", "none", "")),
        "content-encoding": lambda: chance.choice(("identity", "", "gzip", "br", "gzip, gzip")),
        "transfer-encoding": lambda: chance.choice(("chunked", "gzip, chunked", "identity")),
        "content-type": lambda: chance.choice(("text/html", "application/json", "TEXT/HTML; x")),
        "repr-digest": lambda: chance.choice(
            ("sha-256=:YWJj:", "sha-256=abc", "x=:!:", "sha-512=::")
        ),
        "content-md5": lambda: chance.choice(("kAFQmDzST7DWlj99KOF/cg==", "junk", "=")),
        "x-amz-checksum-crc32": lambda: chance.choice(("AAAAAA==", "A", "é")),
        "x-amz-request-id": lambda: "1",
    }
    often = {"content-length": 0.9, "content-range": 0.9, "etag": 0.9}
    return {name: make() for name, make in made.items() if chance.random() < often.get(name, 0.04)}


def check_transfer(chance: Random) -> str:
    """Drive one transfer to its end; say how it ended."""
    size = chance.choice(SIZES)
    known = plan.Known(size, '"one"') if chance.random() < 0.3 else None
    finished = [(0, size // 2)] if known is not None and chance.random() < 0.7 else []
    transfer = plan.Transfer(
        chance.randrange(4), wait=chance.choice((0.0, 2.0)), known=known, finished=finished
    )
    for _ in range(ENDLESS):
        ask = transfer.ask()
        if isinstance(ask, plan.Idle):
            raise BrokenPromiseError("idle, and no one else is at work")
        step = ask if isinstance(ask, plan.Done) else answer(chance, transfer, ask, size)
        if isinstance(step, plan.Done):
            must(transfer.board.done == step.size, "done, and not all there", step)
            must(list(transfer.board.finished) == [(0, step.size)][: step.size], "gaps", step)
            return "done"
        if isinstance(step, plan.Fail):
            return "failed"
        must(step.pause >= 0, "a pause that is none", step)
    raise BrokenPromiseError(f"no end after {ENDLESS} answers")


def answer(
    chance: Random, transfer: plan.Transfer, ask: plan.Ask, size: int
) -> plan.Again | plan.Done | plan.Fail:
    """Give one answer with its body; return what is to be done then."""
    if ask.validator is not None:
        must(ask.validator[:1] == '"' == ask.validator[-1:], "a validator that is not strong", ask)
        must(ask.first >= 0, "a range that is none", ask)
        must(ask.end is None or ask.first < ask.end, "a range without bytes", ask)
        must(ask.size is None or ask.first < ask.size, "a range beyond the end", ask)
    asked_to_wait = chance.choice((None, None, 0.0, 1.0, 1e9))
    fitting = 200 if ask.validator is None else 206
    status = fitting if chance.random() < 0.8 else chance.choice(STATUSES)
    headers = random_headers(chance, ask, size)
    signed = chance.random() < 0.3
    take = transfer.answered(ask, status, headers, signed=signed, asked_to_wait=asked_to_wait)
    if isinstance(take, plan.Witness):
        return transfer.confirm(chance.choice((None, 0, size, transfer.board.done, size + 1)))
    if not isinstance(take, plan.Take):
        return take
    if take.fresh:
        must(take.span.at == 0 and not transfer.board.finished, "a new object, not from 0", headers)
    else:
        must(status == 206, "a part that is none", status, headers)
        must(take.span.at == ask.first, "a part from elsewhere", ask, headers, take)
        must(headers.get("etag") == ask.validator, "a part of something else", ask, headers)
    room = take.span.end - take.span.at
    meant = take.head.length if take.head.length is not None else size
    count = chance.choice((meant, meant, meant, 0, 1, meant // 2, meant + 1))
    written = min(count, room)
    for piece in (written // 2, written - written // 2):
        transfer.wrote(take.span, take.span.at, take.span.at + piece)
    broken = chance.choice((None, None, None, "reset"))
    step = transfer.ended(take, wire=count, written=written, broken=broken)
    if isinstance(step, plan.Witness):
        told = chance.choice((None, 0, size, written, transfer.board.done, size + 1))
        step = transfer.testify(take, wire=count, written=written, size=told)
    return step


def fuzz(rounds: int, chance: Random) -> Counter[str]:
    """Do so many rounds; return how they ended.

    Raises:
        BrokenPromiseError: Something does not hold.
    """
    ended: Counter[str] = Counter()
    for _ in itertools.repeat(None, rounds):
        ended[check_names(chance)] += 1
        ended[check_transfer(chance)] += 1
    return ended


def main() -> int:
    """Run it and say what came of it."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    print(f"{rounds} rounds, seed {seed}", flush=True)
    began = time.monotonic()
    ended = fuzz(rounds, random.Random(seed))
    said = ", ".join(f"{count} {how}" for how, count in sorted(ended.items()))
    print(f"{said}; every promise held, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
