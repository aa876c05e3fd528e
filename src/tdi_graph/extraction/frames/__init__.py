"""Frames: what verbs, appositions and nouns of public action say, one family a module."""
