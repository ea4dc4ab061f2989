"""The rows of the table, one file each: what is measured, beside what, and the bar it has to meet."""
