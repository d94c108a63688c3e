"""Pages for contractors who have no system of their own: no sign-in, one signed link a job."""
