"""`python -m cagame` is the same as `cagame`."""

from cagame.cli import main

if __name__ == "__main__":
    main()
