"""Omhu: casework and management information for a municipality's child protection authority."""

__version__ = "0.1.0"
