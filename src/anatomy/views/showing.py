"""What `anatomy show` says: the sheet of whatever an address, a pair of addresses or a header value names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.directory import UnknownAddressError, directory_of
from anatomy.errors import Problem, UnknownNameError
from anatomy.views.places import cell_sheet, department_sheet, sub_function_sheet
from anatomy.views.showing_header import HEADER, header_sheet, model_sheet
from anatomy.views.showing_links import dependencies_sheet, dependency_sheet

if TYPE_CHECKING:
    from anatomy.domain.directory import Address
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.views.sheet import Sheet

_HINTS = 3


def view_show(enterprise: Enterprise, text: str) -> Sheet:
    """
    The sheet of what a text names.

    Args:
        enterprise: the model.
        text: nothing for the whole model; an address; the id of a dependency or FROM>TO; a header value.

    Raises:
        UnknownNameError: nothing is called that.
    """
    text = " ".join(text.split())
    if not text:
        return model_sheet(enterprise)
    if ">" in text or "→" in text:
        return _links(enterprise, text.replace("->", ">").replace("→", ">"))
    try:
        return _place(enterprise, directory_of(enterprise).find(text))
    except UnknownAddressError as error:
        if text.lower() in HEADER:
            return header_sheet(enterprise, text.lower())
        raise _unknown(str(error), _better(enterprise, text) or error.hint) from None


def _place(enterprise: Enterprise, address: Address) -> Sheet:
    cell = address.cell()
    if cell is not None:
        return cell_sheet(enterprise, cell)
    if address.sub_function:
        return sub_function_sheet(enterprise, address.department, address.sub_function)
    return department_sheet(enterprise, address.department)


def _links(enterprise: Enterprise, text: str) -> Sheet:
    found = [one for one in enterprise.dependencies if one.id == text]
    if not found:
        found = _between(enterprise, text)
    if len(found) == 1:
        return dependency_sheet(enterprise, found[0])
    return dependencies_sheet(enterprise, text, found)


def _between(enterprise: Enterprise, text: str) -> list[Dependency]:
    """Every dependency from within the first address to within the second, of the kind if one is named."""
    before, _, after = text.partition(">")
    after, _, kind = after.partition(":")
    directory = directory_of(enterprise)
    try:
        source, target = str(directory.find(before.strip())), str(directory.find(after.strip()))
    except UnknownAddressError as error:
        raise _unknown(str(error), error.hint) from None
    wanted = kind.strip().partition("#")[0]
    leaving = [one for one in enterprise.dependencies if _within(str(one.source), source)]
    found = [one for one in leaving if _within(str(one.target), target)]
    of_kind = [one for one in found if wanted in {"", one.kind}]
    if not of_kind:
        others = sorted({one.kind for one in found})
        targets = dict.fromkeys(enterprise.code(one.target) for one in leaving)
        hint = (
            f"there are some of the kind {', '.join(others)}" if others else _leads_to(list(targets), before)
        )
        about = f" of the kind {wanted!r}" if wanted else ""
        raise _unknown(f"no dependency{about} leads from {before.strip()} to {after.strip()}", hint)
    return of_kind


def _leads_to(targets: list[str], source: str) -> str:
    if not targets:
        return f"none leads anywhere from {source.strip()}"
    more = f" and {len(targets) - _HINTS} more" if len(targets) > _HINTS else ""
    return f"from there they lead to {', '.join(targets[:_HINTS])}{more}"


def _better(enterprise: Enterprise, text: str) -> str:
    """A hint for what is no address but sounds like a sub-function or a header value."""
    wanted = text.lower()
    known = {
        name.lower(): f"{department.code}.{part.code}"
        for department in enterprise.departments.values()
        for part in department.sub_functions.values()
        for name in (part.key, part.name, *part.aliases)
    }
    near = get_close_matches(wanted, known, n=1, cutoff=0.8)
    if near:
        return f"did you mean {known[near[0]]!r} ({near[0]})?"
    header = get_close_matches(wanted, HEADER, n=1, cutoff=0.7)
    return f"did you mean {header[0]!r}?" if header else ""


def _within(slug: str, address: str) -> bool:
    return slug == address or slug.startswith(f"{address}/")


def _unknown(message: str, hint: str) -> UnknownNameError:
    return UnknownNameError([Problem(code="ANA031", message=message, hint=hint)])
