"""What can be asked for on the command line: one function a command, its options as arguments.

`cagame.cli.commands` gathers them. What a command does stands beside this folder.
"""
