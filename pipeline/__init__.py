"""The brochure pipeline: designed brochures in, a traceable dataset out. Each room is one stage (see README.md)."""

__version__ = "0.1.0"
