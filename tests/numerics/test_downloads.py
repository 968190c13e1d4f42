"""Downloads from a server on 127.0.0.1: whole, interrupted, stalled, corrupted, missing; and with no server at all."""

import gzip
import hashlib
import http.server
import socket
import struct
import threading

import pytest
import requests

from numerics import downloads
from numerics.datasets import FILES, load_dataset
from numerics.downloads import DownloadError, fetch

CONTENT = {
    f"{file}.gz": gzip.compress(
        struct.pack(">4I", 0x803, 2, 28, 28) + bytes(2 * 784)
        if "images" in file
        else struct.pack(">2I", 0x801, 2) + b"\0\1",
        mtime=0,
    )
    for file in FILES
}
CHECKSUMS = {file: hashlib.sha256(content).hexdigest() for file, content in CONTENT.items()}


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT below /whole/, one bit flipped below /flipped/, half of it below /half/, and half of it below
    /stalls/, where the connection then stays open; below /gone/ nothing."""

    def do_GET(self):
        _, how, file = self.path.split("/")
        self.server.requests.append(self.path)
        content = CONTENT[file]
        if how == "gone":
            self.send_error(404)
            return
        if how == "flipped":
            content = content[:-1] + bytes([content[-1] ^ 1])
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if how in ("half", "stalls") else content)
        if how == "stalls":
            self.wfile.flush()
            self.server.patience.wait(30)  # until the test is over

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.requests = []
        server.patience = threading.Event()
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # how often it looks for the end
        thread.start()
        yield server
        server.patience.set()
        server.shutdown()
        thread.join()


def fetched(folder, *mirrors, timeout=5.0):
    return fetch("mnist", folder, mirrors=mirrors, checksums=CHECKSUMS, timeout=timeout)


def test_all_files_arrive_and_are_not_fetched_again(server, tmp_path):
    for path in fetched(tmp_path, f"{server.url}/whole/"):
        assert path.read_bytes() == CONTENT[path.name]
    assert len(server.requests) == 4
    fetched(tmp_path, f"{server.url}/whole/")
    assert len(server.requests) == 4


def test_a_damaged_file_of_an_earlier_day_is_replaced(server, tmp_path):
    (tmp_path / FILES[0]).with_suffix(".gz").write_bytes(b"damaged")
    fetched(tmp_path, f"{server.url}/whole/")
    assert (tmp_path / f"{FILES[0]}.gz").read_bytes() == CONTENT[f"{FILES[0]}.gz"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("half", "broke off in the middle"),
        ("flipped", "sent a file with another SHA-256"),
        ("gone", "answered 404"),
    ],
)
def test_a_mirror_that_fails_leaves_nothing_behind_and_is_told_about(server, tmp_path, how, words):
    with pytest.raises(
        DownloadError, match=rf"train-images-idx3-ubyte.gz: not downloaded: .*/{how}/ {words}; try again, or"
    ):
        fetched(tmp_path / "cache", f"{server.url}/{how}/")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_mirror_that_falls_silent_is_given_up(server, tmp_path):
    with pytest.raises(DownloadError, match=r"not downloaded: .*/stalls/ sent nothing for 0.2 seconds; try again, or"):
        fetched(tmp_path, f"{server.url}/stalls/", timeout=0.2)
    assert list(tmp_path.iterdir()) == []


def test_whoever_stops_a_download_leaves_nothing_behind(server, tmp_path, monkeypatch):
    def stopped(self, *args, **options):
        yield b"the first bytes"
        raise KeyboardInterrupt

    monkeypatch.setattr(requests.Response, "iter_content", stopped)
    with pytest.raises(KeyboardInterrupt):
        fetched(tmp_path, f"{server.url}/whole/")
    assert list(tmp_path.iterdir()) == []


def test_offline_is_said_at_once(tmp_path):
    with socket.socket() as free:  # a port where nobody listens
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(DownloadError, match="cannot be reached; try again, or put the file into"):
        fetched(tmp_path, url)


def test_the_next_mirror_stands_in_for_one_that_fails(server, tmp_path):
    fetched(tmp_path, f"{server.url}/half/", f"{server.url}/gone/", f"{server.url}/whole/")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(CONTENT)


def test_a_data_set_downloads_what_its_directory_lacks(server, tmp_path, monkeypatch):
    monkeypatch.setitem(downloads.MIRRORS, "mnist", (f"{server.url}/whole/",))
    monkeypatch.setitem(downloads.CHECKSUMS, "mnist", CHECKSUMS)
    dataset = load_dataset("mnist", data=tmp_path, download=True)
    assert dataset.source == str(tmp_path / "mnist")
    assert len(dataset.train) == 2


def test_without_a_directory_the_users_cache_is_used(server, tmp_path, monkeypatch):
    monkeypatch.setitem(downloads.MIRRORS, "mnist", (f"{server.url}/whole/",))
    monkeypatch.setitem(downloads.CHECKSUMS, "mnist", CHECKSUMS)
    monkeypatch.delenv("BACKPROOF_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load_dataset("mnist", download=True).source == str(tmp_path / "backproof" / "mnist")
