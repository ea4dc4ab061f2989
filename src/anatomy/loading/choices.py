"""What a decision file says beside the decision: alternatives, chances to win, promised mitigations, limits."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from anatomy.domain.decision import DECLINE, PROPOSED, Alternative, Proposal
from anatomy.domain.response import ResponseError
from anatomy.loading.limit_grammar import LimitError
from anatomy.loading.limits import read_limit, reading_of, same_figure
from anatomy.loading.numbers import NumberError, parse_amount, parse_range, parse_share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.limit import Limit
    from anatomy.domain.quantity import Range
    from anatomy.domain.response import Value
    from anatomy.loading.decision_file import AlternativeDraft, Draft
    from anatomy.loading.proposals import Assumed, Path, ProposalSettler


class Choices:
    """Reads them in the words and units of the model; what is wrong is told through the settler."""

    def __init__(self, settler: ProposalSettler, draft: Draft) -> None:
        self._settler = settler
        self._enterprise = settler.enterprise
        self._draft = draft

    def chance(self, written: object, place: Path) -> Range | None:
        """A chance to win with its range, or None where none is said."""
        if written is None:
            return None
        words = self._enterprise.scales.likelihood
        try:
            return parse_range(written, words=words, one=parse_share)
        except NumberError as error:
            self._settler.complain(place, f"{place[-1]}: {error}", error.hint, code="ANA014")
            return None

    def value(self, written: object, place: Path) -> float | None:
        """Money that winning brings, or None where none is said."""
        if written is None:
            return None
        try:
            return parse_amount(written, currency=self._enterprise.currency)
        except NumberError as error:
            self._settler.complain(place, f"{place[-1]}: {error}", error.hint, code="ANA014")
            return None

    def alternatives(self, proposals: tuple[Proposal, ...], assumed: Assumed) -> tuple[Alternative, ...]:
        """What could be decided instead, in the order of the file."""
        return tuple(self._alternative(one, proposals, assumed) for one in self._draft.alternatives)

    def mitigations(self, proposals: tuple[Proposal, ...]) -> tuple[str, ...]:
        """Keys of those already promised; every one must be possible for the decision."""
        for place, key in enumerate(self._draft.mitigations):
            why, hint, code = self._why_not(key, place, proposals)
            if why:
                self._settler.complain(("mitigations", place), why, hint, code=code)
        return self._draft.mitigations

    def limits(self) -> tuple[Limit, ...]:
        """Limits that hold for this decision instead of those of the model."""
        if not self._draft.limits:
            return ()
        read: list[Limit] = []
        reading = reading_of(self._enterprise)
        for place, text in enumerate(self._draft.limits):
            where: Path = ("limits", place)
            try:
                limit = read_limit(text, reading)
            except LimitError as error:
                self._settler.complain(where, str(error), error.hint, code=error.code, offset=error.offset)
                continue
            if same_figure(limit, read):
                message = f"{limit.figure} is limited twice"
                self._settler.complain(where, message, "merge the two", code="ANA030")
            read.append(limit)
        return tuple(read)

    def _alternative(
        self, draft: AlternativeDraft, proposals: tuple[Proposal, ...], assumed: Assumed
    ) -> Alternative:
        place: Path = ("alternatives", draft.key)
        self._check_form(draft, place)
        if draft.proposals:
            proposals, assumed = self._settler.settle(draft.proposals, (*place, "decisions"))
        else:
            changed = self._changed(draft, proposals, place)
            proposals = tuple(
                Proposal(type=one.type, values={**one.values, **changed.get(one.type, {})})
                for one in proposals
            )
            assumed = frozenset((key, name) for key, name in assumed if name not in changed.get(key, {}))
        return Alternative(
            key=draft.key,
            title=draft.title,
            proposals=proposals,
            win_chance=self.chance(draft.win_chance, (*place, "win_chance")),
            value_if_won=self.value(draft.value_if_won, (*place, "value_if_won")),
            assumed=assumed,
        )

    def _check_form(self, draft: AlternativeDraft, place: Path) -> None:
        if draft.key in {DECLINE, PROPOSED}:
            message = f"{draft.key!r} is always there"
            hint = "delete this entry" if draft.key == DECLINE else "give this one another key"
            self._settler.complain(place, message, hint, code="ANA030", at_key=True)
        if bool(draft.settings) == bool(draft.proposals):
            both = "holds both set: and decisions:" if draft.settings else "changes nothing"
            hint = "keep one of the two" if draft.settings else "add set: or decisions:"
            self._settler.complain(place, f"{draft.key} {both}", hint, code="ANA010", at_key=True)

    def _changed(
        self, draft: AlternativeDraft, proposals: tuple[Proposal, ...], place: Path
    ) -> dict[str, dict[str, Value]]:
        """Type -> parameter -> new value; a parameter named under its type wins over one named alone."""
        types = [key for key, _ in self._draft.proposals]
        changed: dict[str, dict[str, Value]] = {one.type: {} for one in proposals}
        under_types = {key: one for key, one in draft.settings.items() if isinstance(one, dict)}
        alone = {name: one for name, one in draft.settings.items() if name not in under_types}
        where: Path = (*place, "set")
        for name, value in alone.items():
            holding = [key for key in changed if name in self._enterprise.parameters_of(key)]
            self._set(changed, holding, name, value, (*where, name), among=types)
        for key, values in under_types.items():
            if key not in types and not self._knows(types):
                continue
            if key not in types:
                self._unknown("decision type of this deal", key, types, (*where, key))
                continue
            for name, value in values.items():
                holding = [key] if key in changed and name in self._enterprise.parameters_of(key) else []
                self._set(changed, holding, name, value, (*where, key, name), among=[key])
        return changed

    def _set(
        self,
        changed: dict[str, dict[str, Value]],
        holding: list[str],
        name: str,
        value: object,
        place: Path,
        *,
        among: list[str],
    ) -> None:
        """Put a value into every type that has the parameter; none of them has it: a mistake."""
        known = {
            parameter: None
            for key in among
            if key in self._enterprise.decision_types
            for parameter in self._enterprise.parameters_of(key)
        }
        if name not in known and self._knows(among):
            self._unknown("parameter", name, list(known), place)
        for key in holding:
            read = self._settler.read(self._enterprise.parameters_of(key)[name], value, place)
            if read is not None:
                changed[key][name] = read

    def _unknown(self, what: str, name: str, known: list[str], place: Path) -> None:
        near = get_close_matches(name.rpartition(".")[2], known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
        self._settler.complain(place, f"unknown {what} {name!r}", hint, at_key=True)

    def _knows(self, types: Iterable[str]) -> bool:
        """Whether the model has all of them: of another one nobody can say what belongs to it."""
        return all(key in self._enterprise.decision_types for key in types)

    def _why_not(self, key: str, place: int, proposals: tuple[Proposal, ...]) -> tuple[str, str, str]:
        """Why a mitigation cannot be promised, how to mend it and the code; nothing where it can."""
        mitigation = self._enterprise.mitigations.get(key)
        if mitigation is None:
            known = list(self._enterprise.mitigations)
            near = get_close_matches(key, known, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
            return f"unknown mitigation {key!r}", hint, "ANA031"
        if key in self._draft.mitigations[:place]:
            return f"{key} is promised twice", "name it once", "ANA030"
        types = {drafted for drafted, _ in self._draft.proposals}
        if not self._knows(types):
            return "", "", ""
        if mitigation.applies_to and not types & set(mitigation.applies_to):
            return f"{key} does not apply here", f"it is for {', '.join(mitigation.applies_to)}", "ANA035"
        # What was set on the command line may have taken away its reason, which is no mistake in the file; and
        # what a proposal with a mistake in it fits, nobody can say.
        if self._settler.settings or self._settler.problems or self._draft.problems:
            return "", "", ""
        try:
            if mitigation.fits(proposals) is None:
                return f"{key} does not apply here", "its when: is not met", "ANA035"
        except ResponseError as error:
            return f"{key}: {error}", "give other parameter values", "ANA020"
        return "", "", ""
