"""A CPR number in a column: encrypted when written, read as digits, found through its fingerprint only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal

CPR, INDEKS = "cpr", "cpr_indeks"
M = TypeVar("M", bound=models.Model)
if TYPE_CHECKING:
    _Tekstfelt = models.CharField[str, str]
    _Langtekst = models.TextField[str, str]
else:
    _Tekstfelt = models.CharField
    _Langtekst = models.TextField


class KrypteretOpslag(FieldError):
    """Somebody compares the encrypted column: every row is encrypted anew, so nothing would ever be found."""


class KrypteretCpr(_Tekstfelt):
    """Ten digits, or empty. The row holds `k001:…`; comparing, ordering and `update` are refused or pointless."""

    description = "CPR-nummer, krypteret"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        faste: dict[str, Any] = {"max_length": 10, "blank": True, "default": ""}
        super().__init__(*args, **faste | kwargs)

    @property
    def sted(self) -> str:
        """What a ciphertext is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def db_type(self, connection: Any) -> str:
        """`max_length` is that of the number, not of what is stored."""
        return "text"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return krypto.dekrypter(Formaal.CPR, value, self.sted) if value else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return super().get_db_prep_save(value, connection)
        return krypto.krypter(Formaal.CPR, str(value), self.sted) if value else ""

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise KrypteretOpslag(
            f"{self.model.__name__}.{self.name} er krypteret og kan ikke sammenlignes i databasen ({lookup_name}). "
            "Brug med_cpr(nummer) eller cpr_er(nummer, sti)."
        )

    get_transform = get_lookup


class KrypteretTekst(_Langtekst):
    """Any text, encrypted in the row for a purpose of its own. It cannot be compared or ordered by."""

    description = "Tekst, krypteret"

    def __init__(self, formaal: Formaal = Formaal.KLADDE, **kwargs: Any) -> None:
        self.formaal = Formaal(formaal)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        navn, sti, args, kwargs = super().deconstruct()
        return navn, sti, [str(self.formaal), *args], kwargs

    @property
    def sted(self) -> str:
        """What a ciphertext is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return krypto.dekrypter(self.formaal, value, self.sted) if value else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(
            value, "resolve_expression"
        ):  # of a bulk_update: its values come here one by one
            return super().get_db_prep_save(value, connection)
        return krypto.krypter(self.formaal, str(value), self.sted) if value else ""

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise KrypteretOpslag(
            f"{self.model.__name__}.{self.name} er krypteret og kan ikke sammenlignes i databasen ({lookup_name})."
        )

    get_transform = get_lookup


class CprIndeks(_Tekstfelt):
    """The fingerprint of `cpr` in the same row, computed in the same write."""

    description = "CPR-nummerets nøglede fingeraftryk"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        faste: dict[str, Any] = {
            "max_length": 40,
            "blank": True,
            "default": "",
            "editable": False,
            "db_index": True,
        }
        super().__init__(*args, **faste | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        return saet_indeks(model_instance)


def saet_indeks(objekt: models.Model) -> str:
    """Bring the fingerprint of an object in step with its number."""
    nummer = getattr(objekt, CPR)
    indeks = krypto.indeks(Formaal.CPR_INDEKS, nummer) if nummer else ""
    setattr(objekt, INDEKS, indeks)
    return indeks


def cpr_er(nummer: str, sti: str = "") -> Q:
    """The rows of a number, under whichever key; `sti` leads to the child, e.g. `barn__`. Nothing for ''."""
    fundne = krypto.indekser(Formaal.CPR_INDEKS, nummer) if nummer else []
    return Q(**{f"{sti}{INDEKS}__in": fundne})


class CprQuerySet(models.QuerySet[M]):
    """Rows with `cpr` and `cpr_indeks`, which are only written together."""

    def med_cpr(self, nummer: str) -> CprQuerySet[M]:
        """The rows of a number (ten digits)."""
        return self.filter(cpr_er(nummer))

    def update(self, **kwargs: Any) -> int:
        """Refuses CPR numbers: the fingerprint would stay that of the old one. `bulk_update` may."""
        if kwargs.keys() & {CPR, INDEKS} and not all(
            isinstance(kwargs.get(navn), models.Case | models.functions.Cast)
            for navn in (CPR, INDEKS)
        ):
            raise KrypteretOpslag(
                "CPR-numre kan ikke rettes med update(). Brug save() eller bulk_update()."
            )
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]  # a mark for templates

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        navne, objekter = med_indeks(fields), tuple(objs)
        if INDEKS in navne:
            for objekt in objekter:
                saet_indeks(objekt)
        return super().bulk_update(objekter, navne, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]  # a mark for templates

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = med_indeks(kwargs["update_fields"])
        return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]  # a mark for templates


def med_indeks(felter: Iterable[str]) -> list[str]:
    """Names of fields to write, both of the pair when either is there."""
    navne = list(felter)
    par = [n for n in (CPR, INDEKS) if n not in navne] if {CPR, INDEKS} & set(navne) else []
    return navne + par


class MedCpr(models.Model):
    """A row with `cpr` and `cpr_indeks`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Writes the number and its fingerprint together, whatever is named or was left unread."""
        if CPR in self.__dict__:
            self.__dict__.setdefault(INDEKS, "")
        felter = med_indeks(update_fields) if update_fields is not None else None
        super().save(*args, update_fields=felter, **kwargs)


class KunKrypteret(models.CheckConstraint):
    """The database refuses a number in plain, and a number without fingerprint: both columns begin alike."""

    def __init__(self, *, name: str, condition: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, condition=Exact(Left(CPR, 1), Left(INDEKS, 1)), **kwargs)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Objects hold the number in plain; only rows can be checked."""
