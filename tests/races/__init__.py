"""Fifty people at one door: real pages over real HTTP, real PostgreSQL, real calls of the pretend systems.

`python -m tests.races --rounds 200` lets them in at the same moment and counts who got what. Each lock is
then taken away by the harness alone, and the same race must be judged wrong (`tests.races.holes`).
"""
