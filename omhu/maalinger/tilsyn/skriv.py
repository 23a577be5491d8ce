"""A concept back to YAML."""

from __future__ import annotations

from typing import Any

import yaml


def skriv(vaerdier: dict[str, Any]) -> str:
    """YAML in the order of the language, with `ja` and `nej` for truth."""
    return yaml.dump(
        _plain(vaerdier), Dumper=_Skriver, sort_keys=False, allow_unicode=True, width=100
    )


def _plain(vaerdi: Any) -> Any:
    if isinstance(vaerdi, bool):
        return "ja" if vaerdi else "nej"
    if isinstance(vaerdi, dict):
        return {k: _plain(v) for k, v in vaerdi.items()}
    if isinstance(vaerdi, list | tuple):
        return [_plain(v) for v in vaerdi]
    return vaerdi


class _Skriver(yaml.SafeDumper):
    """Lists stand in from their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)
