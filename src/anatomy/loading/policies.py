"""Policies: every name in a rule leads to a parameter, a role or another rule."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from anatomy.domain.decision import Parameter
from anatomy.domain.policy import NOBODYS, Act, Policy, Role, Rule
from anatomy.domain.policy_parameters import known_parameters
from anatomy.loading.addresses import UNKNOWN
from anatomy.loading.checking import Checker
from anatomy.loading.decision_types import Context as TypeContext
from anatomy.loading.decision_types import build_parameter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from anatomy.domain.decision import DecisionType
    from anatomy.loading.policy_schema import ActEntry, PolicyEntry, RoleEntry, RuleEntry

Path = tuple[str | int, ...]


class Context(TypeContext, Protocol):
    """What this needs of the builder."""

    def has_department(self, key: str) -> bool:
        """Whether the model has a department of that key."""

    def is_written(self, section: str, key: str) -> bool:
        """Whether some file holds such an entry, be it well formed or not."""


def build_policies(
    context: Context, entries: Mapping[str, PolicyEntry], decision_types: Mapping[str, DecisionType]
) -> dict[str, Policy]:
    """The policies, by key; one whose decision types were all removed goes with them."""
    policies: dict[str, Policy] = {}
    for key in sorted(entries):
        policy = _Policy(context, key, entries[key], decision_types).build()
        if policy is not None:
            policies[key] = policy
    return policies


class _Policy:
    """Builds one policy."""

    def __init__(
        self, context: Context, key: str, entry: PolicyEntry, decision_types: Mapping[str, DecisionType]
    ) -> None:
        self.context = context
        self.key = key
        self.entry = entry
        self.types = decision_types
        self.only_thresholds: AbstractSet[str] = frozenset()
        self.path: Path = ("policies", key)

    def build(self) -> Policy | None:
        entry = self.entry
        applies_to = tuple(self._applies_to())
        if entry.applies_to and not applies_to:
            self.context.removed.append(f"policy {self.key}")
            return None
        own = {
            name: build_parameter(self.context, name, one, (*self.path, "parameters", name))
            for name, one in entry.parameters.items()
        }
        roles = {key: self._role(key, role) for key, role in entry.roles.items()}
        policy = Policy(
            key=self.key,
            name=entry.name,
            applies_to=applies_to,
            hit=entry.hit,
            complete=entry.complete,
            parameters=own,
            roles=roles,
            thresholds=dict(entry.thresholds),
            rules=(),
            basis=self.context.basis(entry.basis, (*self.path, "basis")),
        )
        checker = Checker(self.context, self._comparable(policy))
        rules = tuple(self._rule(key, rule, checker) for key, rule in entry.rules.items())
        self._refuse_circles(rules)
        return replace(policy, rules=self._in_order(rules))

    def _applies_to(self) -> Iterator[str]:
        for place, key in enumerate(self.entry.applies_to):
            if key in self.types:
                yield key
            elif f"decision type {key}" not in self.context.removed:
                if not self.context.is_written("decision_types", key):
                    self._unknown("decision type", key, self.types, (*self.path, "applies_to", place))
                yield key

    def _comparable(self, policy: Policy) -> Mapping[str, Parameter]:
        """Everything that a condition may name; a threshold on its left side is told apart."""
        known = known_parameters(policy, self.types, complain=self._differ)
        for name in policy.thresholds:
            if name in known:
                message = f"{name} is both a threshold and a parameter"
                self._complain(("thresholds", name), "ANA030", message, "rename the threshold")
        self.only_thresholds = policy.thresholds.keys() - known.keys()
        limits = {name: Parameter(name=name, label=name, kind="number") for name in policy.thresholds}
        return {**limits, **known}

    def _differ(self, name: str, kinds: str) -> None:
        message = f"{name} is {kinds} in different decision types"
        self._complain(
            (), "ANA035", message, "name the types it applies to, or give it a parameter of its own"
        )

    def _role(self, key: str, entry: RoleEntry) -> Role:
        department = entry.department or ""
        if department and not self.context.has_department(department):
            if department != UNKNOWN:
                self.context.removed.append(f"department of role {key} in policy {self.key}")
            department = ""
        if entry.backup is not None:
            self._check_role(entry.backup, ("roles", key, "backup"))
            if entry.backup == key:
                self._complain(
                    ("roles", key, "backup"), "ANA035", f"{key} cannot stand in for itself", "name another"
                )
        return Role(
            key=key,
            name=entry.name,
            short=entry.short or "",
            department=department,
            backup=entry.backup or "",
            placeholder=entry.placeholder,
        )

    def _rule(self, key: str, entry: RuleEntry, checker: Checker) -> Rule:
        path: Path = ("rules", key)
        for place, other in enumerate(entry.overrides):
            self._check_rule(other, key, (*path, "overrides", place))
        if entry.before is not None:
            self._check_rule(entry.before, key, (*path, "before"))
        self._check_days(entry, path)
        for group in entry.when:
            for condition in group:
                if condition.parameter in self.only_thresholds:
                    message = f"{condition.parameter} is a threshold, not a parameter"
                    self._complain(
                        (*path, "when"), "ANA035", message, "write {parameter: {above: threshold}}"
                    )
        return Rule(
            key=key,
            when=checker.conditions(entry.when, (*self.path, *path, "when")),
            acts=tuple(self._act(act, (*path, "acts", place)) for place, act in enumerate(entry.acts)),
            overrides=tuple(other for other in entry.overrides if not self._is_gone(other)),
            valid_from=entry.valid_from or "",
            valid_until=entry.valid_until or "",
            certainty=entry.certainty,
            note=entry.note or "",
            basis=self.context.basis(entry.basis, (*self.path, *path, "basis")),
        )

    def _act(self, entry: ActEntry, path: Path) -> Act:
        for place, role in enumerate(entry.by):
            self._check_role(role, (*path, "by", place))
        if len(set(entry.by)) < len(entry.by):
            self._complain((*path, "by"), "ANA035", "a role stands in by: twice", "name it once")
        if (entry.act in NOBODYS) == bool(entry.by):
            needs = f"{entry.act} names nobody in by:" if entry.by else f"{entry.act} needs by:"
            hint = "delete by:" if entry.by else "write by: [role]"
            self._complain((*path, "act"), "ANA035", needs, hint)
        return Act(
            act=entry.act,
            by=tuple(entry.by),
            mode=entry.mode,
            respond=entry.respond,
            complete=entry.complete,
            what=entry.what or "",
            instead=entry.instead or "",
        )

    def _check_days(self, entry: RuleEntry, path: Path) -> None:
        days = {"valid_from": entry.valid_from, "valid_until": entry.valid_until}
        for name, day in days.items():
            if day and not _is_day(day):
                self._complain((*path, name), "ANA012", f"{name} is not in the calendar", "mend it")
        if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
            self._complain(
                (*path, "valid_until"), "ANA035", "valid_until lies before valid_from", "swap them"
            )

    def _check_role(self, key: str, path: Path) -> None:
        if key not in self.entry.roles:
            self._unknown("role", key, self.entry.roles, (*self.path, *path))

    def _check_rule(self, key: str, own: str, path: Path) -> None:
        if key == own:
            self._complain(path, "ANA035", f"the rule {key!r} names itself", "name another rule")
        elif key not in self.entry.rules and not self._is_gone(key):
            self._unknown("rule", key, self.entry.rules, (*self.path, *path))

    def _is_gone(self, rule: str) -> bool:
        """Whether an overlay removed a rule, so that what names it goes without a word."""
        return f"policy {self.key}/rules/{rule}" in self.context.removed

    def _refuse_circles(self, rules: Iterable[Rule]) -> None:
        overrides = {rule.key: rule.overrides for rule in rules}
        for key, named in overrides.items():
            reached: set[str] = set()
            pending = list(named)
            while pending:
                other = pending.pop()
                if other not in reached:
                    reached.add(other)
                    pending.extend(overrides.get(other, ()))
            if key in reached and key not in named:
                message = f"the rule {key!r} overrides itself through others"
                self._complain(("rules", key, "overrides"), "ANA035", message, "break the circle")

    def _in_order(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """As written, but a rule with `before` stands right before the other."""
        placed: list[Rule] = []
        for rule in rules:
            before = self.entry.rules[rule.key].before
            keys = [one.key for one in placed]
            placed.insert(keys.index(before) if before in keys else len(placed), rule)
        return tuple(placed)

    def _unknown(self, what: str, name: str, known: Collection[str], path: Path) -> None:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
        self.context.complain(path, "ANA031", f"unknown {what} {name!r}", hint)

    def _complain(self, path: Path, code: str, message: str, hint: str) -> None:
        self.context.complain((*self.path, *path), code, message, hint)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
