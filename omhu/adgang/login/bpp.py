"""OIO Basic Privilege Profile, the intermediate model: roles from the municipal adgangsstyring, as base64 XML.

    <bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">
      <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:12345678">
        <Constraint Name="urn:dk:kombit:KLE">27.24.*</Constraint>
        <Privilege>http://omhu.kommunen.example/roles/usersystemrole/raadgiver/1</Privilege>
      </PrivilegeGroup>
    </bpp:PrivilegeList>

Groups and privileges stand in no namespace or in the list's (version 1.1 and 1.2 differ in its address). Written from
public descriptions and examples; NOT tried against KOMBIT's context handler.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from omhu.adgang.login.kommunen import HJAELP, Afvist, Kommunerolle

CVR = "urn:dk:gov:saml:cvrNumberIdentifier:"
KLE = "urn:dk:kombit:KLE"
ENHED = "urn:dk:kombit:orgUnit"
LISTER = {
    "{http://itst.dk/oiosaml/basic_privilege_profile}PrivilegeList",
    "{http://digst.dk/oiosaml/basic_privilege_profile}PrivilegeList",
}


def roller(kodet: str, cvr: str) -> tuple[Kommunerolle, ...]:
    """The roles that were given within the municipality `cvr`. Raises Afvist when it cannot be read, and when a
    role is delimited by something that Omhu cannot keep."""
    rod = _rod(kodet)
    return tuple(
        rolle
        for gruppe in rod
        if _navn(gruppe) == "PrivilegeGroup" and gruppe.get("Scope", "") == f"{CVR}{cvr}"
        for rolle in _gruppe(gruppe)
    )


def _rod(kodet: str) -> Any:
    from lxml import etree

    laeser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        rod = etree.fromstring(base64.b64decode(kodet, validate=True), laeser)
    except (binascii.Error, ValueError, etree.XMLSyntaxError) as fejl:
        raise _ulaeselig("ikke XML i base64") from fejl
    if rod.getroottree().docinfo.doctype or rod.tag not in LISTER:
        raise _ulaeselig("ikke en PrivilegeList")
    return rod


def _gruppe(gruppe: Any) -> list[Kommunerolle]:
    graenser = {
        c.get("Name", ""): (c.text or "").strip() for c in gruppe if _navn(c) == "Constraint"
    }
    ukendte = graenser.keys() - {KLE, ENHED}
    if ukendte:
        raise Afvist(
            f"Din rolle er afgrænset på en måde, Omhu ikke kender. {HJAELP}",
            "ukendt afgrænsning",
            ", ".join(sorted(ukendte)),
        )
    kle = " ".join(led.strip().rstrip("*").rstrip(".") for led in graenser.get(KLE, "").split(","))
    return [
        Kommunerolle((p.text or "").strip(), graenser.get(ENHED, ""), kle)
        for p in gruppe
        if _navn(p) == "Privilege"
    ]


def _navn(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _ulaeselig(hvorfor: str) -> Afvist:
    return Afvist(
        f"Kommunens login sendte roller, som ikke kan læses. {HJAELP}", "OIO-BPP", hvorfor
    )
