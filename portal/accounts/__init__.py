"""Sign in with a code by e-mail, sign out, confirm contact details."""
