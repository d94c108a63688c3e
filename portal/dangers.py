"""The dangers that no form may stand in front of: what to do now, and whom to call."""

from dataclasses import dataclass

from portal.landlord import Landlord


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """One danger, by the name that the page's address carries."""

    name: str
    words: str
    now: tuple[str, ...]
    """What to do before anything else."""
    gas: bool = False
    """The gas emergency service comes first, not we."""

    def phone(self, landlord: Landlord) -> str:
        """The number to call."""
        return landlord.gas_phone if self.gas else landlord.emergency_phone


DANGERS = (
    Danger(
        name="gas",
        words="I can smell gas, or the carbon monoxide alarm sounds",
        now=(
            "Turn the gas off at the meter if you can do so safely.",
            "Open doors and windows, and go outside.",
            "Touch no light switch and light no flame.",
        ),
        gas=True,
    ),
    Danger(
        name="heating",
        words="There is no heating or hot water",
        now=(
            "Tell us if somebody in your home is very young, old or ill.",
            "Look whether the prepayment meter has run out.",
        ),
    ),
    Danger(
        name="water",
        words="There is no water at all",
        now=("Ask a neighbour whether they have water: if not, your water company is working on it.",),
    ),
    Danger(
        name="power",
        words="There is no electricity in the whole home",
        now=(
            "Look whether the meter has credit and whether your neighbours have power.",
            "If the whole street is dark, call 105 instead.",
            "Do not touch the fuse box if it is wet or smells of burning.",
        ),
    ),
    Danger(
        name="leak",
        words="There is a big leak that I cannot stop",
        now=(
            "Turn the water off at the stop tap if you can.",
            "Keep away from water that is near electrics.",
        ),
    ),
    Danger(
        name="water-electrics",
        words="Water is coming through near lights, sockets or the fuse box",
        now=(
            "Do not touch the switches, the sockets or anything plugged in.",
            "Switch the power off at the fuse box only if it is dry and you can reach it on dry ground.",
        ),
    ),
    Danger(
        name="lock",
        words="I cannot lock my home or get into it",
        now=(
            "If somebody is trying to get in, call 999 first.",
            "Stay with a neighbour if you do not feel safe.",
        ),
    ),
    Danger(
        name="wiring",
        words="There are bare wires, sparks or a smell of burning",
        now=(
            "If there is smoke or fire, get out and call 999.",
            "Do not touch it, and keep children and pets away.",
            "Switch the power off at the fuse box if it is safe to do so.",
        ),
    ),
    Danger(
        name="alarm",
        words="A smoke or fire alarm does not stop sounding",
        now=("If there is smoke or fire, or you are not sure, get out and call 999.",),
    ),
)
BY_NAME = {danger.name: danger for danger in DANGERS}
NONE = ("none", "Something else: it is none of these")
