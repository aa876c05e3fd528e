"""A person's decisions on what the rules find: made, kept, applied again, brought up to date."""
