"""The characters of a text file that does not say how they are encoded."""


def decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else the Windows page of Western Europe."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
