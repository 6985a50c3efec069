"""Content as servers pack it on its way: gzip, deflate and Brotli, unpacked under a limit."""

import zlib

import brotli

ERRORS = (zlib.error, brotli.error, ValueError)


def unpacked(content: bytes, coding: str, most: int) -> bytes:
    """What a Content-Encoding packed; no more than `most` and a byte, which says that it is more.

    A coding that is not known leaves the content as it is. Raises one of ERRORS.
    """
    unpack = _UNPACKERS.get(coding.strip().lower())
    return unpack(content, most) if unpack else content


def _inflated(packed: bytes, most: int) -> bytes:
    """What gzip or zlib packed; what neither did is taken as it is, since servers err there."""
    if packed[:2] != b"\x1f\x8b" and packed[:1] != b"\x78":
        return packed
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    content = unpacker.decompress(packed, most + 1)
    if len(content) <= most and not unpacker.eof:
        raise ValueError("its packed content is cut short")
    return content


def _unbrotlied(packed: bytes, most: int) -> bytes:
    unpacker = brotli.Decompressor()
    content = unpacker.process(packed, output_buffer_limit=most + 1)
    while len(content) <= most and not unpacker.can_accept_more_data():
        content += unpacker.process(b"", output_buffer_limit=most + 1)
    if len(content) <= most and not unpacker.is_finished():
        raise ValueError("its packed content is cut short")
    return content


_UNPACKERS = {"gzip": _inflated, "x-gzip": _inflated, "deflate": _inflated, "br": _unbrotlied}
