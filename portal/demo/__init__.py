"""The portal on one's own machine: servers from wheels, pretend people, one Ctrl-C for all of it."""
