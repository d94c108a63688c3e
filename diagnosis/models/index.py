"""What the search looks into: derived from the tree by `search.rebuild()`, never edited."""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .nodes import RepairCode


class Entry(models.Model):
    """One repair code as the search sees it."""

    leaf = models.OneToOneField(RepairCode, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    phrase = models.TextField()
    """Its path, title and keywords in small letters without accents."""
    document = SearchVectorField()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            GinIndex(fields=["document"], name="entry_document"),
            GistIndex(fields=["phrase"], opclasses=["gist_trgm_ops"], name="entry_phrase_trigrams"),
        ]

    def __str__(self) -> str:
        return self.phrase


class Word(models.Model):
    """A word that the tree or the list of everyday words knows, so that typing mistakes lead to it."""

    word = models.CharField(max_length=64, primary_key=True)
    stem = models.CharField(max_length=64)
    """What full text search makes of the word: leak, leaks and leaking share one."""
    leaves = models.PositiveIntegerField()
    """How many repair codes have a word of this stem: a rare word says more."""

    class Meta:
        indexes = [
            GistIndex(fields=["word"], opclasses=["gist_trgm_ops"], name="word_trigrams"),
            models.Index(fields=["stem"], name="word_stem"),
        ]

    def __str__(self) -> str:
        return self.word
