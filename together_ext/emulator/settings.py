"""What a run of the emulator can be told, with the limits of the service it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
GIB = 1024 * MIB

PURPOSES = frozenset(
    {
        "fine-tune",
        "eval",
        "eval-sample",
        "eval-output",
        "eval-summary",
        "batch-generated",
        "batch-api",
        "calibration",
    }
)
FILE_TYPES = frozenset({"csv", "jsonl", "parquet"})

# `/v1/embeddings` is not promised by the service; it is here so that a client can be tried on it.
BATCH_ENDPOINTS = frozenset(
    {
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/embeddings",
        "/v1/audio/transcriptions",
        "/v1/audio/translations",
    }
)

MAX_PARTS = 250
# What S3 takes in one PUT (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
MAX_PUT_BYTES = 5 * GIB
MAX_FILE_BYTES = int(50.1 * GIB)
MAX_CUSTOM_ID = 64


@dataclass(frozen=True)
class Settings:
    """One run's settings; the defaults are the documented limits and no artificial slowness."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0
    storage_port: int = 0
    api_keys: tuple[str, ...] = ()
    engine: str = "echo"
    seconds_per_row: float = 0.0
    # How long a file stays RUNNING after preprocess: a client must not assume it is ready at once.
    processing_seconds: float = 0.0
    deadline_seconds: float = 24 * 3600.0
    # What becomes of rows an EXPIRED job never reached: nothing is promised, so both can be had.
    expired_rows: str = "neither"
    # The documents give batch errors a bare string, everything else an object: both can be had.
    batch_errors: str = "object"
    url_seconds: float = 3600.0
    max_rows: int = 50_000
    # "100 MB" is read as the smaller of its two meanings: a client that fits here fits there.
    max_batch_bytes: int = 100_000_000
    min_part_bytes: int = 5 * MIB
    # What answers say of when they were made; None for when their job was. Fixed, the same rows
    # give the same bytes.
    answered_at: int | None = None
    until_stdin_closes: bool = False
