from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from anatomy.drawing import render_dot
from anatomy.drawing.dot import Markup, Picture, lines, plain, safe_link, words
from drawing.hostile import HOSTILE

NAMESPACE = "{http://www.w3.org/2000/svg}"


def of_class(svg: bytes, kind: str) -> list[ET.Element]:
    """The groups of a class in Graphviz's SVG."""
    return [group for group in ET.fromstring(svg).iter(f"{NAMESPACE}g") if group.get("class") == kind]  # noqa: S314 - our own drawing


def letters(groups: list[ET.Element]) -> str:
    """All that is written in the groups."""
    return " ".join(text.text or "" for group in groups for text in group.iter(f"{NAMESPACE}text"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_nodes_or_edges(text: str, renderer: str) -> None:
    """Whatever is typed, the drawing has the nodes and edges that were drawn, and shows the text."""
    del renderer
    picture = Picture(label=words(text))
    picture.node("n1", words(text), tooltip=text, link=text)
    picture.node("n2", words("plain"))
    picture.edge("n1", "n2", {"style": "solid"})
    svg = render_dot(picture.text(), fmt="svg")

    assert [node.get("id") for node in of_class(svg, "node")] == ["n1", "n2"]
    assert len(of_class(svg, "edge")) == 1
    shown = letters(of_class(svg, "node")[:1])
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", plain(text))
    assert b"javascript:" not in re.sub(rb"<text.*?</text>|title=\"[^\"]*\"", b"", svg)


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_keep_no_markup_of_the_text(text: str) -> None:
    """Text in a label has neither brackets nor quotes nor single backslashes."""
    inside = words(text)

    assert not re.search(r'[<>"\x00-\x1f]', inside)
    assert re.fullmatch(r"(?:[^\\]|\\\\)*", inside)
    assert len(plain(text)) <= 80


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//example.org",
        "https://example.org/\nx",
        'https://example.org/"',
        "https://user@evil",
        "file:///etc/passwd",
        "#a b",
        "#",
        "",
    ],
)
def test_only_anchors_and_web_addresses_are_links(address: str) -> None:
    """Anything else leads nowhere."""
    assert safe_link(address) == ""


def test_attributes_come_from_a_fixed_list() -> None:
    """Neither a new attribute nor a value of another shape gets through."""
    picture = Picture()

    with pytest.raises(KeyError):
        picture.node("n1", Markup("x"), image="/etc/passwd")
    with pytest.raises(ValueError, match="may not stand"):
        picture.node("n1", Markup("x"), fontname='x" onload="alert(1)')
    with pytest.raises(ValueError, match="may not stand"):
        picture.node("n1", Markup("x"), color="red\n")


@pytest.mark.parametrize("name", ["N1", "n", "n1:p1", "evil -> twin", "n1 n2", ""])
def test_names_are_made_not_taken(name: str) -> None:
    """A node cannot be named after a label."""
    with pytest.raises(ValueError, match="may not stand"):
        Picture().node(name, Markup("x"))


def test_long_names_are_broken_into_lines() -> None:
    """Letters of double width count twice."""
    assert lines("Customer commitment management", width=20) == ("Customer commitment", "management")
    assert [len(line) for line in lines("中文部门名称很长很长", width=8)] == [4, 4, 2]
