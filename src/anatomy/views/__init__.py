"""Views: facts rounded, sorted, worded and labelled, ready to print; no templates and no files here."""
