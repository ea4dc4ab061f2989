"""From what a decision means to what to do about it: what else could be decided, and what that is worth."""
