"""The command line: the same engine without a window. One file a command.

Exit codes: 0 done; 1 a bug; 2 usage; 3 refused, the findings say why; 4 stopped, can be resumed.
What is not needed for the command at hand is not imported.
"""
