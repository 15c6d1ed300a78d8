"""``python -m together_ext.emulator``: see ``--help``."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import logging
import math
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from together_ext.emulator.settings import Settings

_NEEDED = {"starlette": "starlette", "uvicorn": "uvicorn", "python_multipart": "python-multipart"}


def main(arguments: list[str] | None = None) -> int:
    """Run the emulator until a signal ends it.

    Args:
        arguments: The command line, without the program's name.

    Returns:
        The exit code: 0, or 2 when it could not start.
    """
    settings = _settings(arguments)
    missing = [name for module, name in _NEEDED.items() if not importlib.util.find_spec(module)]
    if missing:
        _fail(
            f"the emulator needs {', '.join(missing)}, not installed here:"
            ' pip install "together-ext[emulator]"'
        )
    from together_ext.emulator.server import bind, serve
    from together_ext.emulator.store import InUse, Store

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        store = Store(settings.data_dir)
    except InUse:
        _fail(f"another emulator is using {settings.data_dir}")
    except OSError as error:
        _fail(f"cannot use {settings.data_dir}: {error.strerror}")
    # Forms in transit belong on the same disk as the files, not in a /tmp that may be memory.
    tempfile.tempdir = str(store.tmp)
    try:
        try:
            api = bind(settings.host, settings.port)
            storage = bind(settings.host, settings.storage_port)
        except OSError as error:
            given = (settings.port, settings.storage_port)
            ports = " and ".join(str(port or "any") for port in given)
            _fail(
                f"cannot listen on {settings.host}, ports {ports}: {error.strerror}"
                " (--port 0 takes a free one)"
            )
        asyncio.run(serve(settings, store, api, storage))
    finally:
        store.close()
    return 0


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"together_ext.emulator: {message}\n")
    raise SystemExit(2)


def _settings(arguments: list[str] | None) -> Settings:
    parser = _parser()
    given = parser.parse_args(arguments)
    pace = given.seconds_per_row
    if given.rows_per_second is not None:
        pace = 1 / given.rows_per_second
    if any(not key for key in given.api_key):
        parser.error("argument --api-key: must not be empty")
    return Settings(
        data_dir=given.data_dir,
        host=given.host,
        port=given.port,
        storage_port=given.storage_port,
        api_keys=tuple(given.api_key),
        engine=given.engine,
        seconds_per_row=pace,
        processing_seconds=given.processing_seconds,
        deadline_seconds=given.deadline_seconds,
        expired_rows=given.expired_rows,
        batch_errors=given.batch_errors,
        url_seconds=given.url_seconds,
        max_rows=given.max_rows,
        max_batch_bytes=given.max_batch_bytes,
        min_part_bytes=given.min_part_bytes,
        answered_at=given.answered_at,
        until_stdin_closes=given.until_stdin_closes,
    )


def _parser() -> argparse.ArgumentParser:
    base = Settings(Path())
    parser = argparse.ArgumentParser(
        prog="python -m together_ext.emulator",
        description="A local Together: Files, Batches and inference. The first line it prints says"
        " where it listens.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--data-dir", type=Path, required=True, help="everything is kept here")
    add("--host", default=base.host, help="address to listen on")
    add("--port", type=_port, default=base.port, help="port of the API; 0 takes a free one")
    add("--storage-port", type=_port, default=base.storage_port, help="port of the second origin")
    add("--api-key", action="append", default=[], help="accept only this key (may be repeated)")
    add("--engine", choices=["echo"], default=base.engine, help="what answers")
    speed = parser.add_mutually_exclusive_group()
    speed.add_argument(
        "--seconds-per-row",
        type=_seconds,
        default=base.seconds_per_row,
        help="how long a batch row takes",
    )
    speed.add_argument("--rows-per-second", type=_positive, help="the same, the other way round")
    add(
        "--processing-seconds",
        type=_seconds,
        default=base.processing_seconds,
        help="how long a file is RUNNING after preprocess",
    )
    add(
        "--deadline-seconds",
        type=_seconds,
        default=base.deadline_seconds,
        help="when a batch job expires",
    )
    add(
        "--expired-rows",
        choices=["neither", "error"],
        default=base.expired_rows,
        help="where rows of an expired job go that never ran",
    )
    add(
        "--batch-errors",
        choices=["object", "string"],
        default=base.batch_errors,
        help="shape of error in answers under /batches",
    )
    add("--url-seconds", type=_seconds, default=base.url_seconds, help="life of a presigned URL")
    add("--max-rows", type=_count, default=base.max_rows, help="most requests in a batch file")
    add("--max-batch-bytes", type=_count, default=base.max_batch_bytes, help="largest batch file")
    add("--min-part-bytes", type=_count, default=base.min_part_bytes, help="smallest upload part")
    add(
        "--answered-at",
        type=int,
        default=base.answered_at,
        help="unix time that all answers bear, so that equal rows get equal bytes",
    )
    add("--until-stdin-closes", action="store_true", help="end when standard input does")
    return parser


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError(f"{text} is not a time")
    return value


def _positive(text: str) -> float:
    value = _seconds(text)
    if value == 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
