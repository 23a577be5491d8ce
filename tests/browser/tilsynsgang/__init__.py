"""An audit walked in a real browser, from the concept to the report, by the people whose work it is.

The same steps walk three cases in `make test` and as many as `OMHU_TILSYN_SAGER` says on demand. What is answered is
written down as it is answered (`Gang.svar`), so that the figures can be counted here, without Omhu, and compared.
"""
