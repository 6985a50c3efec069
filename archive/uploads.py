"""What a request may bring in files: bounded, and only from people who work on the desk.

Django reads the files of every form before any view says who may send them.
"""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MAX_BYTES = 32 * 2**20  # of all files of a request together
MAX_FILES = 1000  # of a request


class BoundedUploads(FileUploadHandler):
    """Holds files in memory up to a limit; past it none is read, and `refusal_of` says why."""

    def __init__(self, request=None):
        super().__init__(request)
        self._bytes = self._files = 0
        self._blocks: list[bytes] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; raises StopUpload where it is one too many or a stranger's."""
        super().new_file(*args, **kwargs)
        self._blocks = []
        self._files += 1
        if self._files > MAX_FILES:
            self._refuse(f"More than {MAX_FILES:,} files. Pack them as .zip.")
        if not self.request.user.is_staff:
            self._refuse("Files are taken from people who are signed in at the desk.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some of a file; raises StopUpload where it is too much."""
        self._bytes += len(raw_data)
        if self._bytes > MAX_BYTES:
            most = f"{MAX_BYTES // 2**20} MB"
            self._refuse(f"More than {most} in all. Send fewer files, or use import_articles.")
        self._blocks.append(raw_data)

    def file_complete(self, file_size: int) -> ContentFile:
        """Return the file whole."""
        return ContentFile(b"".join(self._blocks), self.file_name)

    def _refuse(self, why: str) -> None:
        self.request.upload_refusal = why
        raise StopUpload(connection_reset=False)


def refusal_of(request) -> str:
    """Return why the files of a request were not read, or nothing."""
    return getattr(request, "upload_refusal", "")
