"""`python -m tests.restores --seeds 200`: so many drills, and what they showed."""

import argparse
import os
import sys
from collections import Counter

CONTROLS = 10


def main() -> int:
    """0 where every drill ended well."""
    parser = argparse.ArgumentParser(prog="python -m tests.restores", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    from portal.demo import throwaway
    from tests.simulator import house as houses

    seen, bad = Counter[str](), 0
    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.restores import drill
        from tests.simulator.chance import seeded

        with houses.running() as house:
            for seed in range(given.first, given.first + given.seeds):
                with seeded(seed):
                    done = drill.play(house, seed)
                seen.update(done.seen)
                bad += bool(done.wrong)
                for sentence in dict.fromkeys(done.wrong):
                    print(f"seed {seed}: {sentence}", flush=True)
            print(f"{given.seeds} drills, {bad} with something wrong; in the lost minutes: {dict(seen)}")
            # Where nobody looks into the systems, what is lost must show: else the drills prove nothing.
            tried = range(given.first, given.first + CONTROLS)
            missed = next((s for s in tried if drill.play(house, s, rebuilt=False).wrong), None)
            print(f"without the rebuilding: {f'wrong at seed {missed}' if missed else 'NOTHING WRONG'}")
    return 1 if bad or missed is None else 0


if __name__ == "__main__":
    sys.exit(main())
