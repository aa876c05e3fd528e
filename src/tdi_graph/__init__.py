"""A knowledge graph of « Territoires d’industrie » in which every fact leads to its words."""

__version__ = "0.1.0"

__all__ = ["__version__"]
