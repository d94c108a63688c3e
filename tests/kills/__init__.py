"""Processes killed at any point, and what they depend on gone for a while: nothing is lost or doubled.

`make kills KILLS=1000` kills web, worker and PostgreSQL at every failpoint of every write; `make outage`
takes remote, worker, broker and database away. Clock, pretend systems and judges are the simulator's.
"""
