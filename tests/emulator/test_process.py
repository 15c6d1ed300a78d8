import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

MODULE = [sys.executable, "-m", "together_ext.emulator"]


def run(*options, **more):
    return subprocess.run([*MODULE, *options], capture_output=True, text=True, timeout=300, **more)


def test_the_first_line_says_where_it_listens_and_it_does(together_emulator):
    assert together_emulator.base_url.startswith("http://127.0.0.1:")
    assert httpx.get(together_emulator.base_url + "/files").status_code == 401


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_exit_code_0_although_a_connection_is_open(tmp_path, number):
    process = subprocess.Popen([*MODULE, "--data-dir", tmp_path / "d"], stdout=subprocess.PIPE)
    with process:
        line = process.stdout.readline().decode()
        url = line.removeprefix("listening on ").strip()
        with httpx.Client() as idle:
            idle.get(url)
            process.send_signal(number)
            assert process.wait(300) == 0
    assert line == f"listening on {url}\n"


def test_it_ends_when_its_standard_input_does(tmp_path):
    command = [*MODULE, "--data-dir", tmp_path / "d", "--until-stdin-closes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(300) == 0


def test_a_download_under_way_does_not_hold_up_the_end(start):
    api = start()
    file = api.upload(b"x" * 50_000_000, purpose="fine-tune")
    with api.http.stream("GET", f"/files/{file['id']}/content") as answer:
        next(answer.iter_raw(1000))
        assert api.emulator.stop() == 0


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--data-dir", "d", "--port", "70000"],
        ["--data-dir", "d", "--port", "x"],
        ["--data-dir", "d", "--engine", "oracle"],
        ["--data-dir", "d", "--seconds-per-row", "-1"],
        ["--data-dir", "d", "--seconds-per-row", "nan"],
        ["--data-dir", "d", "--rows-per-second", "0"],
        ["--data-dir", "d", "--rows-per-second", "1", "--seconds-per-row", "1"],
        ["--data-dir", "d", "--api-key", ""],
        ["--data-dir", "d", "--max-rows", "0"],
        ["--data-dir", "d", "--nonsense"],
        ["--data-dir", "d", "--host", "no.such.host.invalid"],
        ["--data-dir", "/dev/null/d"],
    ],
)
def test_wrong_arguments_are_explained_with_exit_code_2(tmp_path, options):
    ended = run(*options, cwd=tmp_path, env=with_path())
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "together_ext.emulator" in ended.stderr
    assert "Traceback" not in ended.stderr


def with_path():
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root}


def test_a_port_that_is_taken_is_explained_with_exit_code_2(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("--data-dir", tmp_path / "d", "--port", port)
    assert ended.returncode == 2
    assert f"cannot listen on 127.0.0.1, ports {port} and any" in ended.stderr
    assert "--port 0" in ended.stderr


def test_a_second_emulator_on_a_data_directory_says_so_with_exit_code_2(together_emulator):
    ended = run("--data-dir", together_emulator.data_dir)
    assert ended.returncode == 2
    assert "another emulator is using" in ended.stderr


def test_a_missing_extra_is_named_with_exit_code_2(tmp_path):
    code = (
        "import sys; sys.modules['starlette'] = None; from together_ext.emulator.__main__ import"
        f" main; main(['--data-dir', {str(tmp_path / 'd')!r}])"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=with_path())
    assert ended.returncode == 2
    assert 'pip install "together-ext[emulator]"' in ended.stderr
    assert not (tmp_path / "d").exists()


def test_it_listens_on_loopback_only(together_emulator):
    port = int(together_emulator.base_url.rpartition(":")[2])
    inodes = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [f[1] for f in inodes if f[3] == "0A" and int(f[1].rpartition(":")[2], 16) == port]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_host_of_ipv6_is_written_in_brackets(start):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    api = start("--host", "::1")
    assert api.emulator.base_url.startswith("http://[::1]:")
    assert api.upload(api.jsonl(api.row("a")))["bytes"] > 0


def test_it_imports_nothing_of_the_client():
    found = imported("together_ext.emulator.server", "together_ext.emulator.pytest_plugin")
    ours = {name for name in found if name.startswith(("together_", "httpx"))}
    rest = {name for name in ours if not name.startswith("together_ext.emulator")}
    assert rest <= {"together_ext", "together_ext._version"}


def test_importing_the_package_imports_no_extra():
    assert not imported("together_ext.emulator") & {"starlette", "uvicorn", "pytest"}


def imported(*modules):
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())
