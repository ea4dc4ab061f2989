"""The cache: what it gives is what loading gives, to the last field and line, or it gives nothing."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from anatomy.errors import InputError
from anatomy.loading import cache, load_enterprise, recall, recall_enterprise
from anatomy.loading.codec import decode, encode
from anatomy.loading.tree import Mapping, Sequence
from anatomy.shipped import shelf
from builders.folders import SMALL, a_folder, an_overlay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.enterprise import Enterprise
    from anatomy.loading.tree import Node

ROOT = Path(__file__).parents[2]
MODELS = {
    "reference": shelf("models") / "reference",
    "small": SMALL,
    **{name: ROOT / "examples" / name for name in ("acme-seven", "harbour-services", "workshop")},
}


def paths_in(node: Node, path: str = "") -> Iterator[str]:
    """Every path in a tree."""
    inside: list[tuple[object, Node]] = []
    if isinstance(node, Mapping):
        inside = list(node.entries.items())
    elif isinstance(node, Sequence):
        inside = list(enumerate(node.items))
    for key, one in inside:
        yield f"{path}{key}"
        yield from paths_in(one, f"{path}{key}|")


def spelled(value: object) -> Any:
    """A value with the type of every part of it, so that 1, 1.0 and True differ."""
    if isinstance(value, Struct):
        return type(value), [
            spelled(getattr(value, name)) for name in value.__struct_fields__ if name != "origins"
        ]
    if isinstance(value, dict):
        return dict, [(key, spelled(one)) for key, one in value.items()]
    if isinstance(value, tuple):
        return tuple, [spelled(one) for one in value]
    return type(value), value


def kept(folder: Path) -> Path:
    """The one file in a cache."""
    (file,) = folder.iterdir()
    return file


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def forbid_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> Enterprise:
        raise AssertionError("loaded again")

    monkeypatch.setattr("anatomy.loading.model.build_enterprise", refuse)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_comes_back_in_every_field_and_every_place(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_enterprise(MODELS[name])
    written = recall_enterprise(MODELS[name], folder=tmp_path)
    forbid_loading(monkeypatch)
    read = recall_enterprise(MODELS[name], folder=tmp_path)

    assert spelled(written) == spelled(read) == spelled(loaded)
    assert read == loaded
    known = list(paths_in(loaded.origins._root))  # type: ignore[attr-defined]
    assert len(known) > 300
    for path in (
        *known,
        "",
        "header",
        "departments|moon|name",
        "dependencies|0",
        *(f"{one}|0" for one in known),
    ):
        assert read.origin(path) == loaded.origin(path)
        assert (path in read.origins) == (path in loaded.origins)
    for row in loaded.dependencies:
        for field in ("", "likelihood", "severity_share", "delay", "effect"):
            assert read.dependency_origin(row, field) == loaded.dependency_origin(row, field)
    assert list(read.origins) == list(loaded.origins)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes()[:1000]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"0.9", b"0.8", 1)),
        lambda file: file.write_bytes(file.read_bytes().replace(b"model-cache/1", b"model-cache/0", 1)),
        lambda file: file.write_bytes(b"\xff\xfe\x00"),
        lambda file: file.write_text("[]\n{}\n"),
        lambda file: (file.unlink(), file.symlink_to(file.parent.parent / "elsewhere.json")),
        a_pipe,
    ],
)
def test_what_is_damaged_is_not_taken_but_written_anew(damage: Any, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    loaded = recall_enterprise(SMALL, folder=folder)
    whole = kept(folder).read_bytes()
    (tmp_path / "elsewhere.json").write_bytes(whole)
    damage(kept(folder))

    assert recall_enterprise(SMALL, folder=folder) == loaded
    assert kept(folder).is_file()
    assert not kept(folder).is_symlink()
    assert kept(folder).read_bytes() == whole


def test_the_file_of_another_model_is_not_taken(tmp_path: Path) -> None:
    recall_enterprise(MODELS["workshop"], folder=tmp_path / "other")
    loaded = recall_enterprise(SMALL, folder=tmp_path / "own")
    shutil.copy(kept(tmp_path / "other"), kept(tmp_path / "own"))

    assert recall_enterprise(SMALL, folder=tmp_path / "own") == loaded


def test_a_file_that_is_whole_but_makes_no_model_is_not_taken(tmp_path: Path) -> None:
    loaded = recall_enterprise(SMALL, folder=tmp_path)
    key = kept(tmp_path).stem.removeprefix("model-")
    for model in ("{}", "[]", '{"classes": [["os.path", "x"]], "shared": [], "value": [0, 1]}', "null"):
        cache.keep(tmp_path, key, [model, "[[],[0,1,1,{}]]"], format_name=recall.FORMAT)

        assert recall_enterprise(SMALL, folder=tmp_path) == loaded


@pytest.mark.parametrize(
    "change",
    [
        lambda model: (model / "kinds.yaml").write_text((model / "kinds.yaml").read_text() + "# more\n"),
        lambda model: (model / "kinds.yaml").rename(model / "sorts.yaml"),
        lambda model: (model / "notes.yaml").write_text("format: anatomy/1\ntitle: A\ndecisions: []\n"),
    ],
)
def test_any_change_of_a_file_is_seen(change: Any, tmp_path: Path) -> None:
    model = a_folder(tmp_path)
    first = recall_enterprise(model, folder=tmp_path / "cache")
    change(model)

    found = recall_enterprise(model, folder=tmp_path / "cache")

    assert found.digest == load_enterprise(model).digest
    assert found.origins["kinds|values"] == load_enterprise(model).origins["kinds|values"]
    assert len(list((tmp_path / "cache").iterdir())) == 2
    assert first.name == found.name


def test_a_change_of_what_a_model_extends_or_of_the_program_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = an_overlay(tmp_path)
    folder = tmp_path / "cache"
    first = recall_enterprise(overlay, folder=folder)
    shutil.copytree(MODELS["reference"], tmp_path / "reference")
    header = tmp_path / "reference" / "anatomy.yaml"
    header.write_text(header.read_text().replace("felt_at: 10 %", "felt_at: 12 %"))
    monkeypatch.setattr("anatomy.loading.files.shelf", lambda _: tmp_path)

    assert (first.felt_at, recall_enterprise(overlay, folder=folder).felt_at) == (0.1, 0.12)

    monkeypatch.setattr(recall, "_makers", lambda: iter(["another version"]))
    recall_enterprise(overlay, folder=folder)
    assert len(list(folder.iterdir())) == 3


def test_a_model_with_a_problem_is_told_every_time_and_never_kept(tmp_path: Path) -> None:
    model = a_folder(tmp_path, ("departments/sales.yaml", "kind: values", "kind: valuez"))
    folder = tmp_path / "cache"

    for _ in range(2):
        with pytest.raises(InputError, match="unknown kind 'valuez'"):
            recall_enterprise(model, folder=folder)
    with pytest.raises(InputError, match="no model in"):
        recall_enterprise(tmp_path, folder=folder)
    (model / "departments" / "more.yaml").symlink_to(ROOT / "models" / "small" / "kinds.yaml")
    with pytest.raises(InputError, match="leads out of the model folder"):
        recall_enterprise(model, folder=folder)
    assert not folder.exists()


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    recall_enterprise(SMALL, folder=tmp_path / "a" / "b")

    assert stat.S_IMODE(kept(tmp_path / "a" / "b").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_it_keeps_a_few_and_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    strangers = {"model.json", "notes.json", ".anatomy-page.tmp", "model-1.json"}
    for name in strangers:
        (tmp_path / name).write_text("mine")
    (tmp_path / ".anatomy-model-killed").write_text("half")
    os.utime(tmp_path / ".anatomy-model-killed", (1, 1))
    names = [f"{number:040x}" for number in range(cache.KEPT + 3)]
    for age, name in enumerate(names):
        cache.keep(tmp_path, name, ["a"], format_name="x")
        os.utime(tmp_path / f"model-{name}.json", (1000 + age, 1000 + age))
        cache.recall(tmp_path, names[0], format_name="x")

    assert cache.recall(tmp_path, names[0], format_name="x") == ["a"], "what is used stays"
    assert [cache.recall(tmp_path, name, format_name="x") for name in names[1:3]] == [None, None]
    found = {file.name for file in tmp_path.iterdir()}
    assert strangers <= found
    assert len(found - strangers) <= cache.KEPT


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    loaded = load_enterprise(SMALL)

    assert recall_enterprise(SMALL, folder=tmp_path / "file" / "cache") == loaded
    assert recall_enterprise(SMALL, folder=tmp_path / "file") == loaded
    assert recall_enterprise(SMALL, folder=Path("/proc/self/nowhere")) == loaded
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert recall_enterprise(SMALL, folder=locked) == loaded


def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    loaded = recall_enterprise(SMALL, folder=tmp_path)
    monkeypatch.setattr("os.utime", refuse)
    forbid_loading(monkeypatch)

    assert recall_enterprise(SMALL, folder=tmp_path) == loaded


def test_what_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 10_000)

    assert recall_enterprise(SMALL, folder=tmp_path) == load_enterprise(SMALL)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)

    assert recall_enterprise(SMALL, folder=tmp_path) == load_enterprise(SMALL)
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert recall_enterprise(SMALL, folder=None) == load_enterprise(SMALL)
    assert list(tmp_path.iterdir()) == []


def test_processes_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from anatomy.loading import recall_enterprise; "
        "print(*{recall_enterprise(Path(sys.argv[1]), folder=Path(sys.argv[2])).digest for _ in range(5)})"
    )
    command = [sys.executable, "-c", code, str(SMALL), str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {one.communicate()[0].strip() for one in running}

    assert {one.returncode for one in running} == {0}
    assert told == {load_enterprise(SMALL).digest}
    assert recall._decoded(cache.recall(tmp_path, kept(tmp_path).stem[6:], format_name=recall.FORMAT))


class Stranger(Struct, frozen=True):
    """Of no domain."""

    one: int = 1


@pytest.mark.parametrize("value", [Stranger(), object(), [1]])
def test_only_values_of_the_domain_are_written(value: object) -> None:
    with pytest.raises(TypeError):
        encode(value)


@pytest.mark.parametrize(
    "name",
    ["os.system", "cell", "..errors.Problem", "cell.CellId.parse", "enterprise.CellId", "cell.dependency_id"],
)
def test_only_classes_of_the_domain_are_made(name: str) -> None:
    coded = json.loads(json.dumps({"classes": [[name]], "shared": [], "value": [0]}))

    with pytest.raises((ValueError, ImportError, AttributeError)):
        decode(coded)
