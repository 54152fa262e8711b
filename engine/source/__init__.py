"""Where the files of a machine lie: a folder of this computer, an archive, a host."""
