"""A checkout in small: what `make` needs of one, and packages that need no network."""

import base64
import hashlib
import shutil
import zipfile

from tests.embedded_clients import PROJECT

FILES = (
    *("Makefile", "archive/__init__.py", "archive/install.py"),
    *("archive/embedded/__init__.py", "archive/embedded/locks.py"),
)


def make_checkout(folder):
    """Make a checkout that installs a small package, or for the tests two."""
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(PROJECT / name, folder / name)
    _make_wheels(folder / "wheels", "archive_first", "archive_second")
    for name, packages in {
        "requirements.txt": ["archive_first"],
        "requirements-dev.txt": ["archive_first", "archive_second"],
    }.items():
        lines = ["--no-index", "--find-links wheels", *packages]
        (folder / name).write_text("\n".join(lines))


def _make_wheels(folder, *names):
    """Make wheels, in the form that the Binary Distribution Format gives them."""
    folder.mkdir()
    for name in names:
        about = f"{name}-1.0.dist-info"
        files = {
            f"{name}.py": "",
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = "".join(f"{path},{_digest(text)}\n" for path, text in files.items())
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            for path, text in (files | {f"{about}/RECORD": record}).items():
                wheel.writestr(path, text)


def _digest(text):
    sha = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"sha256={sha},{len(text.encode())}"
