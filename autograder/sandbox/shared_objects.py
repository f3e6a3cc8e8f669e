"""The shared libraries of the system that programs and extension modules need."""

from __future__ import annotations

import glob
import os
import shutil
import struct
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

_DEFAULT_FOLDERS = ("/usr/local/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib")
_ALWAYS = ("libgcc_s.so.1",)
"""The C library loads it when a thread ends; no file says so."""
_LOADS_SIBLINGS = "libmkl_"
"""Intel's MKL loads the part for the processor when it is first used."""
_DYNAMIC, _LOAD, _INTERPRETER = 2, 1, 3
_NEEDED, _STRINGS, _RPATH, _RUNPATH = 1, 5, 15, 29


@dataclass(frozen=True)
class _Object:
    """What a file in ELF format says about the libraries that it needs."""

    needed: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    loader: str = ""


def needed_by(paths: Iterable[str], folders: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the shared libraries that files need, and the libraries that these need, as the loader would find them.

    Parameters
    ----------
    paths : iterable of str
        Programs, extension modules and libraries; other files are passed over.
    folders : iterable of str
        Where else to look for libraries.

    Returns
    -------
    tuple of str
        Paths below real folders; the last part may be a symbolic link to the file itself. None of `paths` is among
        them.
    """
    known, search = _loader_cache(), (*folders, *_DEFAULT_FOLDERS)
    waiting, found = [os.path.realpath(path) for path in paths], dict[str, None]()
    seen: set[tuple[str, tuple[str, ...]]] = set()
    given = set(waiting)
    names = {os.path.basename(path) for path in waiting}
    for name in _ALWAYS:
        for path in _located(name, known, search):
            waiting.append(path)
            found[path] = None
    while waiting:
        path = waiting.pop()
        try:
            about = _read(path)
        except (OSError, struct.error, ValueError, OverflowError):
            continue
        more = [about.loader] if about.loader else []
        for name in about.needed:
            if (name, about.folders) not in seen and name not in names:
                seen.add((name, about.folders))
                more += _located(name, known, (*about.folders, *search))
        if os.path.basename(path).startswith(_LOADS_SIBLINGS):
            more += glob.glob(f"{glob.escape(os.path.dirname(path))}/{_LOADS_SIBLINGS}*")
        for each in map(_under_real_folder, more):
            if each not in found and os.path.realpath(each) not in given:
                found[each] = None
                waiting.append(each)
    return tuple(sorted(found))


def _located(name: str, known: Mapping[str, list[str]], folders: Iterable[str]) -> list[str]:
    """Return the files that the loader may take for a name: there can be one for each architecture."""
    paths = [*known.get(name, ()), *(os.path.join(folder, name) for folder in folders)]
    return list(dict.fromkeys(_under_real_folder(path) for path in paths if os.path.isfile(path)))


def _under_real_folder(path: str) -> str:
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _loader_cache() -> dict[str, list[str]]:
    """Return the paths of the libraries that the loader knows, by name."""
    found: dict[str, list[str]] = defaultdict(list)
    program = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if program is not None:
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run([program, "-p"], capture_output=True, text=True, errors="replace", timeout=60)
            for line in done.stdout.splitlines():
                name, arrow, path = line.strip().partition(" => ")
                if arrow:
                    found[name.partition(" ")[0]].append(path)
    return found


def _read(path: str) -> _Object:
    with open(path, "rb") as file:
        header = file.read(64)
        if len(header) < 52 or header[:4] != b"\x7fELF":
            return _Object()
        wide, order = header[4] == 2, "<" if header[5] == 1 else ">"
        start, size, count = (
            (*struct.unpack_from(f"{order}Q", header, 32), *struct.unpack_from(f"{order}HH", header, 54))
            if wide
            else (*struct.unpack_from(f"{order}I", header, 28), *struct.unpack_from(f"{order}HH", header, 42))
        )
        file.seek(start)
        table = file.read(size * count)
        segments = [_segment(table, number * size, wide, order) for number in range(count)]

        def content(offset: int, length: int) -> bytes:
            file.seek(offset)
            return file.read(length)

        loader = b"".join(content(at, length) for kind, at, _, length in segments if kind == _INTERPRETER)
        entries: list[tuple[int, int]] = []
        for kind, at, _, length in segments:
            if kind == _DYNAMIC:
                data = content(at, length)
                form = struct.Struct(f"{order}qQ" if wide else f"{order}iI")
                entries += form.iter_unpack(data[: len(data) // form.size * form.size])
        where = next((value for tag, value in entries if tag == _STRINGS), None)
        strings = b""
        for kind, at, address, length in segments:
            if where is not None and kind == _LOAD and address <= where < address + length:
                strings = content(at + where - address, address + length - where)

    def text(position: int) -> str:
        return strings[position : strings.index(b"\0", position)].decode("utf-8", "surrogateescape")

    origin = os.path.dirname(path)
    listed = ":".join(text(value) for tag, value in entries if tag in (_RPATH, _RUNPATH)).split(":")
    folders = tuple(each.replace("${ORIGIN}", origin).replace("$ORIGIN", origin) for each in listed if each)
    needed = tuple(text(value) for tag, value in entries if tag == _NEEDED)
    return _Object(needed, folders, loader.rstrip(b"\0").decode("utf-8", "surrogateescape"))


def _segment(table: bytes, at: int, wide: bool, order: str) -> tuple[int, int, int, int]:
    """Return the kind, offset, address and length of a segment."""
    if wide:
        kind, _, offset, address, _, length = struct.unpack_from(f"{order}IIQQQQ", table, at)
    else:
        kind, offset, address, _, length = struct.unpack_from(f"{order}IIIII", table, at)
    return kind, offset, address, length
