"""Fetch the files of a data set, each checked against its SHA-256 before it gets its name.

Pooch writes to a temporary file, compares the checksum, and only then moves it into place: an interrupted or corrupted
download leaves nothing behind that could be mistaken for data. Mirrors are tried in order.
"""

import logging
from pathlib import Path

CHECKSUMS = {
    "mnist": {
        "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
    "fashion-mnist": {
        "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
}
"""SHA-256 of each compressed file as its authors distribute it."""

MIRRORS = {
    "mnist": (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    "fashion-mnist": (
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
}

TIMEOUT = 30.0
"""Seconds without a byte after which a mirror is given up."""


class DownloadError(OSError):
    """No mirror delivered a file with the right checksum; the message says what each of them did."""


def default_folder() -> Path:
    """The user's cache folder for Backproof, as Pooch knows it on each system."""
    import pooch  # only here and in `fetch`, so that nobody who has the files needs it

    return Path(pooch.os_cache("backproof"))


def fetch(
    name: str,
    folder: Path,
    *,
    mirrors: tuple[str, ...] | None = None,
    checksums: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
) -> list[Path]:
    """Download what `folder` lacks of the data set `name`, and check what it has; the paths of the files.

    Raises DownloadError when no mirror gives a file of the right checksum; `folder` then holds no partial file.
    """
    files = CHECKSUMS[name] if checksums is None else checksums
    bases = MIRRORS[name] if mirrors is None else mirrors
    return [_fetch_one(file, checksum, folder, bases, timeout) for file, checksum in files.items()]


def _fetch_one(file: str, checksum: str, folder: Path, bases: tuple[str, ...], timeout: float) -> Path:
    import pooch
    import requests

    pooch.get_logger().setLevel(logging.WARNING)  # its INFO lines would mix with a command's output
    failures = []
    for base in bases:
        try:
            pooch.retrieve(
                base + file,
                known_hash=f"sha256:{checksum}",
                fname=file,
                path=folder,
                downloader=pooch.HTTPDownloader(timeout=timeout),
            )
        except requests.exceptions.HTTPError as error:
            failures.append(f"{base} answered {error.response.status_code if error.response is not None else error}")
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
            silent = "Read timed out" in str(error)  # which requests reports as a ConnectionError in mid-stream
            failures.append(f"{base} sent nothing for {timeout:g} seconds" if silent else f"{base} cannot be reached")
        except requests.exceptions.ChunkedEncodingError:
            failures.append(f"{base} broke off in the middle")
        except requests.exceptions.RequestException as error:
            failures.append(f"{base} failed ({type(error).__name__})")
        except ValueError:  # Pooch's word for a checksum that differs
            failures.append(f"{base} sent a file with another SHA-256")
        else:
            return folder / file
    raise DownloadError(
        f"{file}: not downloaded: {'; '.join(failures)}; try again, or put the file into {folder} yourself"
    )
