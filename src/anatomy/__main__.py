"""`python -m anatomy`."""

from anatomy.cli import main

main()
