"""What the forms of audits share beside that of all forms: free text."""

from __future__ import annotations

from typing import Any

from django import forms


def langt_felt(label: str, mangler: str = "", *, linjer: int = 4, **rest: Any) -> forms.CharField:
    """Free text."""
    return forms.CharField(
        label=label,
        required=bool(mangler),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": linjer}),
        error_messages={
            "required": mangler,
            "max_length": "Teksten er for lang. Skriv højst 8.000 tegn.",
        },
        **rest,
    )
