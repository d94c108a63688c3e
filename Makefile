# Two commands: `make demo` and `make test`. Everything else is what they call.

PYTHON ?= python3
SEEDS ?= 1000
ROUNDS ?= 200
CASES ?= 5000
KILLS ?= 1000
REPORTS ?= 2000
BIN := .venv/bin
RUNTIME := .venv/runtime.stamp
TESTS := .venv/test.stamp

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(RUNTIME)  ## the portal with all that it needs on this machine, until Ctrl-C
	@exec $(BIN)/python -m portal.demo --leashed

demo-reset: $(RUNTIME)  ## empty the demo
	@exec $(BIN)/python -m portal.demo --reset

test: check .browser  ## the checks and the whole suite
	@exec $(BIN)/pytest -q -n 3 --dist loadfile

check: $(TESTS)  ## style, types, rules of the rooms, migrations, production settings
	@.ci/check

simulate: $(TESTS)  ## SEEDS=1000 random schedules of people, faults and crashes
	@exec $(BIN)/python -m tests.simulator --seeds $(SEEDS)

guards: $(TESTS)  ## switch off one guard after the other: SEEDS=1000 runs must catch each
	@exec $(BIN)/python -m tests.simulator --guards --seeds $(SEEDS)

races: $(TESTS)  ## ROUNDS=200 times fifty people at one slot and at one form; then without each guard
	@exec $(BIN)/python -W ignore -m tests.races --rounds $(ROUNDS) --controls

clocks: $(TESTS)  ## every hour around each clock change, wherever the server stands
	@exec $(BIN)/python -m tests.clocks

hostile: $(TESTS)  ## CASES=5000 spoilt answers to every method of every client, then through the portal
	@$(BIN)/python -m tests.hostile --cases $(CASES)
	@exec env CASES=$(CASES) $(BIN)/pytest -q -n 2 tests/hostile

kills: $(TESTS)  ## KILLS=1000 times kill -9 of web, worker and PostgreSQL, at every failpoint of every write
	@exec $(BIN)/python -W ignore -m tests.kills --kills $(KILLS)

restores: $(TESTS)  ## SEEDS=1000 backups that miss a quarter of an hour, rebuilt from the systems
	@exec $(BIN)/python -m tests.restores --seeds $(SEEDS)

outage: $(TESTS)  ## REPORTS=2000 while remotes are away for three days; worker, broker and database too
	@exec $(BIN)/python -W ignore -m tests.kills --outage $(REPORTS)

bench: $(TESTS)  ## how fast each page is, beside a bare Django view
	@exec $(BIN)/python -m tests.bench

lock:  ## write the lock files again from pyproject.toml (needs uv)
	@.ci/lock

$(RUNTIME): requirements.lock | .venv
	@.ci/install requirements.lock $@

$(TESTS): requirements-test.lock | .venv
	@.ci/install requirements-test.lock $@
	@touch $(RUNTIME)

.venv:
	@PYTHON="$(PYTHON)" .ci/venv

.browser:
	@.ci/browser

.PHONY: help demo demo-reset test check simulate guards races clocks hostile kills restores outage bench lock .venv .browser
