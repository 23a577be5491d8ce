"""A SAML identity provider of pysaml2 as a process: `python -m tests.login.saml_idp MAPPE PORT ID SP_METADATA`.

It asks for a name and sends a signed assertion about that person from `personer.json` in its folder, which the test
may rewrite at any time: `felter` (attributes), and `sha1`, `usigneret`, `roed_finger` (changed after signing),
`gammel_login` to misbehave.
"""

from __future__ import annotations

import html
import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def lav_noegle(mappe: Path) -> None:
    """A key and its certificate, `noegle.pem` and `cert.pem`."""
    noegle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    navn = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.kommunen.example")])
    nu = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(navn)
        .issuer_name(navn)
        .public_key(noegle.public_key())
        .serial_number(1)
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=30))
        .sign(noegle, hashes.SHA256())
    )
    mappe.mkdir(parents=True, exist_ok=True)
    (mappe / "cert.pem").write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    (mappe / "noegle.pem").write_bytes(
        noegle.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )


def lav_server(mappe: Path, id_: str, sp_metadata: Path):
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.server import Server
    from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

    rod = id_.removesuffix("/metadata")
    return Server(
        config=IdPConfig().load(
            {
                "entityid": id_,
                "xmlsec_binary": shutil.which("xmlsec1"),
                "key_file": str(mappe / "noegle.pem"),
                "cert_file": str(mappe / "cert.pem"),
                "metadata": {"local": [str(sp_metadata)]},
                "service": {
                    "idp": {
                        "endpoints": {
                            "single_sign_on_service": [(f"{rod}/sso", BINDING_HTTP_REDIRECT)]
                        },
                        "policy": {
                            "default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}
                        },
                        "signing_algorithm": SIG_RSA_SHA256,
                        "digest_algorithm": DIGEST_SHA256,
                    }
                },
            }
        )
    )


def svar(idp, person: dict, spoergsmaal: str) -> str:
    """The form that sends the answer to Omhu."""
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.saml import NAMEID_FORMAT_UNSPECIFIED, NameID
    from saml2.xmldsig import DIGEST_SHA1, DIGEST_SHA256, SIG_RSA_SHA1, SIG_RSA_SHA256

    anmodning = idp.parse_authn_request(spoergsmaal, BINDING_HTTP_REDIRECT).message
    sha1 = person.get("sha1", False)
    tid = datetime.now(UTC) - timedelta(minutes=20 if person.get("gammel_login") else 0)
    xml = str(
        idp.create_authn_response(
            identity=person.get("felter", {}),
            in_response_to=anmodning.id,
            destination=anmodning.assertion_consumer_service_url,
            sp_entity_id=anmodning.issuer.text,
            name_id=NameID(format=NAMEID_FORMAT_UNSPECIFIED, text=person["id"]),
            authn={
                "class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
                "authn_instant": int(tid.timestamp()),
            },
            sign_assertion=not person.get("usigneret", False),
            sign_response=False,
            sign_alg=SIG_RSA_SHA1 if sha1 else SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA1 if sha1 else DIGEST_SHA256,
        )
    )
    if "roed_finger" in person:
        xml = xml.replace(*person["roed_finger"])
    binding = idp.apply_binding(
        BINDING_HTTP_POST, xml, anmodning.assertion_consumer_service_url, response=True
    )
    return str(binding["data"])


def main(mappe: Path, port: int, id_: str, sp_metadata: Path) -> None:
    idp = lav_server(mappe, id_, sp_metadata)

    class Svarer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            spoergsmaal = parse_qs(urlsplit(self.path).query).get("SAMLRequest", [""])[0]
            self._send(
                '<form method="post"><input name="navn" aria-label="Navn">'
                f'<input type="hidden" name="spoergsmaal" value="{html.escape(spoergsmaal)}">'
                "<button>Log ind</button></form>"
            )

        def do_POST(self) -> None:
            felter = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            personer = json.loads((mappe / "personer.json").read_text("utf-8"))
            self._send(svar(idp, personer[felter["navn"][0]], felter["spoergsmaal"][0]))

        def _send(self, side: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(side.encode())

    ThreadingHTTPServer(("127.0.0.1", port), Svarer).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
