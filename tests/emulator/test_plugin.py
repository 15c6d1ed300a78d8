import os

import pytest

from together_ext.emulator.pytest_plugin import Emulator


def test_the_fixture_is_running_and_knows_its_url_and_directory(together_emulator):
    assert together_emulator.base_url.startswith("http://127.0.0.1:")
    assert (together_emulator.data_dir / "emulator.sqlite3").exists()
    os.kill(together_emulator.pid, 0)


def test_a_restart_comes_back_on_the_same_ports(together_emulator):
    url, pid = together_emulator.base_url, together_emulator.pid
    storage = together_emulator.books()["storage_port"]
    together_emulator.restart()
    assert together_emulator.base_url == url
    assert together_emulator.books()["storage_port"] == storage
    assert together_emulator.pid != pid


def test_a_restart_can_change_the_options(start):
    api = start()
    api.emulator.restart("--api-key", "other")
    assert api.http.get("/files").status_code == 401


def test_stop_and_kill_end_the_process_they_started(together_emulator_factory):
    for end in (Emulator.stop, Emulator.kill):
        emulator = together_emulator_factory()
        pid = emulator.pid
        end(emulator)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        with pytest.raises(RuntimeError, match="not running"):
            _ = emulator.pid
        assert emulator.stop() == 0


def test_an_emulator_that_does_not_start_says_why(together_emulator_factory, tmp_path):
    running = together_emulator_factory()
    with pytest.raises(RuntimeError, match="another emulator is using"):
        Emulator(running.data_dir).start()
    with pytest.raises(RuntimeError, match="already running"):
        running.start()
