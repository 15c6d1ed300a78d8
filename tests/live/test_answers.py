"""Each thing that a server may say to a download, over real sockets: correct, or a clean error."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pytest
from proof.answers import Ending, Framing, Ranges
from proof.chaos import Answer, Chaos, Content, http_date
from proof.content import Checksum

from tests.conftest import Client
from tests.live.chaos import SIZE, Case
from together_ext import Progress, errors

CUT = Answer(cut=1_000_000)
RANGE = "bytes=1000000-"


@pytest.fixture
def case(use: Client, chaos: Chaos, tmp_path: Path) -> Case:
    return Case(use, chaos, tmp_path)


# ---- how a body is framed


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_a_body_of_any_framing_comes_whole(case: Case, framing: Framing) -> None:
    case.script(Answer(framing=framing))
    assert case.download().size == SIZE
    assert case.is_whole()


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
@pytest.mark.parametrize("etag", ['"one"', None])
def test_a_cut_body_of_any_framing_is_made_whole(
    use: Client, chaos: Chaos, tmp_path: Path, framing: Framing, etag: str | None
) -> None:
    case = Case(use, chaos, tmp_path)
    case.script(Answer(framing=framing, cut=1_000_000, etag=etag))
    case.download()
    assert case.is_whole()


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_an_empty_file_is_a_file(
    use: Client, chaos: Chaos, tmp_path: Path, framing: Framing
) -> None:
    case = Case(use, chaos, tmp_path, size=0)
    case.script(Answer(framing=framing))
    assert case.download().size == 0
    assert case.is_whole()


def test_a_head_that_is_cut_is_asked_for_again(case: Case) -> None:
    case.script(*(Answer(cut_head=at) for at in (0, 1, 20)))
    case.download()
    assert case.is_whole()


@pytest.mark.parametrize("ending", ["fin", "rst"])
@pytest.mark.parametrize("at", [0, 1, 65_535, 65_536, SIZE - 1])
def test_a_cut_at_any_byte_is_gone_on_from_there(case: Case, at: int, ending: Ending) -> None:
    case.script(Answer(cut=at, ending=ending))
    case.download()
    assert case.is_whole()


def test_a_compressed_body_is_decoded_and_checked(case: Case) -> None:
    case.script(Answer(gzip=True))
    case.download()
    assert case.is_whole()


def test_a_compressed_body_is_never_gone_on_with(case: Case) -> None:
    case.script(Answer(gzip=True, cut=1_000_000), Answer(gzip=True))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_a_compressed_part_is_not_believed(case: Case) -> None:
    case.script(CUT, Answer(gzip=True))
    case.download()
    assert case.is_whole()


# ---- going on from where it was


def test_a_part_is_asked_for_with_the_etag_of_what_is_there(case: Case) -> None:
    case.script(CUT)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, RANGE]
    assert case.server.seen()[1].headers["if-range"] == '"one"'


@pytest.mark.parametrize("answer", ["wrong-start", "wrong-total", "no-content-range", "refuse"])
def test_a_part_that_proves_nothing_makes_it_start_over(case: Case, answer: Ranges) -> None:
    case.script(CUT, Answer(ranges=answer))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, RANGE, None]


def test_a_part_of_unknown_total_is_that_of_the_size_known(case: Case) -> None:
    case.script(CUT, Answer(ranges="unknown-total"))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, RANGE]


def test_chunked_parts_that_end_before_their_windows_come_to_an_end(case: Case) -> None:
    case.file.witness = None
    window = {"Content-Range": f"bytes 1000000-{SIZE - 1}/{SIZE}"}
    empty = Answer(status=206, body=b"", framing="chunked", headers=window)
    case.script(CUT, *[empty] * 30)
    with pytest.raises(errors.DownloadError) as caught:
        case.download(max_retries=1)
    assert (caught.value.expected, caught.value.received) == (SIZE, 1_000_000)
    assert case.asked() == [None, RANGE]


def test_the_end_that_a_cache_was_cut_off_at_is_not_that_of_the_file(case: Case) -> None:
    cached = Answer(content=Content(1_000_000))  # it answers 416 to what is beyond
    case.script(Answer(framing="close", cut=1_000_000), cached)
    case.download()
    assert case.is_whole()
    assert case.statuses() == [200, 416, 200]


def test_a_shorter_part_than_asked_for_is_taken_and_the_rest_asked_for(case: Case) -> None:
    case.script(CUT, Answer(ranges="short"))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, RANGE, "bytes=2000000-"]


@pytest.mark.parametrize("answer", [Answer(ranges="ignore"), Answer(if_range="reject")])
def test_the_whole_in_answer_to_a_part_starts_over_and_is_never_appended(
    case: Case, answer: Answer
) -> None:
    case.script(CUT, answer)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, RANGE]


@pytest.mark.parametrize("etag", ['W/"one"', None, "one"])
def test_without_a_strong_etag_a_cut_starts_over(case: Case, etag: str | None) -> None:
    case.file.etag = etag
    case.script(CUT)
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


def test_a_file_that_changed_starts_over(case: Case) -> None:
    case.script(CUT)
    changed = Content(SIZE, seed=7)
    case.script(CUT, Answer(content=changed, etag='"two"'))
    case.download()
    assert case.target.read_bytes() == changed.whole()


def test_a_file_that_changed_and_an_if_range_that_is_ignored_is_not_spliced(case: Case) -> None:
    changed = Answer(content=Content(SIZE, seed=7), etag='"two"', if_range="ignore")
    case.script(CUT, changed, then=changed)
    case.download()
    assert case.target.read_bytes() == Content(SIZE, seed=7).whole()


def test_a_file_that_changed_to_a_shorter_one_has_its_length(case: Case) -> None:
    changed = Answer(content=Content(1000, seed=7), etag='"two"')
    case.script(Answer(cut=2_000_000), changed)
    assert case.download().size == 1000
    assert case.target.read_bytes() == Content(1000, seed=7).whole()


def test_cuts_that_bring_a_mebibyte_each_cost_no_retry(
    use: Client, chaos: Chaos, tmp_path: Path
) -> None:
    case = Case(use, chaos, tmp_path, size=12_000_000)
    case.script(then=Answer(cut=2_000_000))
    case.download(max_retries=1)
    assert case.is_whole()


# ---- redirects


def test_a_signed_url_that_expires_is_asked_for_anew_and_costs_no_retry(case: Case) -> None:
    case.script(Answer(redirect="storage", signed_uses=1), Answer(redirect="storage"))
    case.script(Answer(cut=2_000_000), at="storage")
    case.download(max_retries=1)
    assert case.is_whole()
    assert case.statuses() == [302, 200, 403, 302, 206]


def test_a_signed_url_serves_again_what_it_was_cut_off_in(case: Case) -> None:
    case.script(Answer(redirect="storage"))
    case.script(Answer(cut=2_000_000), at="storage")
    case.download()
    assert case.statuses() == [302, 200, 206]
    assert all("authorization" not in s.headers for s in case.server.seen("storage"))


def test_signed_urls_that_are_never_good_end_in_an_error(case: Case) -> None:
    case.script(then=Answer(redirect="storage", signed_uses=0))
    with pytest.raises(errors.PermissionDeniedError, match="403"):
        case.download()
    assert case.left() == []


def test_a_signed_url_with_another_etag_starts_over(case: Case) -> None:
    case.script(then=Answer(redirect="storage", signed_uses=1))
    case.script(Answer(cut=2_000_000), then=Answer(etag='"two"'), at="storage")
    case.download()
    assert case.is_whole()
    assert case.statuses()[-1] == 200


# ---- waiting


@pytest.mark.parametrize("after", ["0.01", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_is_busy_is_asked_again_when_it_says(
    case: Case, status: int, after: str
) -> None:
    told = http_date(0) if after == "date" else after
    case.script(Answer(status=status, headers={"Retry-After": told}))
    case.download()
    assert case.is_whole()


@pytest.mark.parametrize("status", [202, 404])
def test_a_file_that_is_being_prepared_is_waited_for(case: Case, status: int) -> None:
    case.script(*[Answer(status=status, headers={"Retry-After": "0.01"})] * 3)
    case.download(wait=30, max_retries=0)
    assert case.is_whole()


@pytest.mark.parametrize(
    ("status", "error"), [(202, errors.DownloadError), (404, errors.NotFoundError)]
)
def test_the_wait_for_a_file_ends(case: Case, status: int, error: type[Exception]) -> None:
    case.script(then=Answer(status=status, headers={"Retry-After": "0.01"}))
    with pytest.raises(error):
        case.download(wait=0.2)
    assert case.left() == []


def test_a_stall_is_asked_for_again(case: Case) -> None:
    case.script(Answer(stall_at=1_000_000))
    case.download(stall_timeout=1.0)
    assert case.is_whole()
    first, *others = case.asked()
    assert first is None
    # On a machine so busy that nothing runs for a second it goes on from less, and more than once.
    assert others
    assert all(asked is not None and asked.startswith("bytes=") for asked in others)


@pytest.mark.parametrize(
    "error",
    [
        errors.APIConnectionError("no line", operation="told", sent=False, retryable=True),
        httpx.ConnectError("no line"),
    ],
    ids=["ours", "httpx"],
)
def test_a_callback_that_cannot_reach_someone_is_not_taken_for_a_cut(
    case: Case, error: Exception
) -> None:
    def tell(progress: Progress) -> None:
        if progress.done:
            raise error

    case.script(then=Answer(rate=6_000_000))
    with pytest.raises(type(error)) as caught:
        case.download(progress=tell)
    assert caught.value is error
    assert case.asked() == [None]


def test_a_connection_under_the_floor_is_given_up(case: Case) -> None:
    # At its rate the whole takes half a minute; the floor is one that any machine is above.
    case.script(Answer(rate=100_000))
    case.download(stall_timeout=0.5, min_speed=300_000)
    assert case.is_whole()
    slow, *_ = case.server.seen()
    assert slow.sent < SIZE / 2
    assert len(case.asked()) >= 2


# ---- what is not the file


def test_a_page_in_place_of_the_file_is_an_error(case: Case) -> None:
    page = Answer(body=b"<html>Sign in</html>", headers={"Content-Type": "text/html"})
    case.script(then=page)
    with pytest.raises(errors.DownloadError, match="not as long as the file"):
        case.download()
    assert case.left() == []


CHECKSUMS = [
    "repr-digest", "content-md5", "x-amz-checksum-sha256", "x-amz-checksum-crc32", "etag-md5",
]  # fmt: skip
S3 = {"x-amz-request-id": "1"}


@pytest.mark.parametrize("checksum", CHECKSUMS)
def test_a_checksum_that_is_right_is_believed(case: Case, checksum: Checksum) -> None:
    case.script(Answer(checksum=checksum, headers=S3))
    case.download()
    assert case.is_whole()
    assert len(case.asked()) == 1


@pytest.mark.parametrize("checksum", CHECKSUMS)
def test_a_checksum_that_is_wrong_once_is_asked_for_again(case: Case, checksum: Checksum) -> None:
    case.script(Answer(checksum=checksum, corrupt_at=SIZE // 2, headers=S3))
    case.download()
    assert case.is_whole()


@pytest.mark.parametrize("checksum", CHECKSUMS)
def test_a_checksum_that_stays_wrong_is_an_error(case: Case, checksum: Checksum) -> None:
    wrong = Answer(checksum=checksum, corrupt_at=SIZE // 2, headers=S3)
    case.script(then=wrong)
    with pytest.raises(errors.DownloadError, match=r"its \w+ is"):
        case.download(max_retries=1)
    assert case.left() == []


def test_an_etag_that_only_looks_like_a_checksum_proves_nothing(case: Case) -> None:
    case.file.etag = '"0123456789abcdef0123456789abcdef"'
    case.download()
    assert case.is_whole()


@pytest.mark.parametrize("encoding", ["br", "zstd", "x-gzip", "rot13", "gzip, br"])
def test_an_encoding_that_is_not_undone_here_is_an_error_at_once(case: Case, encoding: str) -> None:
    case.script(then=Answer(headers={"Content-Encoding": encoding}))
    with pytest.raises(errors.DownloadError, match=f"Content-Encoding is '{encoding}'"):
        case.download()
    assert case.left() == []
    assert len(case.asked()) == 1


def test_an_etag_beyond_ascii_is_no_validator(case: Case) -> None:
    case.file.etag = '"\xe9"'
    case.script(Answer(cut=1_000_000))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, None]


@pytest.mark.parametrize("cut", [1, 100_000])
def test_few_bytes_before_a_cut_are_kept_too(case: Case, cut: int) -> None:
    case.script(Answer(cut=cut))
    case.download()
    assert case.is_whole()
    assert case.asked() == [None, f"bytes={cut}-"]


def test_so_are_they_with_an_http_client_of_the_callers_own(case: Case) -> None:
    case.script(Answer(cut=1000))
    own = case.use.transport()
    download = case.use.closing(
        own, lambda c: c.files.retrieve_content("file-1", output=case.target, max_connections=1)
    )
    case.use(download, base_url=case.server.base_url, http_client=own)
    assert case.is_whole()
    assert case.asked() == [None, "bytes=1000-"]


def test_gzip_that_ends_in_the_middle_is_no_file_though_nobody_knows_its_size(
    case: Case,
) -> None:
    packed = gzip.compress(case.file.content.whole())
    case.file.witness = None
    headers = {"Content-Encoding": "gzip"}
    case.script(then=Answer(body=packed[:-500], headers=headers))
    with pytest.raises(errors.DownloadError):
        case.download(max_retries=1)
    assert case.left() == []
    case.script(Answer(body=packed, headers=headers))
    case.download()
    assert case.is_whole()
