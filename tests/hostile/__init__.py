"""Hostile answers: whatever a remote says, slowly, wrongly or without end, nobody is told what is not so."""
