"""Uploaded files on their way in: on the disk, because they may be big, but without a name, so that a server that is
killed leaves nothing behind."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Navnloes(FileUploadHandler):
    """Takes every upload; the file is gone when the request is over."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.fil = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.fil.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        self.fil.seek(0)
        return UploadedFile(
            self.fil,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        self.fil.close()
