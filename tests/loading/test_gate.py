"""What stands before every file: only small, regular, clean UTF-8 gets through, and the refusal says where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from anatomy.errors import InputError
from anatomy.loading.gate import MODEL_BYTES, Source, one_line, read_source, visible

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_source(path, name="a.yaml")
    return caught.value


def refused_bytes(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    return refused(path).problems[0].first_line()


def read(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    return read_source(path, name="a.yaml").text


@pytest.mark.parametrize("data", [b"a: 1\nb: 2\n", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"a: 1\rb: 2\r"])
def test_every_line_end_and_a_byte_order_mark_are_taken(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == "a: 1\nb: 2\n"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"a: 1\nb: \xff\n", "a.yaml:2:4: ANA001 byte 0xff is not UTF-8"),
        ("é: ".encode() + b"\xff", "a.yaml:1:4: ANA001 byte 0xff is not UTF-8"),
        (b"\xef\xbb\xbfa: \xc3", "a.yaml:1:4: ANA001 byte 0xc3 is not UTF-8"),
        (b"a: 1\r\n\r\nb: \xc0\xaf", "a.yaml:3:4: ANA001 byte 0xc0 is not UTF-8"),
        (b"a: \xed\xa0\x80", "a.yaml:1:4: ANA001 byte 0xed is not UTF-8"),
        ("a: 1".encode("utf-16"), "a.yaml:1:1: ANA001 byte 0xff is not UTF-8"),
    ],
)
def test_what_is_not_utf8_is_told_with_line_and_column(tmp_path: Path, data: bytes, where: str) -> None:
    assert refused_bytes(tmp_path, data).startswith(where)


@pytest.mark.parametrize(
    "number", [0, 7, 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xFFFF]
)
def test_control_characters_are_refused_where_they_stand(tmp_path: Path, number: int) -> None:
    line = refused_bytes(tmp_path, f"a: 1\né: x{chr(number)}y\n".encode())

    assert line.startswith("a.yaml:2:5: ANA001")
    assert f"U+{number:04X} in the text" in line


def test_all_control_characters_are_told_up_to_a_hundred(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\x01\n" * 1000)

    assert len(refused(path).problems) == 100


@pytest.mark.parametrize("make", ["folder", "fifo", "device", "missing", "loop", "dangling", "nul"])
def test_only_regular_files_are_read(tmp_path: Path, make: str) -> None:
    path = tmp_path / "a.yaml"
    match make:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path)
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
        case "nul":
            path = tmp_path / "a\0b"

    problem = refused(path).problems[0]

    assert problem.first_line().startswith("a.yaml: ANA001 ")
    assert problem.hint


def test_size_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)

    assert "larger than 4 MiB" in str(refused(path))
    path.write_bytes(b"#" * MODEL_BYTES)
    assert len(read_source(path, name="a.yaml").text) == MODEL_BYTES


@pytest.mark.parametrize(
    ("line", "column", "width", "marked"),
    [
        ("name: Sales", 7, 5, "Sales"),
        ("é: Sales", 4, 5, "Sales"),
        ("\tname: Sales", 8, 5, "Sales"),
        ("x" * 200 + "Sales", 201, 5, "Sales"),
    ],
)
def test_carets_stand_under_the_place(line: str, column: int, width: int, marked: str) -> None:
    shown, carets = Source("a.yaml", f"a\n{line}\nb").excerpt(2, column, width).split("\n")

    assert shown[carets.index("^") : carets.rindex("^") + 1] == marked


def test_carets_count_the_columns_of_wide_characters() -> None:
    shown, carets = Source("a.yaml", "日本: x").excerpt(1, 5, 1).split("\n")

    # Two characters that a terminal draws two columns wide each.
    assert carets.index("^") == shown.index("x") + 2


def test_carets_count_the_columns_of_escapes() -> None:
    shown, carets = Source("a.yaml", "a\x1bb: Sales").excerpt(1, 6, 5).split("\n")

    assert shown[carets.index("^") : carets.rindex("^") + 1] == "Sales"


def test_a_message_is_one_harmless_line() -> None:
    assert visible("a\x1b[31m\u202eb\udcff") == "a\\x1b[31m\\u202eb\\udcff"
    assert one_line("a\nb") == "a\\nb"
    assert len(one_line("x" * 10_000)) == 300
