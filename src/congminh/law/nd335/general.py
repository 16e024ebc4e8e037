"""Mẫu 01, phần I: the general criteria («tiêu chí chung»), 30 points in ten criteria of three groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from congminh.law.faults import BadFacts, Fault
from congminh.law.parameters import load_yaml
from congminh.law.text import Text, scaled

STEPS = {"0.5": 50, "0.25": 25, "free": 1}


@dataclass(frozen=True)
class Criterion:
    """One criterion («tiêu chí») with its most points in hundredths and the annex's descriptors."""

    code: str
    label: Text
    max_cp: int
    cite: str
    descriptors: tuple[Text, ...]


@dataclass(frozen=True)
class Group:
    """A group of criteria: I, II or III, 10 points each (Điều 12.2.a, b, c)."""

    code: str
    label: Text
    max_cp: int
    cite: str
    criteria: tuple[Criterion, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The three groups in the wording of the form, from `criteria.yaml` (Phụ lục I, Mẫu 01)."""
    found = load_yaml(Path(__file__).with_name("criteria.yaml"))["groups"]
    return tuple(
        Group(
            group["code"],
            Text(group["text"], group["text_en"]),
            group["max_cp"],
            group["cite"],
            tuple(_criterion(entry) for entry in group["criteria"]),
        )
        for group in found
    )


def _criterion(entry: Mapping) -> Criterion:
    pairs = zip(entry.get("descriptors") or (), entry.get("descriptors_en") or (), strict=True)
    told = tuple(Text(vi, en) for vi, en in pairs)
    return Criterion(entry["code"], Text(entry["text"], entry["text_en"]), entry["max_cp"], entry["cite"], told)


def criteria() -> dict[str, Criterion]:
    """The ten criteria by code, I.1 … III.4, in the order of the form."""
    return {criterion.code: criterion for group in groups() for criterion in group.criteria}


def general_cp(scores: Mapping[str, int], step: str = "0.5") -> int:
    """The points for the general criteria, in hundredths: the sum of all ten scores (Điều 12.2).

    `scores` are hundredths of a point by code; `step` is the reading `general_step` (0.5, 0.25, free).
    Raises BadFacts naming each criterion that is missing, unknown, beyond its points or off the step.
    """
    faults = [_fault(code, "", Text("chưa có điểm", "has no score")) for code in criteria() if code not in scores]
    faults += [fault for code, score in scores.items() for fault in _faults(code, score, STEPS[step])]
    if faults:
        raise BadFacts(faults)
    return sum(scores.values())


def _faults(code: str, score: int, step_cp: int) -> list[Fault]:
    if code not in criteria():
        known = ", ".join(criteria())
        return [_fault(code, score, Text(f"không phải là tiêu chí; có: {known}", f"is no criterion of {known}"))]
    most = criteria()[code].max_cp
    if not 0 <= score <= most:
        limit = scaled(most, 2), scaled(most, 2, "en")
        return [_fault(code, score, Text(f"phải từ 0 đến {limit[0]} điểm", f"must be from 0 to {limit[1]} points"))]
    if score % step_cp:
        step = scaled(step_cp, 2), scaled(step_cp, 2, "en")
        return [_fault(code, score, Text(f"phải là bội của {step[0]} điểm", f"must be a multiple of {step[1]}"))]
    return []


def _fault(code: str, score: int | str, what: Text) -> Fault:
    return Fault("Mẫu 01", code, "self_score", scaled(score, 2) if isinstance(score, int) else score, what)
