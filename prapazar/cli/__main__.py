"""`python -m prapazar.cli`, which is what ./dev runs."""

from prapazar.cli.main import main

main(prog_name="prapazar")
